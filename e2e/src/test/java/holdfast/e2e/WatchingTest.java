package holdfast.e2e;

import static holdfast.e2e.SampleItems.ANN;
import static holdfast.e2e.SampleItems.basket;
import static holdfast.e2e.SampleItems.basketUntil;
import static holdfast.e2e.SampleItems.places;
import static holdfast.e2e.SampleItems.seats;
import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Change streams: each watcher of an event receives each change once and without a gap,
/// independent of the other watchers and of its own speed.
class WatchingTest {
    private final Client owner = shop().owner();
    private final Client visitor = shop().visitor();
    private final String event = SampleItems.concert(owner);

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
    void sendsEverySeat() {
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
    void sendsOnlyChanges() {
        try (StreamWatcher spectator = new StreamWatcher().watch(visitor, event).next()) {
            assertThat(spectator.seats).isEqualTo(truth());
            assertThat(spectator.free).containsEntry("floor", 500L);
            Reply hold = hold("A-1");
            spectator.until("A-1", "held");
            assertThat(spectator.received).isEqualTo(1);
            visitor.post("/v1/holds", basket(places(event, 3))).is(201);
            spectator.until("floor", 497);
            assertThat(spectator.received).isZero();
            visitor.token(hold).delete("/v1/holds/" + hold.text("id")).is(204);
            spectator.until("A-1", "free");
            // An expired deadline is sent although no request causes it.
            visitor.post("/v1/holds", basketUntil("PT1S", seats(event, "A-7", "A-8"))).is(201);
            spectator.until("A-7", "held").until("A-7", "free");
            assertThat(spectator.seats).isEqualTo(truth());
            assertThat(spectator.wholes).isEqualTo(1);
        }
    }

    @Test
    void sendsMissedChangesAfterAReconnect() {
        try (StreamWatcher spectator = new StreamWatcher().watch(visitor, event).next();
                StreamWatcher other = new StreamWatcher().watch(visitor, event).next()) {
            for (int round = 1; round <= 10; round++) {
                spectator.leaves();
                Reply hold = hold("A-" + round);
                if (round % 3 == 0) {
                    visitor.token(hold).delete("/v1/holds/" + hold.text("id")).is(204);
                    hold("B-" + (round == 9 ? 4 : round / 3));
                }
                spectator.watch(visitor, event).next();
                assertThat(spectator.seats).as("round %d", round).isEqualTo(truth());
                assertThat(spectator.received).isLessThan(10);
            }
            assertThat(spectator.wholes).isEqualTo(1);
            other.until("A-10", "held");
            assertThat(other.seats).isEqualTo(truth());
        }
    }

    /// Also when another node continues what this one began.
    @Test
    void sendsMissedChangesFromAnotherNode() {
        try (ServerNode second = ServerNode.serve(shop().settings());
                StreamWatcher spectator = new StreamWatcher().watch(visitor, event).next()) {
            Client elsewhere = visitor.to(second.address());
            for (int round = 1; round <= 8; round++) {
                spectator.leaves();
                hold("A-" + round);
                spectator.watch(round % 2 == 0 ? visitor : elsewhere, event).next();
                assertThat(spectator.seats).as("round %d", round).isEqualTo(truth());
            }
        }
    }

    /// One watcher does not read: all others receive each change in time, and when it reads again
    /// it catches up with them.
    @Test
    void servesOthersDespiteASlowReader() {
        List<StreamWatcher> crowd = new ArrayList<>();
        try (StreamWatcher slow = new StreamWatcher().watch(visitor, event).next()) {
            for (int number = 0; number < 20; number++) {
                crowd.add(new StreamWatcher().watch(visitor, event).next());
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
            crowd.forEach(StreamWatcher::close);
        }
    }

    private static final String FLOOR = """
            {"id": "floor", "kind": "capacity", "capacity": 500,
             "price": {"amount": 3500, "currency": "EUR"}}""";
    private static final String SEATED = """
            {"id": "floor", "kind": "seats", "rows": [{"row": "F", "seats": 3}],
             "price": {"amount": 3500, "currency": "EUR"}}""";

    private void areas(String... others) {
        Reply now = owner.get("/v1/events/" + event).is(200);
        String stalls = now.at("/areas").valueStream()
                .filter(area -> area.path("id").asText().equals("stalls"))
                .findFirst().orElseThrow().toString();
        List<String> all = new ArrayList<>(List.of(others));
        all.add(stalls);
        owner.patch("/v1/events/" + event, "{\"areas\": [" + String.join(", ", all) + "]}",
                "If-Match", now.needed("ETag")).is(200);
    }

    private long version() {
        return visitor.get("/v1/events/" + event + "/seats").is(200).number("version");
    }

    private void busy(String what) {
        for (int round = 0; round < 12; round++) {
            Reply hold = visitor.post("/v1/holds", basket(what)).is(201);
            visitor.token(hold).delete("/v1/holds/" + hold.text("id")).is(204);
        }
    }

    /// A removed or replaced area counts no longer in the version. The version must grow all the
    /// same, and a watcher that was away must receive all that it missed.
    @Test
    void sendsChangedAreasAfterAReconnect() {
        try (ServerNode second = ServerNode.serve(shop().settings());
                StreamWatcher spectator = new StreamWatcher().watch(visitor, event).next();
                StreamWatcher stays = new StreamWatcher().watch(visitor, event).next()) {
            Client elsewhere = visitor.to(second.address());
            List<List<String>> changes = List.of(
                    List.of(), List.of(FLOOR), List.of(), List.of(SEATED), List.of());
            busy(places(event, 1));
            spectator.watch(visitor, event).next();
            for (int round = 0; round < changes.size(); round++) {
                spectator.leaves();
                long seen = version();
                areas(changes.get(round).toArray(String[]::new));
                assertThat(version()).as("round %d", round).isGreaterThan(seen);
                // One change, and then so many others that a sum would exceed the version seen.
                hold("A-" + (round + 1));
                busy(seats(event, "B-4"));
                busy(seats(event, "B-4"));
                spectator.watch(round % 2 == 0 ? visitor : elsewhere, event).next();
                assertThat(spectator.seats).as("round %d", round)
                        .containsEntry("A-" + (round + 1), "held").containsEntry("B-4", "free");
                spectator.leaves();
                stays.until("A-" + (round + 1), "held");
            }
        }
    }

    @Test
    void limitsStreamsOfAnAddress() {
        Map<String, String> settings = new TreeMap<>(shop().settings());
        settings.put("HOLDFAST_WATCHERS_PER_ADDRESS", "2");
        try (ServerNode node = ServerNode.serve(settings)) {
            Client here = visitor.to(node.address());
            Client one = here.with("X-Forwarded-For", "192.0.2.7");
            // All addresses of a customer's IPv6 network count as one.
            Client six = here.with("X-Forwarded-For", "2001:db8:1:2::1");
            Client same = here.with("X-Forwarded-For", "2001:db8:1:2::ffff");
            String changes = "/v1/events/" + event + "/seats/changes";
            try (StreamWatcher first = new StreamWatcher().watch(one, event).next();
                    StreamWatcher two = new StreamWatcher().watch(one, event).next();
                    StreamWatcher three = new StreamWatcher().watch(six, event).next();
                    StreamWatcher four = new StreamWatcher().watch(same, event).next();
                    StreamWatcher other = new StreamWatcher()
                            .watch(here.with("X-Forwarded-For", "192.0.2.8"), event).next()) {
                assertThat(one.get(changes).refuses(429, "tooMany").needed("Retry-After"))
                        .isEqualTo("5");
                six.get(changes).refuses(429, "tooMany");
                // This machine itself, a proxy, is not counted.
                try (StreamWatcher a = new StreamWatcher().watch(here, event).next();
                        StreamWatcher b = new StreamWatcher().watch(here, event).next();
                        StreamWatcher c = new StreamWatcher().watch(here, event).next()) {
                    hold("A-1");
                    for (StreamWatcher each : List.of(first, two, three, four, other, a, b, c)) {
                        each.until("A-1", "held");
                    }
                }
            }
            // A closed stream frees its slot as soon as the server has noticed.
            watchesAgain(one);
        }
    }

    private void watchesAgain(Client client) {
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        int round = 0;
        while (true) {
            // The server notices a closed stream at its next write.
            Reply hold = hold("A-" + (2 + round % 10));
            visitor.token(hold).delete("/v1/holds/" + hold.text("id")).is(204);
            round++;
            try (StreamWatcher spectator = new StreamWatcher().watch(client, event).next()) {
                assertThat(spectator.seats).isNotEmpty();
                return;
            } catch (AssertionError full) {
                if (System.nanoTime() > until) {
                    throw full;
                }
            }
        }
    }

    @Test
    void limitsStreamsAndAsksTheNextToRetry() {
        Map<String, String> settings = new TreeMap<>(shop().settings());
        settings.put("HOLDFAST_WATCHERS", "2");
        try (ServerNode node = ServerNode.serve(settings)) {
            Client here = visitor.to(node.address());
            try (StreamWatcher one = new StreamWatcher().watch(here, event).next();
                    StreamWatcher two = new StreamWatcher().watch(here, event).next()) {
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
