package holdfast.server.booking;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Window;
import holdfast.engine.Limits;
import holdfast.server.booking.CatalogChanges.Plan;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Draft;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Venue;
import holdfast.server.catalog.Versioned;
import holdfast.server.json.Json;
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

/// A venue has one event at a time, and an event has one venue.
class VenueTimeTest {
    private static final String HERE = "town";
    private static final CatalogChanges.Request REQUEST =
            new CatalogChanges.Request(HERE, "test");

    @RegisterExtension
    final Scratch scratch = Scratch.recycled();

    private CatalogChanges changes;
    private Catalog catalog;

    @BeforeEach
    void open() {
        catalog = new Catalog(scratch.database().dataSource());
        changes = new CatalogChanges(scratch.engine(), catalog);
        for (String venue : List.of("ven_big", "ven_small")) {
            assertThat(changes.create(REQUEST, venue,
                    new Venue(venue, ZoneId.of("Europe/Berlin"), Optional.empty(),
                            Optional.empty())))
                    .isInstanceOf(ChangeResult.Done.class);
        }
    }

    private static Window evening(int from, int to) {
        Instant midnight = Instant.parse("2026-12-12T00:00:00Z");
        return new Window(
                midnight.plus(Duration.ofHours(from)), midnight.plus(Duration.ofHours(to)));
    }

    private ChangeResult occupy(String event, int from, int to) {
        return occupy(changes, catalog, event, "ven_big", evening(from, to));
    }

    private static ChangeResult occupy(
            CatalogChanges changes, Catalog catalog, String id, String venue, Window window) {
        Event event = Event.read(Json.read("""
                {"name": "Concert", "start": "%s", "end": "%s", "timeZone": "Europe/Berlin",
                 "venue": "%s", "areas": [{"id": "floor", "kind": "capacity", "capacity": 5}]}"""
                .formatted(window.from(), window.to(), venue)));
        return changes.change(REQUEST, () -> {
            Optional<Versioned<Event>> seen = catalog.find(HERE, id, Event.class);
            return new Plan.Write(seen.map(before -> Draft.after(before, event).listed(true))
                    .orElseGet(() -> Draft.of(id, event)));
        });
    }

    private void withdraw(String id) {
        assertThat(changes.change(REQUEST, () -> {
            Versioned<Event> seen = catalog.find(HERE, id, Event.class).orElseThrow();
            return new Plan.Write(Draft.after(seen, seen.entry()).listed(false));
        })).isInstanceOf(ChangeResult.Done.class);
    }

    private void has(String event, int from, int to) {
        assertThat(occupy(event, from, to)).as("%s from %s to %s", event, from, to)
                .isInstanceOf(ChangeResult.Done.class);
    }

    private static ChangeResult taken(String venue, String... by) {
        return new ChangeResult.VenueTaken(venue, List.of(by));
    }

    @Test
    void allowsOneEventAtATimeInAVenue() {
        has("evt_a", 18, 22);
        has("evt_b", 22, 23);
        assertThat(occupy("evt_c", 21, 24)).isEqualTo(taken("ven_big", "evt_a", "evt_b"));
        assertThat(catalog.find(HERE, "evt_c", Event.class)).as("nothing was written").isEmpty();
        has("evt_a", 18, 22);
        withdraw("evt_a");
        has("evt_c", 17, 22);
        assertThat(occupy("evt_a", 18, 22)).as("what was withdrawn has no hall any more")
                .isEqualTo(taken("ven_big", "evt_c"));
        has("evt_a", 10, 12);
    }

    @Test
    void movesAnEventToAnOverlappingTimeOrKeepsItsOwn() {
        has("evt_a", 18, 22);
        has("evt_b", 23, 24);
        has("evt_a", 19, 23);
        assertThat(occupy("evt_a", 20, 24)).isEqualTo(taken("ven_big", "evt_b"));
        assertThat(occupy("evt_c", 22, 23)).isEqualTo(taken("ven_big", "evt_a"));
        has("evt_c", 18, 19);
        assertThat(occupy(changes, catalog, "evt_a", "ven_small", evening(20, 24)))
                .isInstanceOf(ChangeResult.Done.class);
        has("evt_d", 19, 23);
        assertThat(occupy(changes, catalog, "evt_d", "ven_small", evening(21, 22)))
                .isEqualTo(taken("ven_small", "evt_a"));
        assertThat(occupy("evt_e", 19, 20)).as("an event that could not move stays")
                .isEqualTo(taken("ven_big", "evt_d"));
    }

    @Test
    void keepsTheVenueOfAnEvent() {
        has("evt_a", 18, 23);
        scratch.clock().running(Duration.ofDays(1));
        assertThat(occupy("evt_b", 18, 19)).isEqualTo(taken("ven_big", "evt_a"));
    }

    @Test
    void givesAVenueToOneOfManyConcurrentEvents() {
        Catalog elsewhere = new Catalog(scratch.database().dataSource());
        CatalogChanges other = new CatalogChanges(scratch.open(Limits.usual()), elsewhere);
        for (int round = 0; round < 10; round++) {
            int from = 24 * round;
            List<Callable<ChangeResult>> runners = new ArrayList<>();
            for (int each = 0; each < 8; each++) {
                String event = "evt_" + round + "_" + each;
                Window window = evening(from + 10 + each, from + 18 + each);
                runners.add(each % 2 == 0
                        ? () -> occupy(changes, catalog, event, "ven_big", window)
                        : () -> occupy(other, elsewhere, event, "ven_big", window));
            }
            assertThat(Race.run(runners).stream().filter(ChangeResult.Done.class::isInstance))
                    .hasSize(1);
        }
    }

    @Test
    void leavesOneTimeAfterConcurrentChanges() {
        has("evt_a", 0, 1);
        List<Callable<ChangeResult>> runners = new ArrayList<>();
        for (int each = 0; each < 8; each++) {
            int from = each * 3;
            runners.add(() -> occupy("evt_a", from, from + 2));
        }
        assertThat(Race.run(runners)).hasOnlyElementsOfType(ChangeResult.Done.class);
        int free = 0;
        for (int each = 0; each < 8; each++) {
            ChangeResult result = occupy("evt_" + each, each * 3, each * 3 + 2);
            free += result instanceof ChangeResult.Done ? 1 : 0;
        }
        assertThat(free).isEqualTo(7);
    }

    @Test
    void neverSharesAVenueWhenTwoEventsSwap() {
        for (int round = 0; round < 10; round++) {
            has("evt_a", 10, 12);
            has("evt_b", 12, 14);
            assertThat(Race.run(List.<Callable<ChangeResult>>of(
                    () -> occupy("evt_a", 13, 15), () -> occupy("evt_b", 11, 13)))).isNotEmpty();
            assertThat(occupy("evt_c", 10, 15)).isInstanceOfSatisfying(
                    ChangeResult.VenueTaken.class, taken -> assertThat(taken.by()).hasSize(2));
            withdraw("evt_a");
            withdraw("evt_b");
        }
    }
}
