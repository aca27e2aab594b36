package holdfast.claims;

/// State that was read before the locks had changed when they were taken. The transaction is rolled
/// back and decided again, each request alone if need be.
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

    /// No constraint failed: another transaction was quicker between the read and the lock. This
    /// can happen as often as there are others, and the next try may succeed.
    public static ConcurrentChangeException overtaken(String message) {
        return new ConcurrentChangeException(message, true);
    }

    public boolean overtaken() {
        return overtaken;
    }
}
