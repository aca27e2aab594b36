package holdfast.e2e;

import static holdfast.e2e.SampleItems.ANN;
import static holdfast.e2e.SampleItems.basket;
import static holdfast.e2e.SampleItems.instead;
import static holdfast.e2e.SampleItems.places;
import static holdfast.e2e.SampleItems.seats;
import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A basket that another website filled becomes a visitor's by a click, and then no other
/// visitor's.
class HandoverTest {
    private static final String TAKE = "/basket/take";
    private static final AtomicInteger KEYS = new AtomicInteger();

    private final Client owner = shop().owner();
    private final Client visitor = shop().visitor();
    private final String event = SampleItems.concert(owner);

    private final String key = "made-elsewhere-" + event + KEYS.incrementAndGet();

    private Reply made(String... items) {
        return visitor.keyed(key).post("/v1/holds", basket(items)).is(201);
    }

    private static String link(Reply hold) {
        return TAKE + "?hold=" + hold.text("id") + "&token=" + hold.text("token");
    }

    private static Browser newBrowser() {
        return new Browser(shop().withoutKey());
    }

    private static Reply take(Browser browser, Reply hold) {
        return browser.click(browser.open(link(hold)).is(200), TAKE, Map.of()).is(303);
    }

    @Test
    void takesNothingForALinkAlone() {
        Reply hold = made(seats(event, "A-1"));
        Browser browser = newBrowser();
        Reply page = browser.open(link(hold)).is(200);
        assertThat(Browser.text(page)).contains("A basket from another website");
        assertThat(Browser.text(browser.open("/basket").is(200))).contains("basket is empty");
        // Neither can a form on another website.
        Map<String, String> fields = Browser.fields(page, TAKE);
        browser.post(TAKE, fields, "Sec-Fetch-Site", "cross-site").is(403);
        browser.post(TAKE, fields, "Origin", "https://elsewhere.example").is(403);
        fields.put("token", "guessed");
        browser.post(TAKE, fields, "Sec-Fetch-Site", "same-origin").is(403);
        assertThat(Browser.text(browser.open("/basket").is(200))).contains("basket is empty");
        visitor.token(hold).get("/v1/holds/" + hold.text("id")).is(200);
    }

    @Test
    void endsTheMakersAccessAfterTheHandover() {
        Reply hold = made(seats(event, "A-1"), places(event, 2));
        Browser browser = newBrowser();
        assertThat(take(browser, hold).needed("Location")).isEqualTo("/basket");
        assertThat(Browser.text(browser.open("/basket").is(200))).contains("Winter concert");
        nothingIsLeftFor(visitor.token(hold), hold);
        Reply checkout = browser.open("/checkout").is(200);
        Reply booked = browser.click(checkout, "/checkout", Map.of("name", "Vera Victim",
                "email", "vera@example.org", "payment", "onSite")).is(303);
        assertThat(booked.needed("Location")).startsWith("/booking/");
        assertThat(Browser.text(browser.open(booked.needed("Location")).is(200)))
                .contains("Vera Victim");
        nothingIsLeftFor(visitor.token(hold), hold);
        String booking = "/v1/bookings/" + hold.text("id").replace("hld_", "bkg_");
        Client maker = visitor.token(hold);
        maker.get(booking).refuses(403, "forbidden");
        maker.post(booking + "/cancel", "").refuses(403, "forbidden");
        maker.post(booking + "/exchange", instead(places(event, 1)), "If-Match", "\"2\"")
                .refuses(403, "forbidden");
        Reply again = visitor.keyed(key).post(
                "/v1/holds", basket(seats(event, "A-1"), places(event, 2)));
        assertThat(again.body().toString()).doesNotContain("Vera").doesNotContain("vera@");
        if (again.status() == 201) {
            visitor.token(again).get("/v1/holds/" + hold.text("id")).refuses(403, "forbidden");
        }
        assertThat(owner.get(booking).is(200).text("/customer/name")).isEqualTo("Vera Victim");
    }

    private static void nothingIsLeftFor(Client maker, Reply hold) {
        String path = "/v1/holds/" + hold.text("id");
        maker.get(path).refuses(403, "forbidden");
        maker.put(path + "/items", "{\"items\": [" + places("evt_none", 1) + "]}",
                "If-Match", hold.needed("ETag")).refuses(403, "forbidden");
        maker.post(path + "/extend", "").refuses(403, "forbidden");
        maker.post(path + "/confirm", ANN).refuses(403, "forbidden");
        maker.delete(path).refuses(403, "forbidden");
        maker.get(path + "/history").refuses(403, "forbidden");
        assertThat(Browser.text(newBrowser().open(link(hold)).is(404)))
                .contains("This basket is no longer available");
    }

    @Test
    void endsTheMakersAccessOnOtherNodesToo() {
        try (ServerNode second = ServerNode.serve(shop().settings())) {
            Reply hold = made(seats(event, "A-1"));
            Client elsewhere = visitor.to(second.address());
            elsewhere.token(hold).get("/v1/holds/" + hold.text("id")).is(200);
            Browser browser = newBrowser();
            take(browser, hold);
            nothingIsLeftFor(elsewhere.token(hold), hold);
            assertThat(Browser.text(browser.to(second.address()).open("/basket").is(200)))
                    .contains("Winter concert");
        }
    }

    @Test
    void handsOverToOneOfTwoWhoClickAtOnce() throws Exception {
        try (ServerNode second = ServerNode.serve(shop().settings());
                ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 1; round <= 10; round++) {
                Reply hold = visitor.post("/v1/holds", basket(seats(event, "A-" + round)))
                        .is(201);
                Browser one = newBrowser();
                Browser other = newBrowser().to(second.address());
                Reply here = one.open(link(hold)).is(200);
                Reply there = other.open(link(hold)).is(200);
                List<Callable<Reply>> clicks = List.of(
                        () -> one.click(here, TAKE, Map.of()),
                        () -> other.click(there, TAKE, Map.of()));
                int won = 0;
                for (Future<Reply> click : both.invokeAll(clicks)) {
                    won += click.get().status() == 303 ? 1 : 0;
                }
                assertThat(won).as("round %d", round).isEqualTo(1);
            }
        }
    }

    @Test
    void handsOverOnceForTwoClicks() {
        Reply hold = made(seats(event, "A-1"));
        Browser browser = newBrowser();
        Reply page = browser.open(link(hold)).is(200);
        browser.click(page, TAKE, Map.of()).is(303);
        browser.click(page, TAKE, Map.of()).is(303);
        assertThat(Browser.text(browser.open("/basket").is(200))).contains("Winter concert");
        assertThat(browser.open(link(hold)).is(303).needed("Location")).isEqualTo("/basket");
    }

    @Test
    void keepsTheVisitorsOwnBasketUnlessAsked() {
        Reply first = made(seats(event, "A-1"));
        Browser browser = newBrowser();
        take(browser, first);
        Reply other = visitor.post("/v1/holds", basket(seats(event, "B-4"))).is(201);
        Reply page = browser.open(link(other)).is(200);
        assertThat(Browser.text(page)).contains("You already have a basket").contains("1")
                .contains("Keep my basket");
        // Without a choice of the basket to drop, none is dropped.
        browser.click(page, TAKE, Map.of("instead", "")).is(409);
        assertThat(Browser.text(browser.open("/basket").is(200))).contains("Row A");
        visitor.token(other).get("/v1/holds/" + other.text("id")).is(200);
        browser.click(page, TAKE, Map.of()).is(303);
        assertThat(Browser.text(browser.open("/basket").is(200))).contains("Row B");
        assertThat(owner.get("/v1/holds/" + first.text("id")).is(200).text("status"))
                .isEqualTo("cancelled");
    }

    @Test
    void showsAChangedBasketAgain() {
        Reply hold = made(seats(event, "A-1"));
        Browser browser = newBrowser();
        Reply page = browser.open(link(hold)).is(200);
        visitor.token(hold).put("/v1/holds/" + hold.text("id") + "/items",
                instead(seats(event, "B-4")), "If-Match", hold.needed("ETag")).is(200);
        Reply again = browser.click(page, TAKE, Map.of()).is(409);
        assertThat(Browser.text(again)).contains("Row B");
        browser.click(again, TAKE, Map.of()).is(303);
    }
}
