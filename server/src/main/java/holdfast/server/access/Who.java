package holdfast.server.access;

/// Whoever asks.
///
/// @param name how the history calls them: a key's id or a person's name
public record Who(String workspace, Right right, String name) {
    public static final Who NOBODY = new Who("-", Right.NONE, "nobody");

    public boolean may(Right wanted) {
        return right.compareTo(wanted) >= 0;
    }

    /// A publishable key reads and changes a hold only with the hold's token. Who may see all of
    /// the workspace reads every hold without it.
    public boolean needsToken(boolean reading) {
        return !may(reading ? Right.READ : Right.DESK);
    }
}
