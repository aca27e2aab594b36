package holdfast.e2e;

import static holdfast.e2e.SampleItems.ANN;
import static holdfast.e2e.SampleItems.basket;
import static holdfast.e2e.SampleItems.instead;
import static holdfast.e2e.SampleItems.places;
import static holdfast.e2e.SampleItems.seats;
import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testkit.Race;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/// Prices are computed before the hold, do not change after it, and are what the customer pays.
class PricesTest {
    private static final String PAID = """
            {"payment": {"method": "external", "reference": "till 1",
             "amount": {"amount": %d, "currency": "EUR"}}}""";

    private final Client owner = shop().owner();
    private final Client visitor = new Client(shop().address(), TestShop.PUBLISHABLE);

    private String event(String price, String currency) {
        return owner.post("/v1/events", """
                {"name": "Talk", "start": "2030-12-12T20:00:00+01:00",
                 "end": "2030-12-12T22:30:00+01:00", "timeZone": "Europe/Berlin",
                 "areas": [{"id": "floor", "kind": "capacity", "capacity": 1000000,
                  "price": {"amount": %s, "currency": "%s"}}]}""".formatted(price, currency))
                .is(201).text("id");
    }

    private long free(String event) {
        return owner.get("/v1/events/" + event + "/free").is(200).number("/areas/0/free");
    }

    @Test
    void refusesTwoCurrenciesAndHoldsNothing() {
        String one = event("3500", "EUR");
        String other = event("4000", "CHF");
        assertThat(visitor.post("/v1/holds", basket(places(one, 1), places(other, 1)))
                .refuses(400, "invalid").text("field")).isEqualTo("items[1]");
        Reply hold = visitor.post("/v1/holds", basket(places(one, 1))).is(201);
        visitor.token(hold).put("/v1/holds/" + hold.text("id") + "/items",
                instead(places(one, 1), places(other, 1)), "If-Match", "\"1\"")
                .refuses(400, "invalid");
        Reply booked = owner.post("/v1/holds/" + hold.text("id") + "/confirm", ANN).is(201);
        owner.post("/v1/bookings/" + booked.text("id") + "/exchange",
                instead(places(other, 1)), "If-Match", booked.needed("ETag"))
                .refuses(400, "invalid");
        assertThat(free(one)).isEqualTo(999_999);
        assertThat(free(other)).isEqualTo(1_000_000);
        owner.get("/v1/bookings?event=" + one).is(200);
        owner.get("/v1/bookings.csv").is(200);
    }

    @Test
    void refusesSumsBeyondTheBoundAndHoldsNothing() {
        String dear = event("1000000000000", "EUR");
        visitor.post("/v1/holds", basket(places(dear, 2))).refuses(400, "invalid");
        visitor.post("/v1/holds", basket(places(dear, 1_000_000))).refuses(400, "invalid");
        visitor.post("/v1/holds", basket(places(dear, 1), places(dear, 1)))
                .refuses(400, "invalid");
        assertThat(free(dear)).isEqualTo(1_000_000);
        visitor.post("/v1/holds", basket(places(dear, 1))).is(201);
    }

    @Test
    void refusesDurationsBeyondTheBound() {
        String event = event("1", "EUR");
        for (String time : List.of("PT0S", "-PT5M", "PT99999999999999H")) {
            visitor.post("/v1/holds", SampleItems.basketUntil(time, places(event, 1)))
                    .refuses(400, "invalid");
        }
        assertThat(free(event)).isEqualTo(1_000_000);
    }

    /// A customer who pays for one place gets one, or is refused because the hold has changed.
    @Test
    void booksWhatWasPaidFor() {
        try (ServerNode second = ServerNode.serve(shop().settings())) {
            Client other = owner.to(second.address());
            String event = event("3500", "EUR");
            for (int round = 0; round < 60; round++) {
                String hold = "/v1/holds/" + owner.post(
                        "/v1/holds", basket(places(event, 1))).is(201).text("id");
                List<Callable<Reply>> both = List.of(
                        () -> owner.post(hold + "/confirm", PAID.formatted(3500)),
                        () -> other.put(hold + "/items", instead(places(event, 4)),
                                "If-Match", "\"1\""));
                Reply confirmed = Race.run(both).getFirst();
                Reply now = owner.get(hold).is(200);
                if (confirmed.status() == 201) {
                    assertThat(now.number("/items/0/quantity")).isEqualTo(1);
                } else {
                    assertThat(confirmed.status()).as(confirmed.toString()).isIn(402, 412);
                    assertThat(now.text("status")).isEqualTo("held");
                }
            }
        }
    }

    @Test
    void keepsTheBookingsPriceWhenItsEventChanges() {
        String event = event("3500", "EUR");
        String path = "/v1/events/" + event;
        Reply hold = owner.post("/v1/holds", basket(places(event, 2))).is(201);
        owner.post("/v1/holds/" + hold.text("id") + "/confirm", ANN).is(201);
        String tag = owner.get(path).is(200).needed("ETag");
        owner.patch(path, """
                {"name": "Other", "start": "2031-01-12T20:00:00+01:00",
                 "end": "2031-01-12T22:30:00+01:00",
                 "areas": [{"id": "floor", "kind": "capacity", "capacity": 1000000,
                  "price": {"amount": 9900, "currency": "EUR"}}]}""", "If-Match", tag).is(200);
        Reply booking = owner.get("/v1/bookings/" + hold.text("id").replace("hld_", "bkg_"))
                .is(200);
        assertThat(booking.number("/total/amount")).isEqualTo(7000);
        assertThat(booking.text("/items/0/name")).isEqualTo("Talk");
        assertThat(booking.text("/items/0/start")).startsWith("2031-01-12");
        assertThat(booking.text("/items/0/movedFrom/start")).startsWith("2030-12-12");
    }

    @Test
    void repeatsTheAnswerOfAKeyAfterChanges() {
        String event = event("3500", "EUR");
        Client once = visitor.keyed(UUID.randomUUID().toString());
        Reply first = once.post("/v1/holds", basket(places(event, 2))).is(201);
        String path = "/v1/events/" + event;
        owner.patch(path, "{\"limits\": {\"perCustomer\": 2}}",
                "If-Match", owner.get(path).needed("ETag")).is(200);
        assertThat(once.post("/v1/holds", basket(places(event, 2))).is(201).body())
                .isEqualTo(first.body());
        owner.delete(path).is(204);
        assertThat(once.post("/v1/holds", basket(places(event, 2))).is(201).body())
                .isEqualTo(first.body());
        once.post("/v1/holds", basket(places(event, 3))).refuses(422, "keyReused");
    }

    @Test
    void hidesTheAnswerOfAGuessableKey() {
        String event = event("3500", "EUR");
        String key = "basket-" + event.length() + "-" + System.nanoTime() % 100_000;
        Reply first = visitor.keyed(key).post("/v1/holds", basket(places(event, 2))).is(201);
        Reply second = visitor.keyed(key).post("/v1/holds", basket(places(event, 2)))
                .refuses(422, "keyReused");
        assertThat(second.body().toString())
                .doesNotContain(first.text("id")).doesNotContain(first.text("token"));
        assertThat(owner.keyed(key).post("/v1/holds", basket(places(event, 2))).is(201).body())
                .isEqualTo(first.body());
    }

    @Test
    void requiresPaymentForADearerExchange() {
        String event = SampleItems.concert(owner);
        Reply hold = visitor.post("/v1/holds", basket(places(event, 1))).is(201);
        Reply booked = owner.post("/v1/holds/" + hold.text("id") + "/confirm",
                PAID.formatted(3500)).is(201);
        String path = "/v1/bookings/" + booked.text("id") + "/exchange";
        Client mine = visitor.token(hold).with("If-Match", booked.needed("ETag"));
        String wish = instead(seats(event, "A-1"));
        assertThat(mine.post(path, wish).refuses(402, "paymentRequired").number("/owed/amount"))
                .isEqualTo(2400);
        mine.post(path, with(wish, "\"waive\": true")).refuses(403, "forbidden");
        mine.post(path, with(wish,
                "\"payment\": {\"method\": \"onSite\"}"))
                .refuses(402, "paymentRequired");
        assertThat(owner.get("/v1/bookings/" + booked.text("id")).is(200).body())
                .isEqualTo(booked.body());
        Reply swapped = owner.post(path, with(wish, "\"waive\": true"),
                "If-Match", booked.needed("ETag")).is(200);
        assertThat(swapped.body().has("owed")).isFalse();
        mine.post(path, instead(places(event, 1))).refuses(412, "stale");
        assertThat(visitor.token(hold).post(path, instead(places(event, 1)),
                "If-Match", swapped.needed("ETag")).is(200).number("/refundDue/amount"))
                .isEqualTo(2400);
    }

    private static String with(String wish, String field) {
        return wish.substring(0, wish.lastIndexOf('}')) + ", " + field + "}";
    }

    @Test
    void keepsAnItemThatIsNoLongerOnSale() {
        String over = event("3500", "EUR");
        String open = event("100", "EUR");
        Reply hold = owner.post("/v1/holds", basket(places(over, 2), places(open, 1))).is(201);
        Reply booked = owner.post("/v1/holds/" + hold.text("id") + "/confirm", ANN).is(201);
        owner.delete("/v1/events/" + over).is(204);
        String path = "/v1/bookings/" + booked.text("id") + "/exchange";
        Reply swapped = owner.post(path, instead(places(over, 2), places(open, 3)),
                "If-Match", booked.needed("ETag")).is(200);
        assertThat(swapped.number("/total/amount")).isEqualTo(7300);
        owner.post(path, instead(places(over, 3), places(open, 3)),
                "If-Match", swapped.needed("ETag")).refuses(409, "notOnSale");
    }
}
