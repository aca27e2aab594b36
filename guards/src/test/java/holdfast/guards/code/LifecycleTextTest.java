package holdfast.guards.code;

import holdfast.guards.Repository;
import holdfast.guards.RepositoryFile;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The engine's Java spells states, verbs and effects in `ColumnText` only, and its SQL compares
/// these columns with texts of that file only.
class LifecycleTextTest implements Rule {
    private static final String MAPPING = "ColumnText.java";
    /// Refusals have names of their own, some of which are also states.
    private static final String REFUSALS = "RefusalText.java";
    private static final Pattern TEXT = Pattern.compile("-> \"([a-z]+)\";");
    /// A field of a request may be called as a verb.
    private static final Pattern LITERAL =
            Pattern.compile("(?<!InputRules\\.id\\()\"([a-z]+)\"");
    private static final Pattern COMPARED = Pattern.compile(
            "\\b(?:state|verb|effect) (?:=|<>|IN|NOT IN|IS DISTINCT FROM) \\(?('[^)\\n]*')");
    private static final Pattern QUOTED = Pattern.compile("'([a-z]+)'");

    @Override
    public List<RuleFinding> look(Repository repository) {
        List<RepositoryFile> engine = repository.texts(".java").stream()
                .filter(text -> text.isIn("engine/src/main")).toList();
        Set<String> texts = engine.stream().filter(text -> text.name().equals(MAPPING))
                .flatMap(text -> TEXT.matcher(text.whole()).results())
                .map(found -> found.group(1)).collect(Collectors.toSet());
        List<RuleFinding> findings = new ArrayList<>();
        for (RepositoryFile text : engine) {
            if (!text.name().equals(MAPPING) && !text.name().equals(REFUSALS)) {
                look(text, texts, findings);
            }
        }
        return findings;
    }

    private static void look(RepositoryFile text, Set<String> texts, List<RuleFinding> findings) {
        for (int at = 0; at < text.lines().size(); at++) {
            String line = text.lines().get(at);
            int number = at + 1;
            if (line.strip().startsWith("//")) {
                continue;
            }
            LITERAL.matcher(line).results().map(found -> found.group(1)).filter(texts::contains)
                    .forEach(word -> findings.add(text.at(number,
                            "\"" + word + "\": use the enum, and ColumnText for a column")));
            COMPARED.matcher(line).results()
                    .flatMap(found -> QUOTED.matcher(found.group(1)).results())
                    .map(found -> found.group(1)).filter(word -> !texts.contains(word))
                    .forEach(word -> findings.add(text.at(number,
                            "'" + word + "' is no text of ColumnText")));
        }
    }

    private static void mapping(SeededRepository seed) {
        seed.file("engine/src/main/java/holdfast/ColumnText.java", """
                package holdfast;

                class ColumnText {
                    static String of(HoldState state) {
                        return switch (state) {
                            case HELD -> "held";
                            case BOOKED -> "booked";
                        };
                    }
                }
                """);
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        mapping(seed);
        seed.file("engine/src/main/java/holdfast/Row.java", """
                package holdfast;

                class Row {
                    private static final String FIND = \"""
                            SELECT hold FROM hold WHERE state = 'hold'
                            \""";
                    private static final String SOME = \"""
                            SELECT hold FROM hold WHERE state IN ('held', 'lost')
                            \""";

                    boolean live(String state) {
                        return state.equals("held") || state.equals("booked");
                    }
                }
                """);
        String path = "engine/src/main/java/holdfast/Row.java:";
        return List.of(path + 5, path + 8, path + 12, path + 12);
    }

    @Override
    public void keep(SeededRepository seed) {
        mapping(seed);
        seed.file("engine/src/main/java/holdfast/Row.java", """
                package holdfast;

                /// "held" or not.
                class Row {
                    private static final String FIND = \"""
                            SELECT hold FROM hold WHERE state IN ('held', 'booked')
                            \""";

                    void check(String id) {
                        InputRules.id("held", id);
                        throw new IllegalStateException("it is not held");
                    }
                }
                """);
        seed.file("engine/src/main/java/holdfast/RefusalText.java", """
                package holdfast;

                class RefusalText {
                    static final String BOOKED = "booked";
                }
                """);
        seed.file("server/src/main/java/holdfast/Words.java", """
                package holdfast;

                class Words {
                    static final String HELD = "held";
                }
                """);
    }
}
