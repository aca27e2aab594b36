package holdfast.server.access;

/// Whoever asks.
///
/// @param name how the history calls them: a key's id or a person's name
public record Who(String workspace, Right right, String name) {
    public static final Who NOBODY = new Who("-", Right.NONE, "nobody");

    public boolean may(Right wanted) {
        return right.compareTo(wanted) >= 0;
    }

    /// A publishable key acts on a hold only with the hold's token.
    public boolean needsToken() {
        return !may(Right.DESK);
    }
}
