package holdfast.guards;

/// A violation of a rule: its place, and advice.
public record RuleFinding(String path, int line, String advice) {
    @Override
    public String toString() {
        return path + ":" + line + " " + advice;
    }
}
