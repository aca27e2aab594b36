package holdfast.e2e;

import static holdfast.e2e.SampleItems.ANN;
import static holdfast.e2e.SampleItems.basket;
import static holdfast.e2e.SampleItems.basketFor;
import static holdfast.e2e.SampleItems.basketUntil;
import static holdfast.e2e.SampleItems.best;
import static holdfast.e2e.SampleItems.instead;
import static holdfast.e2e.SampleItems.places;
import static holdfast.e2e.SampleItems.seats;
import static holdfast.e2e.SampleItems.visit;
import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.testkit.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Many requests at once for the same inventory: as many win as there is room, the others get a
/// refusal with its reason, and none gets a server error.
class CrowdsTest {
    private static final int MANY = 40;
    private final Client owner = shop().owner();
    private final Client visitor = shop().visitor();

    @AfterEach
    void clean() {
        TestShop.clean(owner);
    }

    private static List<Reply> race(int many, IntFunction<Reply> runner) {
        List<Callable<Reply>> runners = new ArrayList<>();
        IntStream.range(0, many).forEach(at -> runners.add(() -> runner.apply(at)));
        List<Reply> replies = Race.run(runners);
        assertThat(replies).allMatch(reply -> reply.status() < 500);
        replies.stream().filter(reply -> reply.status() >= 400).forEach(Reply::refusal);
        return replies;
    }

    private static List<Reply> won(List<Reply> replies) {
        return replies.stream().filter(reply -> reply.status() < 300).toList();
    }

    private static void lost(List<Reply> replies, String... outcomes) {
        assertThat(replies.stream().filter(reply -> reply.status() >= 400))
                .allMatch(reply -> List.of(outcomes).contains(reply.outcome()));
    }

    private List<Reply> holding(int many, IntFunction<String> basket) {
        return race(many, at -> visitor.post("/v1/holds", basket.apply(at)));
    }

    @Test
    void theLastPlaces() {
        String event = SampleItems.concert(owner, 7, 1000);
        List<Reply> replies = holding(MANY, at -> basket(places(event, 1)));
        assertThat(won(replies)).hasSize(7);
        lost(replies, "unavailable");
    }

    @Test
    void theLastPlacesByThrees() {
        String event = SampleItems.concert(owner, 10, 1000);
        List<Reply> replies = holding(MANY, at -> basket(places(event, 3)));
        assertThat(won(replies)).hasSize(3);
        lost(replies, "unavailable");
    }

    @Test
    void theSameSeats() {
        String event = SampleItems.concert(owner);
        List<Reply> replies = holding(MANY, at -> basket(seats(event, "A-1", "A-2")));
        assertThat(won(replies)).hasSize(1);
        lost(replies, "unavailable");
    }

    @Test
    void seatsThatOverlapInEverySequence() {
        String event = SampleItems.concert(owner);
        List<Reply> replies = holding(MANY, at -> basket(at % 2 == 0
                ? seats(event, "A-" + (1 + at % 20), "A-" + (1 + (at + 1) % 20))
                : seats(event, "A-" + (1 + (at + 1) % 20), "A-" + (1 + at % 20))));
        Set<String> taken = new HashSet<>();
        for (Reply each : won(replies)) {
            each.at("/items/0/seats").forEach(
                    seat -> assertThat(taken.add(seat.asText())).as(seat.asText()).isTrue());
        }
        assertThat(taken).isNotEmpty();
        lost(replies, "unavailable");
    }

    @Test
    void theBestSeats() {
        String event = SampleItems.concert(owner);
        List<Reply> replies = holding(MANY, at -> basket(best(event, 1)));
        assertThat(won(replies)).hasSize(23);
        Set<String> taken = new HashSet<>();
        won(replies).forEach(each -> assertThat(taken.add(each.text("/items/0/seats/0"))).isTrue());
        lost(replies, "unavailable");
    }

    @Test
    void basketsThatShareSeatsAndPlaces() {
        String event = SampleItems.concert(owner, 12, 1000);
        List<Reply> replies = holding(MANY, at -> basket(
                places(event, 1 + at % 3), seats(event, "A-" + (1 + at % 20))));
        long floor = 0;
        int stalls = 0;
        for (Reply each : won(replies)) {
            floor += each.number("/items/0/quantity");
            stalls += each.at("/items/1/seats").size();
        }
        Reply free = owner.get("/v1/events/" + event + "/free").is(200);
        assertThat(free.number("/areas/0/free")).isEqualTo(12 - floor).isNotNegative();
        assertThat(free.number("/areas/1/free")).isEqualTo(23 - stalls);
        lost(replies, "unavailable");
    }

    @Test
    void oneCustomerInManyBrowsers() {
        String event = SampleItems.concert(owner, 500, 4);
        List<Reply> replies = holding(MANY, at -> basketFor("greedy",
                at % 2 == 0 ? places(event, 1) : best(event, 1)));
        assertThat(won(replies)).hasSize(4);
        lost(replies, "limitReached");
    }

    @Test
    void theSameTime() {
        String maya = SampleItems.calendar(owner, "Maya");
        String jon = SampleItems.calendar(owner, "Jon");
        String massage = massage(maya, jon);
        List<Reply> replies = holding(MANY, at -> basket(visit(massage, start)));
        assertThat(won(replies)).hasSize(2);
        assertThat(won(replies).stream().map(each -> each.text("/items/0/with/0")))
                .containsExactlyInAnyOrder(maya, jon);
        lost(replies, "unavailable");
    }

    @Test
    void timesThatOverlap() {
        String massage = massage(SampleItems.calendar(owner, "Maya"));
        List<Reply> replies = holding(MANY, at -> basket(
                visit(massage, start.replace("10:00", "1" + at % 3 + ":" + 15 * (at % 4)
                        + (at % 4 == 0 ? "0" : "")))));
        List<Instant> starts = won(replies).stream()
                .map(each -> Instant.parse(each.text("/items/0/start"))).sorted().toList();
        assertThat(starts).isNotEmpty();
        for (int at = 1; at < starts.size(); at++) {
            assertThat(Duration.between(starts.get(at - 1), starts.get(at)))
                    .isGreaterThanOrEqualTo(Duration.ofMinutes(75));
        }
        lost(replies, "unavailable");
    }

    private final String start = Instant.now().plus(Duration.ofDays(7)).toString()
            .substring(0, 10) + "T10:00:00+01:00";

    private String massage(String... calendars) {
        return owner.post("/v1/services", """
                {"name": "Massage", "duration": "PT60M", "bufferAfter": "PT15M", "step": "PT15M",
                 "price": {"amount": 9000, "currency": "EUR"},
                 "needs": [{"anyOf": ["%s"]}]}""".formatted(String.join("\", \"", calendars)))
                .is(201).text("id");
    }

    @Test
    void theSameKeyAtOnce() {
        String event = SampleItems.concert(owner);
        String key = UUID.randomUUID().toString();
        List<Reply> replies = race(MANY, at -> visitor.keyed(key)
                .post("/v1/holds", basket(places(event, 3))).is(201));
        assertThat(replies.stream().map(Reply::body).distinct()).hasSize(1);
        assertThat(owner.get("/v1/events/" + event + "/free").number("/areas/0/free"))
                .isEqualTo(497);
    }

    @Test
    void theSameKeyAtOnceForTwoRequests() {
        String event = SampleItems.concert(owner);
        String key = UUID.randomUUID().toString();
        List<Reply> replies = race(MANY, at -> visitor.keyed(key)
                .post("/v1/holds", basket(places(event, 1 + at % 2))));
        Set<JsonNode> answers = new HashSet<>();
        won(replies).forEach(each -> answers.add(each.body()));
        assertThat(answers).hasSize(1);
        assertThat(won(replies)).hasSize(MANY / 2);
        lost(replies, "keyReused");
    }

    @Test
    void oneEventForOneKey() {
        String key = "event-crowd-" + System.nanoTime();
        List<Reply> replies = race(12, at -> owner.keyed(key)
                .post("/v1/events", SampleItems.CONCERT.formatted(10, 4)).is(201));
        assertThat(replies.stream().map(each -> each.text("id")).distinct()).hasSize(1);
    }

    @Test
    void exchangingAgainstCancelling() {
        String event = SampleItems.concert(owner);
        for (int round = 0; round < 5; round++) {
            Reply hold = visitor.post("/v1/holds", basket(seats(event, "A-1"))).is(201);
            Client mine = visitor.token(hold);
            String path = "/v1/holds/" + hold.text("id");
            List<Reply> replies = race(8, at -> at % 2 == 0 ? mine.delete(path)
                    : mine.put(path + "/items", instead(seats(event, "A-2")), "If-Match", "\"1\""));
            assertThat(replies.stream().filter(each -> each.status() == 204)).hasSize(4);
            lost(replies, "stale", "cancelled");
            assertThat(owner.get("/v1/events/" + event + "/free").number("/areas/1/free"))
                    .isEqualTo(23);
        }
    }

    @Test
    void exchangingABookingAgainstCancellingIt() {
        String event = SampleItems.concert(owner);
        for (int round = 0; round < 5; round++) {
            Reply hold = visitor.post("/v1/holds", basket(seats(event, "A-1"))).is(201);
            Client mine = visitor.token(hold);
            Reply booking = mine.post(
                    "/v1/holds/" + hold.text("id") + "/confirm", ANN).is(201);
            String path = "/v1/bookings/" + booking.text("id");
            List<Reply> replies = race(8, at -> at % 2 == 0 ? mine.post(path + "/cancel", "")
                    : mine.post(path + "/exchange", instead(seats(event, "A-2")),
                            "If-Match", booking.needed("ETag")));
            // Every cancellation succeeds, at most one exchange did before, and nothing is left.
            for (int at = 0; at < 8; at += 2) {
                assertThat(replies.get(at).is(200).text("status")).isEqualTo("cancelled");
            }
            assertThat(won(replies).size() - 4).isBetween(0, 1);
            lost(replies, "stale", "cancelled");
            assertThat(mine.get(path).is(200).text("status")).isEqualTo("cancelled");
            assertThat(owner.get("/v1/events/" + event + "/free").number("/areas/1/free"))
                    .isEqualTo(23);
        }
    }

    @Test
    void confirmingAtOnceAndCancelling() {
        String event = SampleItems.concert(owner, 500, 1000);
        int booked = 0;
        for (int round = 0; round < 5; round++) {
            Reply hold = visitor.post("/v1/holds", basket(places(event, 1))).is(201);
            Client mine = visitor.token(hold);
            String path = "/v1/holds/" + hold.text("id");
            List<Reply> replies = race(8, at -> at < 2 ? mine.delete(path)
                    : mine.post(path + "/confirm", ANN));
            boolean sold = owner.get(path).text("status").equals("booked");
            booked += sold ? 1 : 0;
            assertThat(replies.stream().filter(each -> each.status() == 201))
                    .hasSize(sold ? 1 : 0);
            lost(replies, sold ? "booked" : "cancelled");
        }
        assertThat(owner.get("/v1/events/" + event + "/free").number("/areas/0/free"))
                .isEqualTo(500 - booked);
    }

    @Test
    void confirmingAtTheDeadline() {
        String event = SampleItems.concert(owner, 500, 1000);
        List<Reply> holds = new ArrayList<>();
        for (int at = 0; at < 10; at++) {
            holds.add(visitor.post("/v1/holds", basketUntil("PT1S", places(event, 1))).is(201));
        }
        Instant first = Instant.parse(holds.getFirst().text("expiresAt"));
        List<Reply> replies = race(10, at -> {
            // Some a little before the deadline and some a little after it, by this machine's
            // clock.
            Instant due = first.plusMillis(at * 40L - 200);
            while (Instant.now().isBefore(due)) {
                Thread.onSpinWait();
            }
            return visitor.token(holds.get(at))
                    .post("/v1/holds/" + holds.get(at).text("id") + "/confirm", ANN);
        });
        lost(replies, "expired");
        for (Reply hold : holds) {
            String path = "/v1/holds/" + hold.text("id");
            boolean sold = replies.get(holds.indexOf(hold)).status() == 201;
            assertThat(owner.get(path).text("status")).isEqualTo(sold ? "booked" : "expired");
        }
        assertThat(owner.get("/v1/events/" + event + "/free").number("/areas/0/free"))
                .isEqualTo(500 - won(replies).size());
    }

    /// One seat, and its hold at the deadline: its holder confirms while others ask for it.
    @Test
    void confirmingAtTheDeadlineAgainstTheNextHold() {
        String event = SampleItems.concert(owner);
        for (int round = 1; round <= 4; round++) {
            String seat = "A-" + round;
            Reply hold = visitor.post("/v1/holds", basketUntil("PT1S", seats(event, seat)))
                    .is(201);
            Client mine = visitor.token(hold);
            Instant due = Instant.parse(hold.text("expiresAt"));
            List<Reply> replies = race(16, at -> {
                while (Instant.now().isBefore(due.plusMillis(at - 8L))) {
                    Thread.onSpinWait();
                }
                return at % 4 == 0
                        ? mine.post("/v1/holds/" + hold.text("id") + "/confirm", ANN)
                        : visitor.post("/v1/holds", basket(seats(event, seat)));
            });
            boolean sold = owner.get("/v1/holds/" + hold.text("id")).text("status")
                    .equals("booked");
            List<Reply> taken = new ArrayList<>();
            for (int at = 0; at < 16; at++) {
                if (at % 4 != 0 && replies.get(at).status() == 201) {
                    taken.add(replies.get(at));
                }
            }
            assertThat(taken.size() + (sold ? 1 : 0)).as(seat).isLessThanOrEqualTo(1);
            lost(replies, "unavailable", "expired");
        }
    }

    /// A request without a customer counts as a customer of its own: the limit applies to that
    /// hold.
    @Test
    void aHoldWithoutACustomerKeepsToTheLimit() {
        String event = SampleItems.concert(owner, 20, 4);
        List<Reply> replies = race(MANY, at -> visitor.post("/v1/holds",
                instead(places(event, at % 2 == 0 ? 4 : 5))));
        assertThat(won(replies)).hasSize(5);
        for (int at = 1; at < MANY; at += 2) {
            replies.get(at).refuses(409, "limitReached");
        }
        lost(replies, "limitReached", "unavailable");
    }
}
