package holdfast.proof.history;

import holdfast.judge.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One way to falsify the sample history, and the promise under which the judge must report it.
record Mutation(Promise broken, String why, List<Spoiling> spoilings) {

    sealed interface Spoiling {
        /// In every line that contains `where`, replaces what matches `from`.
        record Change(String where, String from, String to) implements Spoiling {}

        /// Repeats an operation at the end, with this answer.
        record Again(String where, String answer) implements Spoiling {}
    }

    private static final Pattern HEAD = Pattern.compile("(?<promise>[A-Z_]+): (?<why>.*)");
    private static final Pattern STEP =
            Pattern.compile(" +(?<word>where|change|to|again) ?(?<text>.*)");

    static List<Mutation> read(Stream<String> lines) {
        List<Mutation> all = new ArrayList<>();
        String where = "";
        String from = "";
        for (String line : lines.toList()) {
            Matcher head = HEAD.matcher(line);
            Matcher step = STEP.matcher(line);
            if (head.matches()) {
                all.add(new Mutation(Promise.valueOf(head.group("promise")),
                        head.group("why"), new ArrayList<>()));
            } else if (step.matches()) {
                String text = step.group("text");
                switch (step.group("word")) {
                    case "where" -> where = text;
                    case "change" -> from = text;
                    case "to" -> all.getLast().spoilings.add(
                            new Spoiling.Change(where, from, text));
                    default -> all.getLast().spoilings.add(new Spoiling.Again(where, text));
                }
            }
        }
        return all;
    }

    static List<String> spoil(List<String> lines, Spoiling spoiling) {
        return switch (spoiling) {
            case Spoiling.Change(String where, String from, String to) -> lines.stream()
                    .map(line -> line.contains(where) ? line.replaceAll(from, to) : line).toList();
            case Spoiling.Again(String where, String answer) -> again(lines, where, answer);
        };
    }

    private static final Pattern ASKED =
            Pattern.compile("\\? (?<number>\\d+) (?<client>\\S+) \\d+ @\\S+ (?<call>.*)");
    private static final Pattern HEARD =
            Pattern.compile("! \\d+ (?<nanos>\\d+) (?<clock>@\\S+) .*");

    /// Repeats the call shortly after the last line.
    private static List<String> again(List<String> lines, String where, String answer) {
        Matcher last = HEARD.matcher(lines.getLast());
        Matcher asked = lines.stream()
                .filter(line -> line.startsWith("? ") && line.contains(where))
                .map(ASKED::matcher).filter(Matcher::matches).findFirst().orElse(null);
        if (asked == null || !last.matches()) {
            return lines;
        }
        long nanos = Long.parseLong(last.group("nanos"));
        String clock = last.group("clock");
        return Stream.concat(lines.stream(), Stream.of(
                "? 9999 anna " + (nanos + 1) + " " + clock + " " + asked.group("call"),
                "! 9999 " + (nanos + 2) + " " + clock + " " + answer)).toList();
    }
}
