package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import holdfast.testkit.Race;
import holdfast.testkit.Scratch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Discount codes and gift cards over HTTP: what they take off and pay, and that they are never
/// used more often than there is.
class CodesTest {
    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private OpenServer open;
    private String event;

    @BeforeEach
    void begin() {
        open = new OpenServer(scratch.database(), Map.of());
        event = event("EUR");
    }

    @AfterEach
    void end() {
        assertThat(as(200, "GET", "/v1/audit", "").path("findings")).isEmpty();
        open.close();
    }

    private String event(String currency) {
        return as(201, "POST", "/v1/events", """
                {"name": "Gig", "start": "2036-12-12T20:00:00+01:00",
                 "end": "2036-12-12T22:30:00+01:00", "timeZone": "Europe/Berlin",
                 "areas": [{"id": "floor", "name": "Floor", "kind": "capacity", "capacity": 500,
                            "price": {"amount": 1999, "currency": "%s"}, "taxRate": 1900},
                           {"id": "gallery", "name": "Gallery", "kind": "capacity",
                            "capacity": 500, "taxRate": 700,
                            "price": {"amount": 3333, "currency": "%1$s"}}]}"""
                .formatted(currency)).path("id").asText();
    }

    private OpenServer.Answer send(
            String key, String method, String path, String body, String... more) {
        List<String> headers = new ArrayList<>(List.of("Authorization", "Bearer " + key));
        headers.addAll(List.of(more));
        return open.send(method, path, body, headers.toArray(String[]::new));
    }

    private JsonNode as(int status, String method, String path, String body, String... more) {
        OpenServer.Answer answer = send(OpenServer.SECRET, method, path, body, more);
        assertThat(answer.status()).as(method + " " + path + " " + answer.body())
                .isEqualTo(status);
        return answer.body().isEmpty() ? NullNode.instance : answer.json();
    }

    private static String item(String event, String area, long quantity) {
        return "{\"kind\": \"capacity\", \"event\": \"%s\", \"area\": \"%s\", \"quantity\": %d}"
                .formatted(event, area, quantity);
    }

    private String hold(String customer, String... items) {
        return "/v1/holds/" + as(201, "POST", "/v1/holds", "{\"items\": ["
                + String.join(", ", items) + "]" + (customer.isEmpty() ? ""
                        : ", \"customer\": \"" + customer + "\"")
                + "}").path("id").asText();
    }

    private String floor() {
        return hold("", item(event, "floor", 1));
    }

    private JsonNode code(String code, String fields) {
        return as(201, "POST", "/v1/codes", "{\"code\": \"" + code + "\", " + fields + "}");
    }

    private JsonNode use(String hold, String code) {
        return as(200, "POST", hold + "/codes", "{\"code\": \"" + code + "\"}")
                .path("priceSummary");
    }

    private String refused(String hold, String code) {
        JsonNode refused = as(409, "POST", hold + "/codes", "{\"code\": \"" + code + "\"}");
        assertThat(refused.path("type").asText()).endsWith("/codeRefused");
        assertThat(refused.path("field").asText()).isEqualTo("code");
        return refused.path("reason").asText();
    }

    private static long amount(JsonNode summary, String field) {
        return summary.path(field).path("amount").asLong(-1);
    }

    private JsonNode card(long value, String currency) {
        return as(201, "POST", "/v1/gift-cards", """
                {"value": {"amount": %d, "currency": "%s"}}""".formatted(value, currency));
    }

    private long left(JsonNode card) {
        return amount(as(200, "GET", "/v1/gift-cards/" + card.path("id").asText(), ""), "left");
    }

    @Test
    void takesAPercentageOffEachLineAndGivesItsUseBack() {
        JsonNode made = code("spring", "\"percent\": 15, \"uses\": 1");
        String hold = hold("", item(event, "floor", 3), item(event, "gallery", 1));
        JsonNode summary = use(hold, " Spring ");
        assertThat(summary.path("lines").path(0).path("discount").path("amount").asLong())
                .isEqualTo(900);
        assertThat(summary.path("lines").path(1).path("discount").path("amount").asLong())
                .isEqualTo(500);
        assertThat(amount(summary, "total")).isEqualTo(5_997 + 3_333 - 1_400);
        assertThat(amount(summary, "due")).isEqualTo(amount(summary, "total"));
        assertThat(summary.path("taxes").path(1).path("tax").path("amount").asLong())
                .isEqualTo(5_097 - 4_283);
        assertThat(use(hold, "SPRING")).isEqualTo(summary);
        assertThat(refused(floor(), "SPRING")).isEqualTo("usedUp");
        as(200, "PATCH", "/v1/codes/" + made.path("id").asText(), "{\"percent\": 50}",
                "If-Match", "*");
        assertThat(as(200, "GET", hold, "").path("priceSummary")).isEqualTo(summary);
        String booking = as(201, "POST", hold + "/confirm", "{}").path("id").asText();
        assertThat(as(200, "GET", "/v1/bookings/" + booking, "").path("priceSummary"))
                .isEqualTo(summary);
        assertThat(as(200, "GET", "/v1/bookings/" + booking, "").path("items")).hasSize(2);
        as(200, "POST", "/v1/bookings/" + booking + "/cancel", "{}");
        assertThat(amount(use(floor(), "SPRING"), "total")).isEqualTo(999);
    }

    @Test
    void dividesAnAmountAmongTheLinesItIsFor() {
        String other = event("EUR");
        code("TENNER", "\"amount\": {\"amount\": 1000, \"currency\": \"EUR\"}, \"for\": [\""
                + event + "\"]");
        JsonNode summary = use(hold("", item(event, "floor", 1), item(other, "floor", 1),
                item(event, "gallery", 1)), "TENNER");
        assertThat(summary.path("lines").path(0).path("discount").path("amount").asLong())
                .isEqualTo(374);
        assertThat(summary.path("lines").path(1).has("discount")).isFalse();
        assertThat(summary.path("lines").path(2).path("discount").path("amount").asLong())
                .isEqualTo(626);
        assertThat(refused(hold("", item(other, "floor", 1)), "TENNER"))
                .isEqualTo("notForTheseItems");
        assertThat(refused(hold("", item(event("CHF"), "floor", 1)), "TENNER"))
                .isEqualTo("notForTheseItems");
    }

    @Test
    void refusesForTheReasonThatIsTrue() {
        code("SOON", "\"percent\": 10, \"from\": \"2035-01-01T00:00:00Z\"");
        code("OVER", "\"percent\": 10, \"until\": \"2020-01-01T00:00:00Z\"");
        code("MINE", "\"percent\": 10, \"oncePerCustomer\": true");
        JsonNode stopped = code("STOPPED", "\"percent\": 10");
        as(204, "DELETE", "/v1/codes/" + stopped.path("id").asText(), "");
        String hold = hold("ann", item(event, "floor", 1));
        assertThat(refused(hold, "NOTHING")).isEqualTo("unknown");
        assertThat(refused(hold, "STOPPED")).isEqualTo("unknown");
        assertThat(refused(hold, "SOON")).isEqualTo("notYet");
        assertThat(refused(hold, "OVER")).isEqualTo("expired");
        assertThat(refused(floor(), "MINE")).isEqualTo("customerMissing");
        use(hold, "MINE");
        String second = hold("ann", item(event, "floor", 1));
        assertThat(refused(second, "MINE")).isEqualTo("usedByThisCustomer");
        use(hold("bob", item(event, "floor", 1)), "MINE");
        as(204, "DELETE", hold, "");
        use(second, "MINE");
        assertThat(as(400, "POST", "/v1/codes", "{\"code\": \"mine\", \"percent\": 5}")
                .path("field").asText()).isEqualTo("code");
        as(400, "POST", "/v1/codes", "{\"code\": \"BOTH\"}");
        assertThat(send(OpenServer.PUBLISHABLE, "GET", "/v1/codes", "").status()).isEqualTo(403);
    }

    @Test
    void keepsTheCodeWhenItemsChange() {
        code("HALF", "\"percent\": 50");
        JsonNode card = card(1_500, "EUR");
        String hold = floor();
        use(hold, "HALF");
        JsonNode summary = use(hold, card.path("code").asText());
        assertThat(amount(summary, "total")).isEqualTo(999);
        assertThat(amount(summary, "due")).isZero();
        assertThat(left(card)).isEqualTo(501);
        JsonNode more = as(200, "PUT", hold + "/items", "{\"items\": ["
                + item(event, "floor", 2) + "]}", "If-Match", "*").path("priceSummary");
        assertThat(amount(more, "total")).isEqualTo(1_999);
        assertThat(amount(more, "due")).isEqualTo(1_000);
        assertThat(amount(use(hold, card.path("code").asText()), "due")).isEqualTo(499);
        assertThat(left(card)).isZero();
        as(402, "POST", hold + "/confirm", """
                {"payment": {"method": "external", "reference": "till",
                 "amount": {"amount": 1999, "currency": "EUR"}}}""");
        JsonNode booked = as(201, "POST", hold + "/confirm", """
                {"payment": {"method": "external", "reference": "till",
                 "amount": {"amount": 499, "currency": "EUR"}}}""");
        JsonNode fewer = as(200, "POST", "/v1/bookings/" + booked.path("id").asText()
                + "/exchange", "{\"items\": [" + item(event, "floor", 1) + "]}",
                "If-Match", "*");
        assertThat(amount(fewer.path("priceSummary"), "due")).isZero();
        assertThat(amount(fewer, "refundDue")).isEqualTo(499);
        assertThat(left(card)).isEqualTo(501);
    }

    @Test
    void givesACodeBack() {
        JsonNode made = code("HALF", "\"percent\": 50, \"uses\": 1");
        String hold = floor();
        String id = use(hold, "HALF").path("discounts").path(0).path("id").asText();
        assertThat(id).isEqualTo(made.path("id").asText());
        assertThat(
                amount(as(200, "DELETE", hold + "/codes/" + id, "").path("priceSummary"), "total"))
                .isEqualTo(1_999);
        use(floor(), "HALF");
        code("OTHER", "\"percent\": 10");
        use(hold, "OTHER");
        assertThat(refused(hold, "HALF")).isEqualTo("usedUp");
        assertThat(as(200, "GET", hold, "").path("priceSummary").path("discounts").path(0)
                .path("code").asText()).isEqualTo("OTHER");
    }

    @Test
    void booksWithoutAPaymentWhatAGiftCardPays() {
        for (String currency : List.of("EUR", "JPY", "BHD")) {
            JsonNode card = card(5_000, currency);
            assertThat(card.path("code").asText()).matches("([0-9A-Z]{4}-){3}[0-9A-Z]{4}");
            String hold = hold("", item(event(currency), "floor", 2));
            JsonNode summary = use(hold, card.path("code").asText().toLowerCase(
                    java.util.Locale.ROOT).replace('-', ' '));
            assertThat(amount(summary, "total")).isEqualTo(3_998);
            assertThat(amount(summary, "due")).isZero();
            JsonNode booked = as(201, "POST", hold + "/confirm", "{}");
            assertThat(booked.path("status").asText()).isEqualTo("booked");
            assertThat(left(card)).isEqualTo(1_002);
            as(200, "POST", "/v1/bookings/" + booked.path("id").asText() + "/cancel", "{}");
            assertThat(left(card)).isEqualTo(5_000);
        }
    }

    @Test
    void showsTheCodeOfACardOnce() {
        String body = "{\"value\": {\"amount\": 100, \"currency\": \"EUR\"}}";
        String key = "9f1c6a52-7b7f-4c3e-9e0a-1d1b6a0c55aa";
        JsonNode card = as(201, "POST", "/v1/gift-cards", body, "Idempotency-Key", key);
        assertThat(as(201, "POST", "/v1/gift-cards", body, "Idempotency-Key", key))
                .isEqualTo(card);
        String code = card.path("code").asText();
        assertThat(as(200, "GET", "/v1/gift-cards", "").toString())
                .contains(code.substring(15)).doesNotContain(code);
        as(400, "POST", "/v1/gift-cards", """
                {"value": {"amount": 100, "currency": "EUR"}, "code": "%s"}""".formatted(code));
        assertThat(send(OpenServer.PUBLISHABLE, "GET", "/v1/gift-cards", "").status())
                .isEqualTo(403);
    }

    /// THE RACE: a code with n uses is used n times, whichever baskets come first.
    @Test
    void usesACodeExactlyAsOftenAsItMayBe() {
        code("FEW", "\"percent\": 10, \"uses\": 7");
        List<String> holds = IntStream.range(0, 24).mapToObj(at -> floor()).toList();
        List<Integer> statuses = fromTwoNodes(holds, "FEW");
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(7);
        assertThat(statuses.stream().filter(status -> status == 409)).hasSize(17);
        assertThat(as(200, "GET", "/v1/codes", "").path("items").path(0).path("left").asLong(-1))
                .isZero();
    }

    /// THE RACE: a gift card that is spent from many sides at once pays its value and no more.
    @Test
    void spendsAGiftCardOnce() {
        JsonNode card = card(10_000, "EUR");
        List<String> holds = IntStream.range(0, 12).mapToObj(at -> floor()).toList();
        assertThat(fromTwoNodes(holds, card.path("code").asText())).contains(200);
        LongStream paid = holds.stream().mapToLong(hold -> as(200, "GET", hold, "")
                .path("priceSummary").path("giftCards").path(0).path("amount").path("amount")
                .asLong(0));
        assertThat(paid.sum()).isEqualTo(10_000);
        assertThat(left(card)).isZero();
        holds.forEach(hold -> as(204, "DELETE", hold, ""));
        assertThat(left(card)).isEqualTo(10_000);
    }

    private List<Integer> fromTwoNodes(List<String> holds, String code) {
        try (OpenServer second = new OpenServer(scratch.database(), Map.of())) {
            List<Callable<Integer>> all = new ArrayList<>();
            for (String hold : holds) {
                OpenServer node = all.size() % 2 == 0 ? open : second;
                all.add(() -> node.as(OpenServer.SECRET, "POST", hold + "/codes",
                        "{\"code\": \"" + code + "\"}").status());
            }
            return Race.run(all);
        }
    }

    /// A hold that has ended has no use of a code and no money of a card.
    @Test
    void endsWithTheHold() {
        code("ONE", "\"percent\": 10, \"uses\": 1");
        JsonNode card = card(100, "EUR");
        String hold = floor();
        use(hold, "ONE");
        use(hold, card.path("code").asText());
        scratch.clock().tick(Duration.ofMinutes(16));
        String next = floor();
        assertThat(amount(use(next, card.path("code").asText()), "due")).isEqualTo(1_899);
        assertThat(amount(use(next, "ONE"), "due")).isEqualTo(1_699);
        as(410, "POST", hold + "/codes", "{\"code\": \"ONE\"}");
    }

    @Test
    void stopsGuessing() {
        code("RIGHT", "\"percent\": 10");
        OpenServer.Answer made = send(OpenServer.PUBLISHABLE, "POST", "/v1/holds",
                "{\"items\": [" + item(event, "floor", 1) + "]}");
        String path = "/v1/holds/" + made.json().path("id").asText() + "/codes";
        String token = made.json().path("token").asText();
        for (int at = 0; at < 10; at++) {
            assertThat(send(OpenServer.PUBLISHABLE, "POST", path, "{\"code\": \"WRONG" + at
                    + "\"}", "Holdfast-Token", token).status()).isEqualTo(409);
        }
        OpenServer.Answer late = send(OpenServer.PUBLISHABLE, "POST", path,
                "{\"code\": \"RIGHT\"}", "Holdfast-Token", token);
        assertThat(late.status()).isEqualTo(429);
        assertThat(late.header("Retry-After")).isNotEmpty();
        as(200, "POST", path, "{\"code\": \"RIGHT\"}");
    }

    @Test
    void hasAFieldInTheCheckout() {
        code("HALF", "\"percent\": 50");
        JsonNode card = card(5_000, "EUR");
        Shopper shopper = new Shopper(open);
        shopper.get("/events/" + event);
        shopper.post("/basket/add", "event=" + event + "&places%3Afloor%3A=2");
        shopper.get("/checkout");
        assertThat(shopper.post("/checkout/code", "code=NOPE")).contains("We do not know");
        assertThat(shopper.post("/checkout/code", "code=half"))
                .contains("Code HALF", "−€19.99", "Book now and pay · €19.99");
        assertThat(shopper.post("/checkout/code", "code=" + card.path("code").asText()))
                .contains("Gift card ending in", "nothing left to pay");
        assertThat(shopper.post("/basket/add", "event=" + event + "&places%3Agallery%3A=1"))
                .contains("Code HALF", "To be paid");
        shopper.post("/checkout/code", "code=" + card.path("code").asText());
        assertThat(shopper.post("/checkout", "name=Ann&email=ann%40example.org"))
                .contains("Nothing to pay", "Code HALF");
        assertThat(left(card)).isEqualTo(5_000 - 1_999 - 1_666);
    }
}
