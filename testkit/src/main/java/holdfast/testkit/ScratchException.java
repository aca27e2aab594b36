package holdfast.testkit;

/// The scratch database itself failed. It says nothing about the engine.
public final class ScratchException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ScratchException(String message, Throwable cause) {
        super(message, cause);
    }
}
