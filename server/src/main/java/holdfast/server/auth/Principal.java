package holdfast.server.auth;

/// The caller of a request.
///
/// @param name a key's id or a person's name, as shown in the history
public record Principal(String workspace, Permission right, String name) {
    public static final Principal ANONYMOUS = new Principal("-", Permission.NONE, "anonymous");

    public boolean may(Permission wanted) {
        return right.compareTo(wanted) >= 0;
    }

    /// A publishable key needs a hold's token to read or change it. A caller that may see the whole
    /// workspace reads holds without it.
    public boolean needsToken(boolean reading) {
        return !may(reading ? Permission.READ : Permission.DESK);
    }
}
