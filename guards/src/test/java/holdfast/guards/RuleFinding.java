package holdfast.guards;

/// One place that breaks a rule, and what to do about it.
public record RuleFinding(String path, int line, String advice) {
    @Override
    public String toString() {
        return path + ":" + line + " " + advice;
    }
}
