package holdfast.guards.schema;

import holdfast.guards.Repository;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A test in proof names each constraint: a promise without a test that tries to break it is
/// unproven.
class ProvedTest implements Rule {

    @Override
    public List<RuleFinding> look(Repository repository) {
        String proof = repository.texts().stream()
                .filter(text -> text.isIn("proof/src/test"))
                .map(text -> text.whole())
                .collect(Collectors.joining("\n"));
        List<RuleFinding> findings = new ArrayList<>();
        for (Constraint each : SchemaFiles.of(repository, "engine").constraints()) {
            if (!Pattern.compile("\\b" + each.name() + "\\b").matcher(proof).find()) {
                findings.add(each.at().at(each.name() + " is named by no test in proof: "
                        + "write one that tries to break it"));
            }
        }
        return findings;
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file("engine/src/main/resources/schema/1.sql", """
                CREATE TABLE seat (
                    CONSTRAINT seat_once PRIMARY KEY (workspace, seat),
                    CONSTRAINT seat_hoped CHECK (seat > 'A')
                );
                """);
        seed.file("proof/src/test/java/holdfast/proof/SeatTest.java", """
                class SeatTest {
                    String name = "seat_once";
                    String other = "seat_hoped_for";
                }
                """);
        return List.of("engine/src/main/resources/schema/1.sql:3");
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file("engine/src/main/resources/schema/1.sql", """
                CREATE TABLE seat (
                    CONSTRAINT seat_once PRIMARY KEY (workspace, seat)
                );
                """);
        seed.file("proof/src/test/resources/seat.scenario", "broken: seat_once\n");
    }
}
