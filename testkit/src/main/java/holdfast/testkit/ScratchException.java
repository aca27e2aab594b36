package holdfast.testkit;

/// The scratch database itself is broken: nothing about the engine is said by this.
public final class ScratchException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ScratchException(String message, Throwable cause) {
        super(message, cause);
    }
}
