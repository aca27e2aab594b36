package holdfast.proof.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A titled scenario: the file's background lines, then its own.
record Scenario(String title, ScenarioLine begins, List<ScenarioLine> lines) {
    private static final String TITLE = "scenario ";
    private static final String EXPECTED = "->";

    Scenario {
        lines = List.copyOf(lines);
    }

    static List<Scenario> read(Path file) throws IOException {
        return read(String.valueOf(file.getFileName()), Files.readAllLines(file));
    }

    static List<Scenario> read(String file, List<String> text) {
        List<Scenario> scenarios = new ArrayList<>();
        List<ScenarioLine> background = new ArrayList<>();
        List<ScenarioLine> lines = background;
        Set<String> titles = new HashSet<>();
        for (int at = 0; at < text.size(); at++) {
            String words = withoutComment(text.get(at));
            ScenarioLine line = new ScenarioLine(file, at + 1, words, Optional.empty());
            if (words.startsWith(TITLE)) {
                String title = words.substring(TITLE.length()).strip();
                if (!titles.add(title)) {
                    throw new ScenarioException(line, "two scenarios have this title");
                }
                lines = new ArrayList<>(background);
                scenarios.add(new Scenario(title, line, List.of()));
            } else if (!words.isEmpty()) {
                add(lines, line);
            }
            if (!scenarios.isEmpty()) {
                Scenario last = scenarios.removeLast();
                scenarios.add(new Scenario(last.title(), last.begins(), lines));
            }
        }
        return scenarios;
    }

    /// An expectation stands behind its line, or below it; several such lines are joined.
    private static void add(List<ScenarioLine> lines, ScenarioLine line) {
        int arrow = line.text().indexOf(EXPECTED);
        if (arrow < 0) {
            lines.add(line);
            return;
        }
        String expected = line.text().substring(arrow + EXPECTED.length()).strip();
        if (arrow > 0) {
            String doing = line.text().substring(0, arrow).strip();
            lines.add(new ScenarioLine(line.file(), line.number(), doing, Optional.of(expected)));
        } else if (lines.isEmpty()) {
            throw new ScenarioException(line, "an expectation needs a line before it");
        } else {
            lines.add(lines.removeLast().expecting(expected));
        }
    }

    private static String withoutComment(String text) {
        int comment = text.startsWith("#") ? 0 : text.indexOf(" #");
        return (comment < 0 ? text : text.substring(0, comment)).strip();
    }
}
