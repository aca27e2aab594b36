package holdfast.judge;

/// No answer came, so the operation may have happened or not. `bug` if an exception came that
/// callers need not expect.
public record NoAnswer(String why, boolean bug) {}
