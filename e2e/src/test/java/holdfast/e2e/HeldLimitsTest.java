package holdfast.e2e;

import static holdfast.e2e.SampleItems.ANN;
import static holdfast.e2e.SampleItems.basket;
import static holdfast.e2e.SampleItems.basketFor;
import static holdfast.e2e.SampleItems.instead;
import static holdfast.e2e.SampleItems.places;
import static holdfast.e2e.SampleItems.seats;
import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Limits for clients without a secret key: how much in one hold, and how much in all.
class HeldLimitsTest {
    private static final int IN_ONE = 10;
    private static final int OF_ONE = 25;
    private static final AtomicInteger ADDRESSES = new AtomicInteger();
    private static @Nullable ServerNode node;
    private static @Nullable ServerNode usual;

    private final Client owner = shop().owner().to(limited().address());
    private final String event = SampleItems.concert(owner);
    /// An address of its own for each test.
    private final Client visitor = from(limited(), "192.0.2." + ADDRESSES.incrementAndGet());

    @BeforeAll
    static void open() {
        Map<String, String> settings = new TreeMap<>(shop().settings());
        settings.put("HOLDFAST_MOST_IN_A_HOLD", Integer.toString(IN_ONE));
        settings.put("HOLDFAST_MOST_HELD_PER_ADDRESS", Integer.toString(OF_ONE));
        node = ServerNode.serve(settings);
        settings.remove("HOLDFAST_MOST_IN_A_HOLD");
        settings.remove("HOLDFAST_MOST_HELD_PER_ADDRESS");
        usual = ServerNode.serve(settings);
    }

    @AfterAll
    static void close() {
        limited().close();
        usual().close();
    }

    private static ServerNode limited() {
        return Objects.requireNonNull(node);
    }

    private static ServerNode usual() {
        return Objects.requireNonNull(usual);
    }

    private static Client from(ServerNode where, String address) {
        return shop().visitor().to(where.address()).with("X-Forwarded-For", address);
    }

    private Reply hold(int quantity) {
        return visitor.post("/v1/holds", basketFor("ann", places(event, quantity))).is(201);
    }

    private static String path(Reply hold) {
        return "/v1/holds/" + hold.text("id");
    }

    private void left(int floor) {
        assertThat(owner.get("/v1/events/" + event + "/free").is(200).number("/areas/0/free"))
                .isEqualTo(floor);
    }

    @Test
    void boundsOneHold() {
        Reply refused = visitor.post("/v1/holds", basket(
                places(event, 9), seats(event, "A-1", "A-2"))).refuses(409, "limitReached");
        assertThat(refused.number("most")).isEqualTo(IN_ONE);
        assertThat(refused.text("scope")).isEqualTo("one hold");
        left(500);
        Reply hold = hold(9);
        Client mine = visitor.token(hold);
        mine.put(path(hold) + "/items", instead(places(event, 11)),
                "If-Match", hold.needed("ETag")).refuses(409, "limitReached");
        assertThat(mine.get(path(hold)).is(200).body().path("items"))
                .isEqualTo(hold.body().path("items"));
        mine.put(path(hold) + "/items", instead(places(event, 10)),
                "If-Match", hold.needed("ETag")).is(200);
        Reply booking = mine.post(path(hold) + "/confirm", ANN).is(201);
        mine.post("/v1/bookings/" + booking.text("id") + "/exchange",
                instead(places(event, 11)), "If-Match", booking.needed("ETag"))
                .refuses(409, "limitReached");
        left(490);
        owner.post("/v1/holds", basket(places(event, 300))).is(201);
    }

    @Test
    void boundsTheHoldsOfAnAddress() {
        Reply one = hold(10);
        Reply two = hold(10);
        Reply three = hold(5);
        Reply refused = visitor.post("/v1/holds", basketFor("bob", places(event, 1)))
                .refuses(409, "limitReached");
        assertThat(refused.number("most")).isEqualTo(OF_ONE);
        assertThat(refused.number("left")).isZero();
        assertThat(refused.text("scope")).contains("address");
        left(475);
        // An extension does not count as more.
        visitor.token(three).post(path(three) + "/extend", "").is(200);
        visitor.token(three).put(path(three) + "/items", instead(places(event, 6)),
                "If-Match", three.needed("ETag")).refuses(409, "limitReached");
        assertThat(visitor.token(three).get(path(three)).is(200).number("/items/0/quantity"))
                .isEqualTo(5);
        // Another address counts separately, and a secret key is not limited.
        from(limited(), "198.51.100.77").post("/v1/holds", basket(places(event, 10))).is(201);
        owner.post("/v1/holds", basket(places(event, 50))).is(201);
        visitor.token(one).post(path(one) + "/confirm", ANN).is(201);
        hold(10);
        visitor.token(two).delete(path(two)).is(204);
        hold(10);
        visitor.post("/v1/holds", basket(places(event, 1))).refuses(409, "limitReached");
    }

    /// Holds that were booked, changed or cancelled through another node no longer count.
    @Test
    void doesNotCountHoldsThatAnotherNodeEnded() {
        Reply one = hold(10);
        Reply two = hold(10);
        Reply three = hold(5);
        Client elsewhere = visitor.to(usual().address());
        elsewhere.token(one).post(path(one) + "/confirm", ANN).is(201);
        hold(10);
        elsewhere.token(two).delete(path(two)).is(204);
        hold(10);
        elsewhere.token(three).put(path(three) + "/items", instead(places(event, 1)),
                "If-Match", three.needed("ETag")).is(200);
        hold(4);
        visitor.post("/v1/holds", basket(places(event, 1))).refuses(409, "limitReached");
    }

    @Test
    void countsARepeatedRequestOnce() {
        hold(10);
        hold(10);
        Client once = visitor.keyed(UUID.randomUUID().toString());
        Reply first = once.post("/v1/holds", basket(places(event, 5))).is(201);
        assertThat(once.post("/v1/holds", basket(places(event, 5))).is(201).text("id"))
                .isEqualTo(first.text("id"));
        left(475);
    }

    @Test
    void boundsConcurrentRequestsLikeSequentialOnes() throws Exception {
        try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Reply>> all = new ArrayList<>();
            for (int at = 0; at < 40; at++) {
                String mine = basketFor("cus-" + at, places(event, 2));
                all.add(() -> visitor.post("/v1/holds", mine));
            }
            int held = 0;
            for (Future<Reply> each : crowd.invokeAll(all)) {
                if (each.get().status() == 201) {
                    held += 2;
                } else {
                    each.get().refuses(409, "limitReached");
                }
            }
            assertThat(held).isEqualTo(24);
        }
        left(476);
    }

    @Test
    void countsVisitorsOfThePages() {
        Browser browser = new Browser(new Client(limited().address(), "")
                .with("X-Forwarded-For", "203.0.113.9"));
        Reply page = browser.open("/events/" + event).is(200);
        Map<String, String> form = Browser.fields(page, "/basket/add");
        form.put("places:floor:", "11");
        browser.post("/basket/add", form).is(409);
        form.put("places:floor:", "10");
        browser.post("/basket/add", form).is(303);
        left(490);
    }

    @Test
    void boundsAHoldToAHundredByDefault() {
        Client usually = from(usual(), "203.0.113.77");
        usually.post("/v1/holds", basket(places(event, 101))).refuses(409, "limitReached");
        for (int at = 0; at < 4; at++) {
            usually.post("/v1/holds", basketFor("c" + at, places(event, 100))).is(201);
        }
        usually.post("/v1/holds", basket(places(event, 1))).refuses(409, "limitReached");
        left(100);
    }
}
