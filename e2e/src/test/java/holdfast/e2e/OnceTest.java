package holdfast.e2e;

import static holdfast.e2e.SampleItems.ANN;
import static holdfast.e2e.SampleItems.basket;
import static holdfast.e2e.SampleItems.instead;
import static holdfast.e2e.SampleItems.places;
import static holdfast.e2e.SampleItems.seats;
import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.testkit.Race;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/// Idempotency keys: the same key and request have one effect and one answer for everything that
/// can be made, also at the same moment and on two nodes. Another request under that key is
/// refused.
class OnceTest {
    private final Client owner = shop().owner();
    private final String own = Long.toString(System.nanoTime());

    @Test
    void makesEverythingOnceForItsKey() {
        for (Map.Entry<String, List<String>> each : SampleRequests.all(owner, own).entrySet()) {
            Client once = owner.keyed(own + each.getKey());
            Reply first = once.post(each.getKey(), each.getValue().getFirst()).is(201);
            Reply again = once.post(each.getKey(), each.getValue().getFirst()).is(201);
            String id = first.body().has("id") ? "id" : "/items/0/id";
            assertThat(again.text(id)).as(each.getKey()).isEqualTo(first.text(id));
            once.post(each.getKey(), each.getValue().getLast()).refuses(422, "keyReused");
        }
    }

    /// Every operation that takes a key by the API's description is tested.
    @Test
    void coversEveryRouteThatTakesAKey() {
        Set<String> tried = new HashSet<>();
        SampleRequests.all(owner, own).keySet().forEach(path -> tried.add(
                path.replaceAll("/(cal|evt)_\\w+/", "/{id}/")));
        // Operations on an existing hold or key are tested below.
        tried.addAll(List.of("/v1/holds/{id}/items", "/v1/holds/{id}/extend",
                "/v1/holds/{id}/confirm", "/v1/bookings/{id}/exchange",
                "/v1/bookings/{id}/cancel", "/v1/bookings/{id}/cancel-item", "/v1/keys/{id}/rotate",
                "/v1/bookings/{id}/mails", "/v1/mails/{id}/again", "/v1/codes/{id}/offer",
                "/v1/gift-cards/{id}/offer", "/v1/webhooks/{id}/rotate",
                "/v1/webhooks/{id}/test", "/v1/holds/{id}/pay",
                "/v1/payments/{id}/refunds"));
        // CatalogueTest tries these.
        tried.addAll(List.of("/v1/events/{id}/offer", "/v1/calendars/{id}/offer",
                "/v1/services/{id}/offer", "/v1/venues/{id}/offer", "/v1/limits/{id}/offer",
                "/v1/staff/{id}/invite"));
        for (Contract.Operation each : Client.contract().operations()) {
            if (each.about().path("parameters").toString().contains("Idempotency-Key")
                    && !each.path().startsWith("/v1/at/")) {
                assertThat(tried).contains(each.path().replaceAll("\\{\\w+}", "{id}"));
            }
        }
    }

    @Test
    void sendsOnceForAKey() {
        String event = SampleItems.concert(owner);
        String hold = owner.post("/v1/holds", basket(seats(event, "A-1"))).is(201).text("id");
        String booking = owner.post("/v1/holds/" + hold + "/confirm",
                "{\"customer\": {\"email\": \"ann@example.org\"}}").is(201).text("id");
        Client mails = owner.keyed("mails" + own);
        String path = "/v1/bookings/" + booking + "/mails";
        Reply mail = mails.post(path, "{}").is(201);
        assertThat(mails.post(path, "{}").is(201).text("id")).isEqualTo(mail.text("id"));
        mails.post(path, "{\"kind\": \"exchanged\"}").refuses(422, "keyReused");
        String again = "/v1/mails/" + mail.text("id") + "/again";
        Client more = owner.keyed("again" + own);
        Reply second = more.post(again, "").is(201);
        assertThat(second.text("id")).isNotEqualTo(mail.text("id"));
        assertThat(more.post(again, "").is(201).text("id")).isEqualTo(second.text("id"));

        Reply hook = owner.post("/v1/webhooks", "{\"url\": \"https://127.0.0.1:1/\"}").is(201);
        String one = "/v1/webhooks/" + hook.text("id");
        Client rotating = owner.keyed("hook" + own);
        Reply rotated = rotating.post(one + "/rotate", "").is(200);
        assertThat(rotated.text("secret")).isNotEqualTo(hook.text("secret"));
        assertThat(rotating.post(one + "/rotate", "").is(200).body()).isEqualTo(rotated.body());
        rotating.post(one + "/test", "").refuses(422, "keyReused");
        Client testing = owner.keyed("test" + own);
        Reply test = testing.post(one + "/test", "").is(201);
        assertThat(testing.post(one + "/test", "").is(201).text("message"))
                .isEqualTo(test.text("message"));
        owner.delete(one).is(204);
    }

    @Test
    void offersReductionsOnceForAKey() {
        String code = "/v1/codes/" + owner.post("/v1/codes",
                "{\"code\": \"AGAIN" + own + "\", \"percent\": 5}").is(201).text("id");
        String card = "/v1/gift-cards/" + owner.post("/v1/gift-cards", """
                {"value": {"amount": 2500, "currency": "EUR"}}""").is(201).text("id");
        for (String path : List.of(code, card)) {
            owner.delete(path).is(204);
            Client offering = owner.keyed("offer" + path);
            Reply offered = offering.post(path + "/offer", "").is(200);
            assertThat(offering.post(path + "/offer", "").is(200).body())
                    .isEqualTo(offered.body());
        }
    }

    @Test
    void paysAndRefundsOnceForAKey() {
        owner.put("/v1/providers", """
                {"provider": "bankTransfer", "settings": {"holder": "Hall",
                 "iban": "DE89370400440532013000"}}""").is(200);
        String event = SampleItems.concert(owner);
        String hold = owner.post("/v1/holds", basket(places(event, 2))).is(201).text("id");
        String pay = "/v1/holds/" + hold + "/pay";
        Client paying = owner.keyed("pay" + own);
        String transfer = "{\"provider\": \"bankTransfer\"}";
        String payment = paying.post(pay, transfer).is(201).text("id");
        assertThat(paying.post(pay, transfer).is(201).text("id")).isEqualTo(payment);
        paying.post(pay, """
                {"provider": "bankTransfer", "returnTo": "https://example.org/paid"}""")
                .refuses(422, "keyReused");
        assertThat(owner.post(pay, transfer).is(200).text("id")).isEqualTo(payment);

        String one = "/v1/payments/" + payment;
        owner.post(one + "/received", "").is(200);
        Client refunding = owner.keyed("refund" + own);
        String some = "{\"amount\": {\"amount\": 100, \"currency\": \"EUR\"}}";
        String body = refunding.post(one + "/refunds", some).is(201).at("refunds").toString();
        assertThat(refunding.post(one + "/refunds", some).is(201).at("refunds").toString())
                .isEqualTo(body);
        refunding.post(one + "/refunds", some.replace("100", "200"))
                .refuses(422, "keyReused");
        assertThat(paying.post(pay, transfer).is(201).text("status")).isEqualTo("settled");
    }

    @Test
    void changesOnceForAKey() {
        String event = SampleItems.concert(owner);
        Reply hold = owner.post("/v1/holds", basket(seats(event, "A-1"))).is(201);
        String path = "/v1/holds/" + hold.text("id");
        Client items = owner.keyed("items" + own).with("If-Match", "\"1\"");
        Reply other = items.put(path + "/items", instead(seats(event, "A-2"))).is(200);
        assertThat(items.put(path + "/items", instead(seats(event, "A-2"))).is(200).body())
                .isEqualTo(other.body());
        items.put(path + "/items", instead(seats(event, "A-3"))).refuses(422, "keyReused");

        Client longer = owner.keyed("extend" + own);
        Reply extended = longer.post(path + "/extend", "{\"holdFor\": \"PT30M\"}").is(200);
        assertThat(longer.post(path + "/extend", "{\"holdFor\": \"PT30M\"}").is(200).body())
                .isEqualTo(extended.body());
        longer.post(path + "/extend", "{\"holdFor\": \"PT31M\"}").refuses(422, "keyReused");

        Client confirming = owner.keyed("confirm" + own);
        Reply booked = confirming.post(path + "/confirm", ANN).is(201);
        assertThat(confirming.post(path + "/confirm", ANN).is(201).body())
                .isEqualTo(booked.body());
        confirming.post(path + "/confirm", "").refuses(422, "keyReused");

        Client swap = owner.keyed("swap" + own).with("If-Match", booked.needed("ETag"));
        String exchange = "/v1/bookings/" + booked.text("id") + "/exchange";
        Reply swapped = swap.post(exchange, instead(seats(event, "A-5"))).is(200);
        assertThat(swap.post(exchange, instead(seats(event, "A-5"))).is(200).body())
                .isEqualTo(swapped.body());
        swap.post(exchange, instead(seats(event, "A-6"))).refuses(422, "keyReused");

        Reply two = owner.post("/v1/holds", basket(seats(event, "A-7"), places(event, 1)))
                .is(201);
        String id = owner.post("/v1/holds/" + two.text("id") + "/confirm", ANN).is(201).text("id");
        Client less = owner.keyed("less" + own).with("If-Match", "*");
        String cancelItem = "/v1/bookings/" + id + "/cancel-item";
        Reply one = less.post(cancelItem, "{\"item\": 0}").is(200);
        assertThat(one.at("items")).hasSize(1);
        assertThat(less.post(cancelItem, "{\"item\": 0}").is(200).body()).isEqualTo(one.body());
        less.post(cancelItem, "{\"item\": 1}").refuses(422, "keyReused");

        Reply key = owner.post("/v1/keys", "{\"kind\": \"secret\", \"name\": \"old\"}").is(201);
        Client rotating = owner.keyed("rotate" + own);
        Reply rotated = rotating.post("/v1/keys/" + key.text("id") + "/rotate", "").is(201);
        assertThat(rotating.post("/v1/keys/" + key.text("id") + "/rotate", "").is(201).body())
                .isEqualTo(rotated.body());
    }

    @Test
    void repeatsARefusalForItsKey() {
        String event = SampleItems.concert(owner, 1, 1_000_000);
        Reply all = owner.post("/v1/holds", basket(places(event, 1))).is(201);
        // Without a key the server may refuse from its cache; with a key it does not.
        owner.post("/v1/holds", basket(places(event, 1))).refuses(409, "unavailable");
        Client once = owner.keyed("refused" + own);
        Reply refused = once.post("/v1/holds", basket(places(event, 1)))
                .refuses(409, "unavailable");
        assertThat(refused.body().has("asOf")).isFalse();
        owner.delete("/v1/holds/" + all.text("id")).is(204);
        assertThat(once.post("/v1/holds", basket(places(event, 1))).refuses(409, "unavailable")
                .at("shortages")).isEqualTo(refused.at("shortages"));
        owner.post("/v1/holds", basket(places(event, 1))).is(201);
    }

    @Test
    void makesOnceOnTwoNodesAtOnce() {
        try (ServerNode second = ServerNode.serve(shop().settings())) {
            String event = SampleItems.concert(owner);
            List<Client> both = List.of(owner, owner.to(second.address()));
            // The other node reads the event a little later.
            while (both.getLast().get("/v1/events/" + event).status() == 404) {
                Thread.onSpinWait();
            }
            for (int round = 0; round < 8; round++) {
                String key = "both " + round + " " + event;
                List<Callable<Reply>> all = new ArrayList<>();
                for (int at = 0; at < 16; at++) {
                    Client client = both.get(at % 2).keyed(key);
                    String wish = basket(places(event, at % 4 < 2 ? 2 : 3));
                    all.add(() -> client.post("/v1/holds", wish));
                }
                List<Reply> replies = Race.run(all);
                Set<JsonNode> made = new HashSet<>();
                replies.stream().filter(each -> each.status() == 201)
                        .forEach(each -> made.add(each.body()));
                assertThat(made).hasSize(1);
                assertThat(replies.stream().filter(each -> each.status() == 201)).hasSize(8);
                replies.stream().filter(each -> each.status() != 201)
                        .forEach(each -> each.refuses(422, "keyReused"));
            }
            long free = owner.get("/v1/events/" + event + "/free").number("/areas/0/free");
            assertThat(free).isBetween(500L - 8 * 3, 500L - 8 * 2);
            TestShop.clean(owner);
        }
    }
}
