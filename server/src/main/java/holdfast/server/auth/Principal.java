package holdfast.server.auth;

/// Whoever asks.
///
/// @param name how the history calls them: a key's id or a person's name
public record Principal(String workspace, Permission right, String name) {
    public static final Principal NOBODY = new Principal("-", Permission.NONE, "nobody");

    public boolean may(Permission wanted) {
        return right.compareTo(wanted) >= 0;
    }

    /// A publishable key reads and changes a hold only with the hold's token. Who may see all of
    /// the workspace reads every hold without it.
    public boolean needsToken(boolean reading) {
        return !may(reading ? Permission.READ : Permission.DESK);
    }
}
