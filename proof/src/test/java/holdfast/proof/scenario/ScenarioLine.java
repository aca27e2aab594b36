package holdfast.proof.scenario;

import java.util.Optional;

/// One line of a scenario: the request, and the expected outcome.
record ScenarioLine(String file, int number, String text, Optional<String> expected) {

    String where() {
        return file + ":" + number;
    }

    ScenarioLine expecting(String more) {
        String before = expected.map(words -> words + " ").orElse("");
        return new ScenarioLine(file, number, text, Optional.of(before + more));
    }

    @Override
    public String toString() {
        return where() + "  " + text + expected.map(e -> " -> " + e).orElse("");
    }
}
