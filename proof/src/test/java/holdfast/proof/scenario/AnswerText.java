package holdfast.proof.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// An outcome as text: `held, v1, until 10:15: floor 2 + hall A1`. An expectation names the head,
/// any of the facts, and the list as a whole or not at all.
record AnswerText(String head, List<String> facts, List<String> list) {
    /// Facts that an expectation must name when they occur: a repeated answer, and off sale.
    private static final Set<String> TELLING = Set.of("again", "withdrawn");

    AnswerText {
        facts = List.copyOf(facts);
        list = List.copyOf(list);
    }

    static AnswerText of(String head) {
        return new AnswerText(head, List.of(), List.of());
    }

    AnswerText with(String fact) {
        List<String> more = new ArrayList<>(facts);
        more.add(fact);
        return new AnswerText(head, more, list);
    }

    AnswerText when(boolean so, String fact) {
        return so ? with(fact) : this;
    }

    AnswerText list(List<String> things) {
        return new AnswerText(head, facts, things);
    }

    static AnswerText parse(String expected) {
        String words = expected.strip().replaceAll("\\s+", " ");
        int colon = words.indexOf(": ");
        List<String> facts = split(colon < 0 ? words : words.substring(0, colon), ",");
        List<String> list = colon < 0 ? List.of() : split(words.substring(colon + 2), " \\+ ");
        return new AnswerText(facts.getFirst(), facts.subList(1, facts.size()), list);
    }

    private static List<String> split(String words, String at) {
        return Arrays.stream(words.split(at)).map(String::strip).toList();
    }

    /// The first expected part that is not so; empty when this matches.
    Optional<String> missing(AnswerText expected) {
        if (!head.equals(expected.head)) {
            return Optional.of(expected.head);
        }
        for (String fact : expected.facts) {
            if (!facts.contains(fact)) {
                return Optional.of(fact);
            }
        }
        for (String fact : facts) {
            if (TELLING.contains(fact) && !expected.facts.contains(fact)) {
                return Optional.of("not " + fact);
            }
        }
        return expected.list.isEmpty() || list.equals(expected.list)
                ? Optional.empty()
                : Optional.of(String.join(" + ", expected.list));
    }

    @Override
    public String toString() {
        List<String> words = new ArrayList<>(List.of(head));
        words.addAll(facts);
        return String.join(", ", words) + (list.isEmpty() ? "" : ": " + String.join(" + ", list));
    }
}
