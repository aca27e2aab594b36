package holdfast.outside;

import static holdfast.outside.Town.town;
import static holdfast.outside.Wares.ANN;
import static holdfast.outside.Wares.basket;
import static holdfast.outside.Wares.basketUntil;
import static holdfast.outside.Wares.places;
import static holdfast.outside.Wares.seats;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Whoever watches an event sees it change: what changed and no more, without a gap, whoever else
/// watches and however slowly.
class WatchingTest {
    private final Client owner = town().owner();
    private final Client visitor = town().visitor();
    private final String event = Wares.concert(owner);

    private Map<String, String> truth() {
        Map<String, String> all = new TreeMap<>();
        Reply now = visitor.get("/v1/events/" + event + "/seats?format=names").is(200);
        for (Map.Entry<String, JsonNode> seat : now.at("/areas/0/seats").properties()) {
            all.put(seat.getKey(), seat.getValue().asText());
        }
        return all;
    }

    private Reply hold(String seat) {
        return visitor.post("/v1/holds", basket(seats(event, seat))).is(201);
    }

    @Test
    void everySeatIsTold() {
        Reply before = visitor.get("/v1/events/" + event + "/seats").is(200);
        assertThat(truth()).hasSize(23).containsOnlyKeys(before.at("/areas/0/seats").properties()
                .stream().map(Map.Entry::getKey).toList()).containsEntry("B-4", "free");
        assertThat(truth()).doesNotContainKey("B-3");
        visitor.get("/v1/events/" + event + "/seats", "If-None-Match", before.needed("ETag"))
                .is(304);
        Reply hold = hold("A-1");
        Reply after = visitor.get("/v1/events/" + event + "/seats",
                "If-None-Match", before.needed("ETag")).is(200);
        assertThat(after.number("version")).isGreaterThan(before.number("version"));
        assertThat(truth()).containsEntry("A-1", "held");
        visitor.token(hold).post("/v1/holds/" + hold.text("id") + "/confirm", ANN).is(201);
        assertThat(truth()).containsEntry("A-1", "booked").containsEntry("A-2", "free");
        visitor.get("/v1/events/evt_none/seats").refuses(404, "unknown");
        visitor.get("/v1/events/evt_none/seats/changes").refuses(404, "unknown");
        visitor.get("/v1/events/" + event + "/seats/changes", "Last-Event-ID", "soon")
                .refuses(400, "invalid");
    }

    @Test
    void onlyWhatChangedIsSent() {
        try (Spectator spectator = new Spectator().watch(visitor, event).next()) {
            assertThat(spectator.seats).isEqualTo(truth());
            assertThat(spectator.free).containsEntry("floor", 500L);
            Reply hold = hold("A-1");
            spectator.until("A-1", "held");
            assertThat(spectator.told).isEqualTo(1);
            visitor.post("/v1/holds", basket(places(event, 3))).is(201);
            spectator.until("floor", 497);
            assertThat(spectator.told).isZero();
            visitor.token(hold).delete("/v1/holds/" + hold.text("id")).is(204);
            spectator.until("A-1", "free");
            // A deadline is told although nobody does anything at it.
            visitor.post("/v1/holds", basketUntil("PT1S", seats(event, "A-7", "A-8"))).is(201);
            spectator.until("A-7", "held").until("A-7", "free");
            assertThat(spectator.seats).isEqualTo(truth());
            assertThat(spectator.wholes).isEqualTo(1);
        }
    }

    @Test
    void whoeverComesBackGetsWhatTheyMissed() {
        try (Spectator spectator = new Spectator().watch(visitor, event).next();
                Spectator other = new Spectator().watch(visitor, event).next()) {
            for (int round = 1; round <= 10; round++) {
                spectator.leaves();
                Reply hold = hold("A-" + round);
                if (round % 3 == 0) {
                    visitor.token(hold).delete("/v1/holds/" + hold.text("id")).is(204);
                    hold("B-" + (round == 9 ? 4 : round / 3));
                }
                spectator.watch(visitor, event).next();
                assertThat(spectator.seats).as("round %d", round).isEqualTo(truth());
                assertThat(spectator.told).isLessThan(10);
            }
            assertThat(spectator.wholes).isEqualTo(1);
            other.until("A-10", "held");
            assertThat(other.seats).isEqualTo(truth());
        }
    }

    /// Also where another node has to go on with what this one began.
    @Test
    void whoeverComesBackToAnotherNodeMissesNothing() {
        try (Node second = Node.serve(town().settings());
                Spectator spectator = new Spectator().watch(visitor, event).next()) {
            Client elsewhere = visitor.to(second.address());
            for (int round = 1; round <= 8; round++) {
                spectator.leaves();
                hold("A-" + round);
                spectator.watch(round % 2 == 0 ? visitor : elsewhere, event).next();
                assertThat(spectator.seats).as("round %d", round).isEqualTo(truth());
            }
        }
    }

    /// Somebody who does not read at all: everybody else sees each change in time, and when they
    /// read on at last they get where the others are.
    @Test
    void whoeverIsSlowKeepsNobodyWaiting() {
        List<Spectator> crowd = new ArrayList<>();
        try (Spectator slow = new Spectator().watch(visitor, event).next()) {
            for (int number = 0; number < 20; number++) {
                crowd.add(new Spectator().watch(visitor, event).next());
            }
            for (int round = 0; round < 60; round++) {
                Reply hold = hold("A-1");
                long began = System.nanoTime();
                crowd.forEach(each -> each.until("A-1", "held"));
                assertThat(System.nanoTime() - began).isLessThan(Duration.ofSeconds(5).toNanos());
                visitor.token(hold).delete("/v1/holds/" + hold.text("id")).is(204);
                crowd.forEach(each -> each.until("A-1", "free"));
            }
            hold("A-20");
            crowd.forEach(each -> each.until("A-20", "held"));
            assertThat(crowd).allSatisfy(each -> assertThat(each.seats).isEqualTo(truth()));
            slow.until("A-20", "held");
            assertThat(slow.seats).isEqualTo(truth());
        } finally {
            crowd.forEach(Spectator::close);
        }
    }

    @Test
    void thereIsRoomForSoManyAndTheNextIsToldToComeBack() {
        Map<String, String> settings = new TreeMap<>(town().settings());
        settings.put("HOLDFAST_WATCHERS", "2");
        try (Node node = Node.serve(settings)) {
            Client here = visitor.to(node.address());
            try (Spectator one = new Spectator().watch(here, event).next();
                    Spectator two = new Spectator().watch(here, event).next()) {
                Reply busy = here.get("/v1/events/" + event + "/seats/changes")
                        .refuses(503, "overloaded");
                assertThat(busy.needed("Retry-After")).isEqualTo("5");
                hold("A-1");
                one.until("A-1", "held");
                two.until("A-1", "held");
            }
        }
    }
}
