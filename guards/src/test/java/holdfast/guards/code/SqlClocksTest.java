package holdfast.guards.code;

import com.sun.source.tree.LiteralTree;
import com.sun.source.util.TreeScanner;
import holdfast.guards.Repository;
import holdfast.guards.RepositoryFile;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import holdfast.guards.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// SQL reads the time from the_clock() only: `now()` is the start of the transaction, which is too
/// early after a wait for a lock, and no test could set it.
class SqlClocksTest implements Rule {
    private static final Pattern CLOCK = Pattern.compile(
            "(?i)\\bnow\\s*\\(|'now'|\\b(current_timestamp|current_date|current_time"
                    + "|localtimestamp|localtime|clock_timestamp|statement_timestamp"
                    + "|transaction_timestamp|timeofday)\\b");
    private static final Pattern BESIDE_THE_POINT = Pattern.compile(
            "(?i)--[^\\n]*|CREATE (OR REPLACE )?FUNCTION the_clock\\(.*?;", Pattern.DOTALL);

    @Override
    public List<RuleFinding> look(Repository repository) {
        List<RuleFinding> findings = new ArrayList<>();
        for (RepositoryFile text : repository.texts(".sql")) {
            if (text.isIn("engine/src/main")) {
                String sql = BESIDE_THE_POINT.matcher(text.whole()).replaceAll(
                        found -> Matcher.quoteReplacement(blank(found.group())));
                CLOCK.matcher(sql).results().forEach(
                        found -> findings
                                .add(finding(text, text.line(found.start()), found.group())));
            }
        }
        for (Source source : repository.sources()) {
            if (source.text().isIn("engine/src/main")) {
                literals(source, findings);
            }
        }
        return findings;
    }

    private static void literals(Source source, List<RuleFinding> findings) {
        new TreeScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitLiteral(LiteralTree tree, @Nullable Void nothing) {
                if (tree.getValue() instanceof String) {
                    String written = source.written(tree);
                    CLOCK.matcher(written).results().forEach(found -> {
                        long before = written.substring(0, found.start()).lines().count() - 1;
                        findings.add(finding(source.text(),
                                source.line(tree) + (int) before, found.group()));
                    });
                }
                return null;
            }
        }.scan(source.unit(), null);
    }

    private static RuleFinding finding(RepositoryFile text, int line, String clock) {
        return text.at(line, clock.replace("(", "()") + " is not the clock that decides: "
                + "use the_clock()");
    }

    private static String blank(String text) {
        return text.replaceAll("[^\\n]", " ");
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file("engine/src/main/resources/holdfast/schema/001.sql", """
                -- It is now() or never.
                CREATE FUNCTION the_clock() RETURNS timestamptz AS 'SELECT clock_timestamp()';
                CREATE TABLE hold (
                    at timestamptz DEFAULT current_timestamp
                );
                """);
        seed.file("engine/src/main/java/holdfast/Late.java", """
                package holdfast;

                class Late {
                    private static final String LAPSED = \"""
                            SELECT hold FROM hold
                            WHERE until < now()
                            \""";
                }
                """);
        return List.of(
                "engine/src/main/resources/holdfast/schema/001.sql:4",
                "engine/src/main/java/holdfast/Late.java:6");
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file("engine/src/main/resources/holdfast/schema/001.sql", """
                -- Not now().
                CREATE FUNCTION the_clock() RETURNS timestamptz AS 'SELECT clock_timestamp()';
                """);
        seed.file("engine/src/main/java/holdfast/Punctual.java", """
                package holdfast;

                class Punctual {
                    /// As good as now().
                    private static final String LAPSED = \"""
                            SELECT hold FROM hold WHERE until <= the_clock()
                            \""";
                }
                """);
    }
}
