package holdfast.server.auth;

/// What somebody came in with.
///
/// @param id the key's or the session's, by which requests are counted
public record Identity(Principal who, Means means, String id) {
    public enum Means {
        SECRET_KEY, PUBLISHABLE_KEY, SESSION
    }
}
