package holdfast;

/// The result is unknown: the database did not answer in time. The request may have happened or
/// not. Retry with the same key, which gets the one true answer.
public final class Unanswered extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Unanswered(String message, Throwable cause) {
        super(message, cause);
    }
}
