package holdfast.guards.schema;

import holdfast.guards.Repository;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A workspace would stay on one shard: it leads every key, no reference leaves it, and no sequence
/// or trigger works across workspaces.
class OneShardTest implements Rule {
    private static final Pattern BANNED = Pattern.compile(
            "(?i)\\b(CREATE\\s+(OR\\s+REPLACE\\s+)?(CONSTRAINT\\s+)?TRIGGER|CREATE\\s+SEQUENCE"
                    + "|(big|small)?serial|AS\\s+IDENTITY|nextval|CREATE\\s+RULE)\\b");

    @Override
    public List<RuleFinding> look(Repository repository) {
        SchemaFiles schema = SchemaFiles.of(repository, "engine");
        List<RuleFinding> findings = new ArrayList<>();
        for (Constraint each : schema.constraints()) {
            boolean kept = switch (each.type()) {
                case PRIMARY_KEY, UNIQUE ->
                        !each.columns().isEmpty() && each.columns().getFirst().equals("workspace");
                // A shard must know the workspace of an exclusion or a foreign key; its position
                // only affects speed.
                case EXCLUDE, FOREIGN_KEY -> each.columns().contains("workspace");
                case CHECK -> true;
            };
            if (!kept) {
                findings.add(each.at().at(each.name() + " must "
                        + (each.columns().contains("workspace") ? "begin with" : "include")
                        + " the workspace"));
            }
        }
        for (Statement statement : schema.statements()) {
            BANNED.matcher(statement.sql()).results().forEach(found -> findings
                    .add(statement.part(found.start(), found.end()).at(found.group()
                            + ": no triggers, no sequences; the engine says what happens")));
        }
        return findings;
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file("engine/src/main/resources/schema/1.sql", """
                CREATE SEQUENCE seat_number;
                CREATE TABLE seat (
                    number bigserial,
                    other bigint GENERATED ALWAYS AS IDENTITY,
                    seat text CONSTRAINT seat_once PRIMARY KEY,
                    CONSTRAINT seat_name_once UNIQUE (seat, workspace),
                    CONSTRAINT seat_apart EXCLUDE USING gist (seat WITH =, period WITH &&),
                    CONSTRAINT seat_known FOREIGN KEY (seat) REFERENCES other (seat)
                );
                CREATE UNIQUE INDEX seat_first ON seat (seat);
                CREATE TRIGGER seat_told AFTER INSERT ON seat EXECUTE FUNCTION tell();
                """);
        String path = "engine/src/main/resources/schema/1.sql:";
        return List.of(path + 1, path + 3, path + 4, path + 5, path + 6, path + 7, path + 8,
                path + 10, path + 11);
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file("engine/src/main/resources/schema/1.sql", """
                CREATE TABLE seat (
                    length bigint GENERATED ALWAYS AS (upper(seat)) STORED,
                    CONSTRAINT seat_once PRIMARY KEY (workspace, seat),
                    CONSTRAINT seat_apart EXCLUDE USING gist (seat WITH =, workspace WITH =),
                    CONSTRAINT seat_known
                        FOREIGN KEY (workspace, seat) REFERENCES other (workspace, seat)
                );
                """);
        seed.file("server/src/main/resources/schema/1.sql", """
                CREATE TABLE setting (name text CONSTRAINT setting_once PRIMARY KEY);
                """);
    }
}
