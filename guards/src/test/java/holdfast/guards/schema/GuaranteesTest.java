package holdfast.guards.schema;

import holdfast.guards.MarkdownPage;
import holdfast.guards.Repository;
import holdfast.guards.RepositoryFile;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// docs/guarantees.md names exactly the constraints of the engine's schema, and quotes the schema
/// correctly.
class GuaranteesTest implements Rule {
    private static final String PAGE = "docs/guarantees.md";
    private static final Pattern NAME = Pattern.compile("[a-z]+(_[a-z0-9]+)+");
    private static final Pattern QUOTED = Pattern.compile("(?=\\bCONSTRAINT\\b|\\bCREATE\\b)");

    @Override
    public List<RuleFinding> look(Repository repository) {
        SchemaFiles schema = SchemaFiles.of(repository, "engine");
        if (schema.constraints().isEmpty()) {
            return List.of(new RuleFinding("engine/pom.xml", 1, "found no schema to compare with"));
        }
        Optional<RepositoryFile> page = repository.text(PAGE);
        if (page.isEmpty()) {
            return List.of(new RuleFinding(PAGE, 1, "is missing: write it, naming each of the "
                    + schema.constraints().size() + " constraints of the engine's schema"));
        }
        List<RuleFinding> findings = new ArrayList<>();
        for (Constraint each : schema.constraints()) {
            if (!Pattern.compile("\\b" + each.name() + "\\b").matcher(page.get().whole()).find()) {
                findings.add(each.at().at(each.name() + " is not in " + PAGE
                        + ": say there what it promises"));
            }
        }
        MarkdownPage markdown = MarkdownPage.of(page.get());
        Set<String> known = schema.names();
        Set<String> beginnings = known.stream()
                .map(GuaranteesTest::beginning)
                .collect(Collectors.toSet());
        for (MarkdownPage.Found span : markdown.spans()) {
            if (NAME.matcher(span.text()).matches() && !known.contains(span.text())
                    && beginnings.contains(beginning(span.text()))) {
                findings.add(markdown.at(span, span.text() + " is not in the schema: "
                        + "take it out, or say what it is called now"));
            }
        }
        findings.addAll(misquoted(repository, markdown));
        return findings;
    }

    /// A name that begins like one of ours must be one; the others are PostgreSQL's.
    private static String beginning(String name) {
        return name.split("_", 2)[0];
    }

    private static List<RuleFinding> misquoted(Repository repository, MarkdownPage markdown) {
        String said = repository.texts(".sql").stream()
                .filter(text -> text.isIn("engine/src/main"))
                .map(text -> plain(text.whole()))
                .collect(Collectors.joining(" "));
        List<RuleFinding> findings = new ArrayList<>();
        for (MarkdownPage.Fence fence : markdown.fences()) {
            int line = fence.line();
            String sql = fence.info().equals("sql") ? fence.body() : "";
            for (String quote : QUOTED.split(sql, -1)) {
                String plain = plain(quote);
                if (plain.matches("(CONSTRAINT|CREATE)\\b.*") && !said.contains(plain)) {
                    findings.add(markdown.text().at(line, "the schema says it otherwise: "
                            + plain.substring(0, Math.min(60, plain.length()))));
                }
                line += (int) quote.chars().filter(c -> c == '\n').count();
            }
        }
        return findings;
    }

    /// Without comments, with single blanks, and without the end of a table's line.
    private static String plain(String sql) {
        return sql.replaceAll("--[^\\n]*", "")
                .replaceAll("\\s+", " ")
                .replaceAll("\\( ", "(").replaceAll(" \\)", ")")
                .replaceAll("[\\s,;.…]+$", "")
                .strip();
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file("engine/src/main/resources/schema/1.sql", """
                CREATE TABLE seat (
                    CONSTRAINT seat_once PRIMARY KEY (workspace, seat),
                    CONSTRAINT seat_forgotten CHECK (seat > 'A')
                );
                """);
        seed.file(PAGE, """
                # Guarantees

                `seat_once` sees to it, and so does `seat_twice`.

                ```sql
                CONSTRAINT seat_once PRIMARY KEY (workspace)
                ```
                """);
        return List.of("engine/src/main/resources/schema/1.sql:3", PAGE + ":3", PAGE + ":6");
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file("engine/src/main/resources/schema/1.sql", """
                CREATE TABLE seat_claim (
                    workspace text NOT NULL,
                    -- Each place once.
                    CONSTRAINT seat_once
                        PRIMARY KEY (workspace, seat),
                    CONSTRAINT seat_known CHECK (seat > 'A')
                );
                """);
        seed.file(PAGE, """
                # Guarantees

                In `seat_claim` there is `seat_once`. `some words`, and `lock_timeout`.

                ```sql
                CONSTRAINT seat_once PRIMARY KEY (workspace, seat),
                CONSTRAINT seat_known CHECK (seat > 'A')
                ```
                """);
    }
}
