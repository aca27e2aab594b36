package holdfast.proof.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The tokens of one line, read from left to right.
final class LineTokens {
    private final ScenarioLine line;
    private final List<String> words;
    private int at;

    LineTokens(ScenarioLine line) {
        this.line = line;
        this.words = Arrays.asList(line.text().split("\\s+"));
    }

    boolean more() {
        return at < words.size();
    }

    /// The next token, or an empty one at the end of the line.
    String peek() {
        return more() ? words.get(at) : "";
    }

    String next(String what) {
        if (!more()) {
            throw wrong("here " + what + " is missing");
        }
        return words.get(at++);
    }

    boolean take(String word) {
        boolean there = peek().equals(word);
        if (there) {
            at++;
        }
        return there;
    }

    int number(String what) {
        String word = next(what);
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException no) {
            throw wrong(word + " is no number, and " + what + " is one", no);
        }
    }

    /// All tokens up to one of these, which stays.
    List<String> until(Set<String> ends) {
        List<String> taken = new ArrayList<>();
        while (more() && !ends.contains(peek())) {
            taken.add(next("a word"));
        }
        return taken;
    }

    String rest(String what) {
        StringBuilder all = new StringBuilder(next(what));
        while (more()) {
            all.append(' ').append(next(what));
        }
        return all.toString();
    }

    void end() {
        if (more()) {
            throw wrong("'" + peek() + "' was not expected here");
        }
    }

    ScenarioException wrong(String complaint) {
        return new ScenarioException(line, complaint);
    }

    ScenarioException wrong(String complaint, Exception why) {
        ScenarioException misread = new ScenarioException(line, complaint);
        misread.initCause(why);
        return misread;
    }
}
