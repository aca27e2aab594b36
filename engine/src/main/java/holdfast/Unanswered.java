package holdfast;

/// The world broke before an answer was certain: the database did not come back in time. It may
/// have happened or not. Ask again with the same key: that gets the one true answer.
public final class Unanswered extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Unanswered(String message, Throwable cause) {
        super(message, cause);
    }
}
