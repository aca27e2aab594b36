package holdfast.e2e;

import static holdfast.e2e.SampleItems.ANN;
import static holdfast.e2e.SampleItems.basket;
import static holdfast.e2e.SampleItems.basketFor;
import static holdfast.e2e.SampleItems.basketUntil;
import static holdfast.e2e.SampleItems.best;
import static holdfast.e2e.SampleItems.instead;
import static holdfast.e2e.SampleItems.places;
import static holdfast.e2e.SampleItems.seats;
import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// The life cycle of a hold, line by line.
class HoldsTest {
    private final Client owner = shop().owner();
    private final Client visitor = shop().visitor();
    private final String event = SampleItems.concert(owner);

    @AfterAll
    static void clean() {
        TestShop.clean(shop().owner());
    }

    private Reply hold(String... items) {
        return visitor.post("/v1/holds", basket(items)).is(201);
    }

    private static String path(Reply hold) {
        return "/v1/holds/" + hold.text("id");
    }

    private void left(int floor, int stalls) {
        Reply free = visitor.get("/v1/events/" + event + "/free").is(200);
        assertThat(free.number("/areas/0/free")).isEqualTo(floor);
        assertThat(free.number("/areas/1/free")).isEqualTo(stalls);
    }

    @Test
    void listsWhatIsFreeByArea() {
        Reply before = visitor.get("/v1/events/" + event + "/free").is(200);
        assertThat(before.text("/areas/0/id")).isEqualTo("floor");
        assertThat(before.text("/areas/0/kind")).isEqualTo("capacity");
        assertThat(before.number("/areas/0/capacity")).isEqualTo(500);
        assertThat(before.text("/areas/1/kind")).isEqualTo("seats");
        assertThat(before.number("/areas/1/capacity")).isEqualTo(23);
        hold(places(event, 2), seats(event, "A-1"));
        Reply after = visitor.get("/v1/events/" + event + "/free").is(200);
        assertThat(after.number("version")).isGreaterThan(before.number("version"));
        left(498, 22);
        visitor.get("/v1/events/evt_none/free").refuses(404, "unknown");
    }

    @Test
    void holdsEverythingOrNothing() {
        Reply hold = hold(places(event, 2), seats(event, "A-1", "A-2"), best(event, 3));
        assertThat(hold.text("id")).startsWith("hld_");
        assertThat(hold.text("status")).isEqualTo("held");
        assertThat(hold.number("version")).isEqualTo(1);
        assertThat(hold.text("token")).isNotBlank();
        assertThat(Duration.between(Instant.now(), Instant.parse(hold.text("expiresAt"))))
                .isBetween(Duration.ofMinutes(13), Duration.ofMinutes(16));
        assertThat(hold.number("/items/0/quantity")).isEqualTo(2);
        assertThat(hold.at("/items/1/seats")).hasSize(2);
        assertThat(hold.at("/items/2/seats")).hasSize(3);
        assertThat(hold.number("/total/amount")).isEqualTo(2 * 3500 + 5 * 5900);
        assertThat(hold.text("/total/currency")).isEqualTo("EUR");
        assertThat(hold.needed("Location")).isEqualTo(path(hold));
        assertThat(hold.needed("ETag")).isEqualTo("\"1\"");
        left(498, 18);

        Reply refused = visitor.post("/v1/holds", basket(
                places(event, 499), seats(event, "A-2", "A-9"), places(event, 1)))
                .refuses(409, "unavailable");
        assertThat(refused.at("shortages")).hasSize(2);
        assertThat(refused.number("/shortages/0/item")).isZero();
        assertThat(refused.number("/shortages/0/asked")).isEqualTo(499);
        assertThat(refused.number("/shortages/0/left")).isEqualTo(498);
        assertThat(refused.number("/shortages/1/item")).isEqualTo(1);
        assertThat(refused.text("/shortages/1/taken/0")).isEqualTo("A-2");
        left(498, 18);
    }

    @Test
    void holdsAnAlternativeAsItWasOffered() {
        hold(seats(event, "A-5", "A-6"));
        Reply refused = visitor.post("/v1/holds", basket(seats(event, "A-5", "A-6")))
                .refuses(409, "unavailable");
        assertThat(refused.at("alternatives")).isNotEmpty();
        refused.at("alternatives")
                .forEach(item -> visitor.post("/v1/holds", basket(item.toString())).is(201));
    }

    @Test
    void namesWhatIsUnknownOrNotOnSale() {
        assertThat(visitor.post("/v1/holds", basket(places("evt_none", 1)))
                .refuses(404, "unknown").text("/ids/0")).isEqualTo("evt_none");
        visitor.post("/v1/holds", basket(seats(event, "Z-1"))).refuses(404, "unknown");
        owner.delete("/v1/events/" + event).is(204);
        visitor.post("/v1/holds", basket(places(event, 1))).refuses(409, "notOnSale");
    }

    @Test
    void keepsACustomerToTheLimit() {
        String small = SampleItems.concert(owner, 500, 4);
        visitor.post("/v1/holds", basketFor("c1", places(small, 3))).is(201);
        Reply refused = visitor.post("/v1/holds", basketFor("c1", best(small, 2)))
                .refuses(409, "limitReached");
        assertThat(refused.number("most")).isEqualTo(4);
        assertThat(refused.number("left")).isEqualTo(1);
        visitor.post("/v1/holds", basketFor("c2", places(small, 4))).is(201);
        visitor.post("/v1/holds", basketFor("c1", places(small, 1))).is(201);
    }

    @Test
    void countsAHoldWithoutACustomerByItself() {
        String small = SampleItems.concert(owner, 500, 4);
        Reply refused = visitor.post("/v1/holds", instead(places(small, 3), best(small, 2)))
                .refuses(409, "limitReached");
        assertThat(refused.number("most")).isEqualTo(4);
        assertThat(refused.number("left")).isEqualTo(4);
        Reply hold = visitor.post("/v1/holds", instead(places(small, 2), best(small, 2))).is(201);
        visitor.post("/v1/holds", instead(places(small, 4))).is(201);
        Client mine = visitor.token(hold);
        String path = "/v1/holds/" + hold.text("id");
        mine.put(path + "/items", instead(places(small, 5)), "If-Match", "\"1\"")
                .refuses(409, "limitReached");
        mine.put(path + "/items", instead(places(small, 4)), "If-Match", "\"1\"").is(200);
        Reply booking = mine.post(path + "/confirm", ANN).is(201);
        mine.post("/v1/bookings/" + booking.text("id") + "/exchange",
                instead(best(small, 5)), "If-Match", booking.needed("ETag"))
                .refuses(409, "limitReached");
    }

    @Test
    void showsAHoldOnlyToItsMaker() {
        Reply hold = hold(places(event, 1));
        visitor.get(path(hold)).refuses(403, "forbidden");
        visitor.get(path(hold), "Holdfast-Token", "tok_wrong").refuses(403, "forbidden");
        Reply seen = visitor.token(hold).get(path(hold)).is(200);
        assertThat(seen.text("id")).isEqualTo(hold.text("id"));
        assertThat(seen.body().has("token")).isFalse();
        assertThat(owner.get(path(hold)).is(200).body()).isEqualTo(seen.body());
        visitor.token(hold).get(path(hold), "If-None-Match", seen.needed("ETag")).is(304);
        owner.get("/v1/holds/hld_none").refuses(404, "unknown");
    }

    @Test
    void exchangesAHoldOrKeepsIt() {
        Reply hold = hold(seats(event, "A-1", "A-2"));
        Client mine = visitor.token(hold);
        String items = path(hold) + "/items";
        mine.put(items, instead(places(event, 1))).refuses(428, "versionMissing");
        mine.put(items, instead(places(event, 1)), "If-Match", "\"7\"").refuses(412, "stale");
        mine.put(items, instead(places(event, 501)), "If-Match", "\"1\"")
                .refuses(409, "unavailable");
        left(500, 21);
        Reply other = mine.put(items, instead(seats(event, "A-2", "A-3"), places(event, 4)),
                "If-Match", hold.needed("ETag")).is(200);
        assertThat(other.number("version")).isEqualTo(2);
        assertThat(other.needed("ETag")).isEqualTo("\"2\"");
        assertThat(other.text("/items/0/seats/1")).isEqualTo("A-3");
        left(496, 21);
    }

    @Test
    void extendsAHoldUpToTheLimit() {
        Reply hold = hold(places(event, 1));
        Client mine = visitor.token(hold);
        Reply longer = mine.post(path(hold) + "/extend", "{\"holdFor\": \"PT30M\"}").is(200);
        assertThat(Instant.parse(longer.text("expiresAt")))
                .isAfter(Instant.parse(hold.text("expiresAt")));
        Reply longest = mine.post(path(hold) + "/extend", "{\"holdFor\": \"P1D\"}").is(200);
        assertThat(Instant.parse(longest.text("expiresAt")))
                .isEqualTo(Instant.parse(hold.text("madeAt")).plus(Duration.ofHours(1)));
        assertThat(mine.post(path(hold) + "/extend", "{\"holdFor\": \"P1D\"}")
                .refuses(409, "limitReached").text("scope")).isEqualTo("holdFor");
    }

    @Test
    void confirmsOnceAndRepeatsTheAnswer() {
        Reply hold = hold(places(event, 2));
        Client mine = visitor.token(hold);
        Reply booking = mine.post(path(hold) + "/confirm", ANN).is(201);
        assertThat(booking.text("status")).isEqualTo("booked");
        assertThat(booking.text("id")).endsWith(tail(hold));
        assertThat(booking.text("reference")).isNotBlank();
        assertThat(booking.text("/customer/name")).isEqualTo("Ann");
        assertThat(mine.post(path(hold) + "/confirm", ANN).is(200).body())
                .isEqualTo(booking.body());
        mine.delete(path(hold)).refuses(409, "booked");
        mine.post(path(hold) + "/extend", "").refuses(409, "booked");
        left(498, 23);
    }

    private static String tail(Reply hold) {
        return hold.text("id").substring(hold.text("id").indexOf('_') + 1);
    }

    @Test
    void refusesToConfirmWithoutPayment() {
        Reply hold = hold(places(event, 2));
        Client mine = visitor.token(hold);
        mine.post(path(hold) + "/confirm", """
                {"payment": {"method": "practice", "card": "declined"}}""")
                .refuses(402, "paymentFailed");
        mine.post(path(hold) + "/confirm", """
                {"payment": {"method": "external", "reference": "till 1",
                 "amount": {"amount": 7000, "currency": "EUR"}}}""").refuses(403, "forbidden");
        owner.post(path(hold) + "/confirm", """
                {"payment": {"method": "external", "reference": "till 1",
                 "amount": {"amount": 1, "currency": "EUR"}}}""").refuses(402, "paymentFailed");
        assertThat(mine.get(path(hold)).is(200).text("status")).isEqualTo("held");
        mine.post(path(hold) + "/confirm", """
                {"payment": {"method": "practice", "card": "approved"}}""").is(201);
    }

    @Test
    void freesACancelledHoldAtOnce() {
        Reply hold = hold(places(event, 2), seats(event, "A-1"));
        Client mine = visitor.token(hold);
        mine.delete(path(hold)).is(204);
        mine.delete(path(hold)).is(204);
        left(500, 23);
        mine.post(path(hold) + "/confirm", ANN).refuses(409, "cancelled");
        mine.post(path(hold) + "/extend", "").refuses(409, "cancelled");
        assertThat(mine.get(path(hold)).is(200).text("status")).isEqualTo("cancelled");
    }

    @Test
    void expiresAHoldAtItsDeadline() throws InterruptedException {
        Reply hold = visitor.post("/v1/holds", basketUntil("PT1S", seats(event, "A-1"))).is(201);
        Client mine = visitor.token(hold);
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (mine.get(path(hold)).is(200).text("status").equals("held")) {
            assertThat(System.nanoTime()).isLessThan(until);
            Thread.onSpinWait();
        }
        mine.post(path(hold) + "/confirm", ANN).refuses(410, "expired");
        mine.post(path(hold) + "/extend", "").refuses(410, "expired");
        mine.put(path(hold) + "/items", instead(places(event, 1)), "If-Match", "\"1\"")
                .refuses(410, "expired");
        mine.delete(path(hold)).is(204);
        hold(seats(event, "A-1"));
    }

    @Test
    void holdsOnceForOneKey() {
        Client once = visitor.keyed(UUID.randomUUID().toString());
        Reply first = once.post("/v1/holds", basket(places(event, 5))).is(201);
        Reply again = once.post("/v1/holds", basket(places(event, 5))).is(201);
        assertThat(again.body()).isEqualTo(first.body());
        left(495, 23);
        once.post("/v1/holds", basket(places(event, 6))).refuses(422, "keyReused");
        left(495, 23);
    }
}
