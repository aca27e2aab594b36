package holdfast.guards.schema;

import holdfast.guards.BannedWords;
import holdfast.guards.Repository;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Each constraint has a name of its own, because a violation is reported by that name; and tables
/// and columns use the words of the repository.
class NamedTest implements Rule {

    @Override
    public List<RuleFinding> look(Repository repository) {
        SchemaFiles schema = SchemaFiles.of(repository, "");
        List<RuleFinding> findings = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Constraint each : schema.constraints()) {
            if (each.name().isEmpty()) {
                findings.add(each.at().at("a nameless constraint on " + each.table()
                        + ": write CONSTRAINT and what it promises"));
            } else if (!names.add(each.name())) {
                findings.add(each.at().at(each.name() + " is there twice: name the promise"));
            }
        }
        for (Statement name : schema.tablesAndColumns()) {
            BannedWords.complaint(name.sql())
                    .ifPresent(complaint -> findings.add(name.at(complaint)));
        }
        return findings;
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file("engine/src/main/resources/schema/1.sql", """
                CREATE TABLE seat (
                    workspace text PRIMARY KEY,
                    seat text CONSTRAINT seat_named NOT NULL UNIQUE,
                    other text CHECK (other > ')'),
                    slot text REFERENCES other (slot),
                    PRIMARY KEY (workspace, seat),
                    UNIQUE (seat),
                    CHECK (seat IN ('a', 'b;')),
                    FOREIGN KEY (other) REFERENCES other (other),
                    EXCLUDE USING gist (workspace WITH =)
                );
                CREATE UNIQUE INDEX ON seat (workspace);
                ALTER TABLE seat ADD CHECK (other IS NULL);
                CREATE TABLE reservation (
                    workspace text CONSTRAINT twice PRIMARY KEY,
                    seat text CONSTRAINT twice UNIQUE
                );
                """);
        String path = "engine/src/main/resources/schema/1.sql:";
        return List.of(path + 2, path + 3, path + 4, path + 5, path + 5, path + 6, path + 7,
                path + 8, path + 9, path + 10, path + 12, path + 13, path + 14, path + 16);
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file("engine/src/main/resources/schema/1.sql", """
                -- A CHECK in a comment; and a UNIQUE one.
                CREATE FUNCTION f() AS 'SELECT 1; CHECK (x)';
                CREATE TABLE seat (
                    workspace text CONSTRAINT seat_of PRIMARY KEY,
                    seat      text COLLATE "C" NOT NULL,
                    price     numeric(10, 2) DEFAULT 0 CONSTRAINT seat_costs CHECK (price > 0),
                    CONSTRAINT seat_once UNIQUE (workspace, seat),
                    CONSTRAINT seat_known
                        FOREIGN KEY (workspace, seat) REFERENCES other (workspace, seat)
                ) WITH (fillfactor = 50);
                CREATE UNIQUE INDEX seat_first ON seat (workspace) WHERE seat = 'A';
                CREATE INDEX ON seat (seat);
                """);
    }
}
