package holdfast.proof.scenario;

/// A scenario line that cannot be parsed. The message names the file and the line.
final class ScenarioException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    ScenarioException(ScenarioLine line, String complaint) {
        super(line.where() + ": " + complaint + "\n    " + line.text());
    }
}
