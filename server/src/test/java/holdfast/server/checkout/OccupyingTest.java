package holdfast.server.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Claim;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Refusal;
import holdfast.Window;
import holdfast.engine.Limits;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Venue;
import holdfast.server.checkout.Occupying.Result;
import holdfast.testkit.Race;
import holdfast.testkit.Scratch;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OccupyingTest {
    private static final String HERE = "town";

    @RegisterExtension
    final Scratch scratch = Scratch.recycled();

    private Holdfast engine;
    private Catalog catalog;
    private Occupying halls;

    @BeforeEach
    void open() {
        engine = scratch.engine();
        catalog = new Catalog(scratch.database().dataSource());
        halls = new Occupying(engine, catalog, scratch.database().dataSource());
        for (String venue : List.of("ven_big", "ven_small")) {
            assertThat(TimeOffers.venues(engine, catalog).create(HERE, venue,
                    new Venue(venue, ZoneId.of("Europe/Berlin"), Optional.empty()), "test"))
                    .isInstanceOf(Changing.Result.Done.class);
        }
    }

    private static Window evening(int from, int to) {
        Instant midnight = Instant.parse("2026-12-12T00:00:00Z");
        return new Window(
                midnight.plus(Duration.ofHours(from)), midnight.plus(Duration.ofHours(to)));
    }

    private Result occupy(String event, int from, int to) {
        return halls.occupy(HERE, event, "ven_big", evening(from, to));
    }

    private void has(String event, int from, int to) {
        assertThat(occupy(event, from, to)).isEqualTo(new Result.Occupied());
    }

    @Test
    void aHallHasOneEventAtATime() {
        has("evt_a", 18, 22);
        has("evt_b", 22, 23);
        assertThat(occupy("evt_c", 21, 24)).isEqualTo(new Result.Taken(List.of("evt_a", "evt_b")));
        has("evt_a", 18, 22);
        assertThat(halls.release(HERE, "evt_a")).isEmpty();
        assertThat(halls.release(HERE, "evt_a")).as("again").isEmpty();
        has("evt_c", 17, 22);
        has("evt_a", 10, 12);
        assertThat(halls.occupy(HERE, "evt_d", "ven_none", evening(1, 2)))
                .isInstanceOfSatisfying(Result.Refused.class, refused ->
                        assertThat(refused.refusal()).isInstanceOf(Refusal.Unknown.class));
    }

    @Test
    void aChangedTimeMayOverlapTheOldOneAndNothingIsLostWhenItCannotBeHad() {
        has("evt_a", 18, 22);
        has("evt_b", 23, 24);
        has("evt_a", 19, 23);
        assertThat(occupy("evt_a", 20, 24)).isEqualTo(new Result.Taken(List.of("evt_b")));
        assertThat(occupy("evt_c", 22, 23)).isEqualTo(new Result.Taken(List.of("evt_a")));
        has("evt_c", 18, 19);
        assertThat(halls.occupy(HERE, "evt_a", "ven_small", evening(20, 24)))
                .isEqualTo(new Result.Occupied());
        has("evt_d", 19, 23);
        assertThat(halls.occupy(HERE, "evt_d", "ven_small", evening(21, 22)))
                .isEqualTo(new Result.Taken(List.of("evt_a")));
        assertThat(occupy("evt_e", 19, 20)).as("whoever could not move stays")
                .isEqualTo(new Result.Taken(List.of("evt_d")));
    }

    @Test
    void whoWasCutOffAsksAgain() {
        engine.hold(new HoldRequest(HERE, new Claim.Time("ven_big", evening(18, 22)))
                .customer("evt_a", new holdfast.Limit("hall:evt_a", 1, 1)));
        has("evt_a", 18, 23);
        assertThat(occupy("evt_b", 18, 19)).isEqualTo(new Result.Taken(List.of("evt_a")));
        scratch.clock().running(Duration.ofDays(1));
        assertThat(occupy("evt_b", 18, 19)).as("for good")
                .isEqualTo(new Result.Taken(List.of("evt_a")));
    }

    @Test
    void ofManyEventsForOneHallAtOnceOneGetsIt() {
        Holdfast other = scratch.open(Limits.usual());
        Occupying elsewhere = new Occupying(other, catalog, scratch.database().dataSource());
        for (int round = 0; round < 10; round++) {
            int from = 24 * round;
            List<Callable<Result>> runners = new ArrayList<>();
            for (int each = 0; each < 8; each++) {
                String event = "evt_" + round + "_" + each;
                Window window = evening(from + 10 + each, from + 18 + each);
                Occupying node = each % 2 == 0 ? halls : elsewhere;
                runners.add(() -> node.occupy(HERE, event, "ven_big", window));
            }
            assertThat(Race.run(runners).stream().filter(new Result.Occupied()::equals))
                    .hasSize(1);
        }
    }

    @Test
    void changesOfOneEventAtOnceLeaveItWithOneTime() {
        List<Callable<Result>> runners = new ArrayList<>();
        for (int each = 0; each < 8; each++) {
            int from = each * 3;
            runners.add(() -> occupy("evt_a", from, from + 2));
        }
        assertThat(Race.run(runners)).containsOnly(new Result.Occupied());
        int free = 0;
        for (int each = 0; each < 8; each++) {
            Result result = occupy("evt_" + each, each * 3, each * 3 + 2);
            free += result instanceof Result.Occupied ? 1 : 0;
        }
        assertThat(free).isEqualTo(7);
    }

    @Test
    void twoEventsThatChangePlacesNeverShareAHall() {
        for (int round = 0; round < 10; round++) {
            has("evt_a", 10, 12);
            has("evt_b", 12, 14);
            List<Result> results = Race.run(List.<Callable<Result>>of(
                    () -> occupy("evt_a", 13, 15), () -> occupy("evt_b", 11, 13)));
            assertThat(results).isNotEmpty();
            assertThat(occupy("evt_c", 10, 15)).isInstanceOfSatisfying(
                    Result.Taken.class, taken -> assertThat(taken.events()).hasSize(2));
            assertThat(halls.release(HERE, "evt_a")).isEmpty();
            assertThat(halls.release(HERE, "evt_b")).isEmpty();
        }
    }
}
