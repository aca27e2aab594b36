package holdfast.claims;

/// What was looked at before the locks is not what is there under them. The transaction is undone
/// and decided anew, each request on its own if need be.
public final class ConcurrentChangeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean overtaken;

    public ConcurrentChangeException(String message) {
        this(message, false);
    }

    private ConcurrentChangeException(String message, boolean overtaken) {
        super(message);
        this.overtaken = overtaken;
    }

    /// Nothing said no: somebody else was quicker between the looking and the locking. It can
    /// happen as often as there are others, and the next try may be the one.
    public static ConcurrentChangeException overtaken(String message) {
        return new ConcurrentChangeException(message, true);
    }

    public boolean overtaken() {
        return overtaken;
    }
}
