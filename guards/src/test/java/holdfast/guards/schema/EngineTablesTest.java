package holdfast.guards.schema;

import holdfast.guards.Repository;
import holdfast.guards.RepositoryFile;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// No SQL of the server or the database module names a table of the engine: the engine's tables may
/// change with the engine alone.
class EngineTablesTest implements Rule {
    private static final Pattern CREATED = Pattern.compile("CREATE TABLE ([a-z_]+)");
    private static final Set<String> MODULES = Set.of("server", "database");

    @Override
    public List<RuleFinding> look(Repository repository) {
        Set<String> tables = repository.texts(".sql").stream()
                .filter(text -> text.isIn("engine/src/main"))
                .flatMap(text -> CREATED.matcher(text.whole()).results())
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        List<RuleFinding> findings = new ArrayList<>();
        if (tables.isEmpty()) {
            return findings;
        }
        Pattern named = Pattern.compile("\\b(FROM|JOIN|INTO|UPDATE|TABLE|REFERENCES|ON) ("
                + String.join("|", tables) + ")\\b(?!\\w*\\()");
        for (String module : MODULES) {
            for (String kind : List.of(".java", ".sql")) {
                for (RepositoryFile text : repository.texts(kind)) {
                    if (text.isIn(module + "/src/main")) {
                        named(named, text, findings);
                    }
                }
            }
        }
        return findings;
    }

    private static void named(Pattern named, RepositoryFile text, List<RuleFinding> findings) {
        Matcher matcher = named.matcher(text.whole());
        while (matcher.find()) {
            findings.add(text.at(text.line(matcher.start()), matcher.group(2)
                    + " is a table of the engine: ask the engine, or keep a table of your own"));
        }
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file("engine/src/main/resources/holdfast/schema/001.sql", """
                CREATE TABLE hold (
                    hold text
                );
                """);
        seed.file("server/src/main/java/holdfast/server/Peek.java", """
                package holdfast.server;

                class Peek {
                    private static final String ALL = \"""
                            SELECT hold
                            FROM hold\""";
                }
                """);
        seed.file("server/src/main/resources/holdfast/server/schema/101.sql", """
                CREATE INDEX mine ON hold (hold);
                """);
        return List.of("server/src/main/java/holdfast/server/Peek.java:6",
                "server/src/main/resources/holdfast/server/schema/101.sql:1");
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file("engine/src/main/resources/holdfast/schema/001.sql", """
                CREATE TABLE hold (
                    hold text
                );
                """);
        seed.file("engine/src/main/java/holdfast/Table.java", """
                package holdfast;

                class Table {
                    private static final String ALL = "SELECT hold FROM hold";
                }
                """);
        seed.file("server/src/main/java/holdfast/server/Own.java", """
                package holdfast.server;

                class Own {
                    private static final String ALL = "SELECT hold FROM booking";
                }
                """);
    }
}
