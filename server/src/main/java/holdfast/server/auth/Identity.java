package holdfast.server.auth;

/// An authenticated caller, and by which means.
///
/// @param id the key's or session's id, by which requests are counted
public record Identity(Principal who, Means means, String id) {
    public enum Means {
        SECRET_KEY, PUBLISHABLE_KEY, SESSION
    }
}
