package holdfast.e2e;

import static holdfast.e2e.SampleEvents.areas;
import static holdfast.e2e.SampleEvents.event;
import static holdfast.e2e.SampleEvents.floor;
import static holdfast.e2e.SampleEvents.hold;
import static holdfast.e2e.SampleEvents.item;
import static holdfast.e2e.SampleEvents.patch;
import static holdfast.e2e.SampleEvents.path;
import static holdfast.e2e.SampleEvents.places;
import static holdfast.e2e.SampleEvents.read;
import static holdfast.e2e.SampleEvents.stalls;
import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testkit.Race;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Changes of one description at the same moment on two nodes, while buyers hold on both.
class CatalogueRacesTest {
    private static final int ROUNDS = 6;
    private static final List<ServerNode> SECOND = new ArrayList<>();

    private final Client owner = shop().owner();
    private final Client there = owner.to(SECOND.getFirst().address());

    @BeforeAll
    static void open() {
        SECOND.add(ServerNode.serve(shop().settings()));
    }

    @AfterAll
    static void close() {
        SECOND.removeFirst().close();
    }

    @AfterEach
    void clean() {
        TestShop.clean(owner);
    }

    private Client on(int number) {
        return number % 2 == 0 ? owner : there;
    }

    private static List<Reply> race(List<Callable<Reply>> runners) {
        List<Reply> replies = Race.run(runners);
        assertThat(replies).allMatch(reply -> reply.status() < 500);
        return replies;
    }

    private static List<Callable<Reply>> many(int number, IntFunction<Callable<Reply>> runner) {
        return new ArrayList<>(IntStream.range(0, number).mapToObj(runner).toList());
    }

    private static List<Reply> sent(List<Reply> replies, String method) {
        return replies.stream()
                .filter(reply -> reply.response().request().method().equals(method)).toList();
    }

    /// The state after all answered changes: a change reads what other nodes wrote.
    private Reply settled(String path) {
        return owner.patch(path, "{\"name\": \"Settled\"}", "If-Match", "*").is(200);
    }

    private static long done(List<Reply> replies) {
        return replies.stream().filter(reply -> reply.status() < 300).count();
    }

    @Test
    void acceptsOneOfTwoChangesOfOneVersion() {
        for (int round = 0; round < ROUNDS; round++) {
            Reply event = event(owner, areas(floor(5), stalls("1", "2")));
            assertThat(read(there, event).body()).isEqualTo(event.body());
            hold(owner, SampleItems.seats(event.text("id"), "A-2")).is(201);
            List<Callable<Reply>> all = many(24, at -> () -> hold(on(at), item(event, "floor", 1)));
            for (int at = 0; at < 4; at++) {
                int number = at;
                String capacity = floor(7 + number);
                // One of them takes away a seat that is held.
                String seats = number == 0 ? stalls("1") : stalls("1", "2");
                all.add(number * 5, () -> patch(on(number), event, areas(capacity, seats)));
            }
            List<Reply> replies = race(all);
            List<Reply> patches = sent(replies, "PATCH");
            assertThat(done(patches)).as(patches.toString()).isEqualTo(1);
            patches.stream().filter(reply -> reply.status() >= 300)
                    .forEach(reply -> assertThat(reply.outcome()).isIn("stale", "inTheWay"));
            long capacity = settled(path(event)).number("/areas/0/capacity");
            long sold = done(sent(replies, "POST"));
            assertThat(sold).isBetween(5L, capacity);
            for (Client each : List.of(owner, there)) {
                assertThat(SampleEvents.onSale(each, event)).containsEntry(
                        "floor", capacity - sold + " of " + capacity)
                        .containsEntry("stalls", "1 of 2");
            }
        }
    }

    @Test
    void refusesASmallerCapacityOrNeverExceedsIt() {
        for (int round = 0; round < ROUNDS; round++) {
            Reply event = event(owner, areas(floor(12)));
            assertThat(read(there, event).body()).isEqualTo(event.body());
            List<Callable<Reply>> all = many(12, at -> () -> hold(on(at), item(event, "floor", 1)));
            all.add(3, () -> patch(owner, event, areas(floor(4))));
            all.add(6, () -> patch(there, event, areas(floor(6))));
            List<Reply> replies = race(all);
            long capacity = settled(path(event)).number("/areas/0/capacity");
            long sold = done(sent(replies, "POST"));
            assertThat(sold).isLessThanOrEqualTo(capacity);
            assertThat(done(sent(replies, "PATCH"))).isEqualTo(capacity == 12 ? 0 : 1);
            assertThat(SampleEvents.onSale(there, event)).containsEntry(
                    "floor", capacity - sold + " of " + capacity);
        }
    }

    @Test
    void offersLanesAndHoursOfTheAcceptedChange() {
        for (int round = 0; round < ROUNDS; round++) {
            Reply room = owner.post("/v1/calendars", """
                    {"name": "Room", "timeZone": "Europe/Berlin",
                     "hours": {"mon": [["09:00", "18:00"]]}}""").is(201);
            String path = "/v1/calendars/" + room.text("id");
            Reply service = owner.post("/v1/services", """
                    {"name": "Visit", "duration": "PT1H", "horizon": "P1000D",
                     "needs": [{"anyOf": ["%s"]}]}""".formatted(room.text("id"))).is(201);
            there.get("/v1/services/" + service.text("id")).is(200);
            String start = "2027-03-01T10:00:00+01:00";
            List<Callable<Reply>> all = many(12,
                    at -> () -> hold(on(at), SampleItems.visit(service.text("id"), start)));
            all.add(2, () -> owner.patch(path, "{\"lanes\": 3}", "If-Match", "\"1\""));
            all.add(4, () -> there.patch(path, "{\"lanes\": 2}", "If-Match", "\"1\""));
            all.add(6, () -> owner.patch(path, "{\"lanes\": 4, \"hours\": "
                    + "{\"mon\": [[\"15:00\", \"18:00\"]]}}", "If-Match", "\"1\""));
            List<Reply> replies = race(all);
            assertThat(done(sent(replies, "PATCH"))).isEqualTo(1);
            Reply now = settled(path);
            assertThat(done(sent(replies, "POST"))).isLessThanOrEqualTo(now.number("lanes"));
            if (now.number("lanes") == 4) {
                assertThat(done(sent(replies, "POST"))).isLessThanOrEqualTo(1);
                hold(owner, SampleItems.visit(service.text("id"), start)).refuses(409,
                        "unavailable");
                hold(there, SampleItems.visit(service.text("id"), start)).refuses(409,
                        "unavailable");
            }
        }
    }

    @Test
    void givesAVenueToOneOfManyEvents() {
        for (int round = 0; round < ROUNDS; round++) {
            String hall = owner.post("/v1/venues",
                    "{\"name\": \"Hall\", \"timeZone\": \"Europe/Berlin\"}").is(201).text("id");
            there.get("/v1/venues/" + hall).is(200);
            String venue = "\"venue\": \"" + hall + "\"";
            Reply one = event(owner, areas(floor(5)));
            Reply other = event(there, areas(floor(5)));
            String draft = "{\"name\": \"N\", " + SampleEvents.WHEN + ", " + venue + ", "
                    + areas(floor(1)) + "}";
            List<Reply> replies = race(List.of(
                    () -> patch(owner, one, venue), () -> patch(there, other, venue),
                    () -> owner.post("/v1/events", draft), () -> there.post("/v1/events", draft),
                    () -> patch(there, one, venue), () -> patch(owner, other, venue),
                    () -> hold(owner, item(one, "floor", 1)),
                    () -> hold(there, item(one, "floor", 1))));
            List<Reply> changes = replies.subList(0, 6);
            assertThat(done(changes)).as(changes.toString()).isEqualTo(1);
            changes.stream().filter(reply -> reply.status() >= 300)
                    .forEach(reply -> assertThat(reply.outcome()).isIn("inTheWay", "stale"));
        }
    }

    @Test
    void leavesAWholeEventAfterWithdrawAndOffer() {
        for (int round = 0; round < ROUNDS; round++) {
            Reply event = event(owner, areas(floor(50), places("balcony", 50),
                    places("box", 50), stalls("1", "2", "3")));
            read(there, event);
            List<Reply> replies = race(many(16, at -> () -> at % 4 < 2
                    ? on(at).delete(path(event)) : on(at).post(path(event) + "/offer", "")));
            sent(replies, "DELETE").forEach(reply -> reply.is(204));
            sent(replies, "POST").forEach(reply -> reply.is(200));
            Reply now = settled(path(event));
            for (int at = 0; at < 2; at++) {
                for (String area : List.of("floor", "balcony", "box")) {
                    Reply reply = hold(on(at), item(event, area, 1));
                    if (now.at("onSale").asBoolean()) {
                        reply.is(201);
                    } else {
                        reply.refuses(409, "notOnSale");
                    }
                }
            }
        }
    }

    @Test
    void holdsNothingThatAnotherNodeWithdrew() {
        for (int round = 0; round < ROUNDS; round++) {
            Reply event = event(owner, areas(floor(50)));
            hold(there, item(event, "floor", 1)).is(201);
            on(round).delete(path(event)).is(204);
            hold(on(round + 1), item(event, "floor", 1)).refuses(409, "notOnSale");
        }
    }
}
