package holdfast.proof.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.Claim;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Invalid;
import holdfast.Inventory;
import holdfast.JournalLine;
import holdfast.Kind;
import holdfast.Window;
import holdfast.testkit.Scratch;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Reads the journal versions of many inventories in one call.
class VersionsTest {
    private static final String HERE = "theatre";
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    @RegisterExtension
    final Scratch scratch = Scratch.recycled();

    @Test
    void isTheVersionOfTheLastJournalLine() {
        Holdfast engine = scratch.engine();
        engine.offer(HERE, new Inventory.Pool("floor", 10));
        engine.offer(HERE, new Inventory.Pool("balcony", 10));
        engine.offer("elsewhere", new Inventory.Pool("cellar", 10));
        engine.offer(HERE, BestSeatsContractTest.hall());
        engine.offer(HERE, new Inventory.Calendar("maya"));
        for (int at = 0; at < 3; at++) {
            engine.hold(new HoldRequest(HERE, new Claim.Capacity("floor", 1),
                    new Claim.Seats("hall", 1), new Claim.Time("maya", new Window(
                            NOON.plusSeconds(at * 60L), NOON.plusSeconds(at * 60L + 60)))));
        }
        List<String> asked = List.of("floor", "balcony", "cellar", "hall", "maya", "nowhere");
        assertThat(engine.versions(HERE, Kind.CAPACITY, asked))
                .isEqualTo(Map.of("floor", 4L, "balcony", 1L));
        assertThat(engine.versions(HERE, Kind.SEATS, asked)).isEqualTo(Map.of("hall", 4L));
        assertThat(engine.versions(HERE, Kind.TIME, asked)).isEqualTo(Map.of("maya", 4L));
        assertThat(engine.versions("nobody", Kind.TIME, asked)).isEmpty();
        assertThat(engine.versions(HERE, Kind.TIME, List.of())).isEmpty();
        Stream.of(Kind.values()).forEach(kind -> engine.versions(HERE, kind, asked).forEach(
                (id, version) -> assertThat(engine.history(HERE, kind, id, 0, 100).getLast())
                        .extracting(JournalLine::version).isEqualTo(version)));
    }

    @Test
    void boundsTheirNumber() {
        Holdfast engine = scratch.engine();
        assertThat(engine.versions(HERE, Kind.TIME, Collections.nCopies(10_000, "maya")))
                .isEmpty();
        assertThatThrownBy(
                () -> engine.versions(HERE, Kind.TIME, Collections.nCopies(10_001, "maya")))
                .isInstanceOf(Invalid.class);
    }
}
