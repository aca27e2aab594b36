package holdfast.judge;

/// No answer came, so it may have happened or not. `bug` when what came instead was an exception
/// that no caller has to expect.
public record NoAnswer(String why, boolean bug) {}
