package holdfast.proof.scenario;

/// A line of a scenario that cannot be understood. It names the file and the line.
final class ScenarioException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    ScenarioException(ScenarioLine line, String complaint) {
        super(line.where() + ": " + complaint + "\n    " + line.text());
    }
}
