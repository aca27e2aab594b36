package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.postgres.Retries;
import holdfast.testkit.Scratch;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// One item of a booking is cancelled, with its own deadline, fee and refund; the others stay.
class ItemCancellationTest {
    private static final String KEY = "Zk3pQ9aXr7Lw2MvT";

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private OpenServer open;
    private String gig;
    private String talk;

    @BeforeEach
    void begin() {
        open = new OpenServer(scratch.database(), Map.of("HOLDFAST_ENCRYPTION_KEY",
                Base64.getEncoder().encodeToString(new byte[32])));
        as(200, "PUT", "/v1/providers", """
                {"provider": "bankTransfer", "settings": {"holder": "Hall",
                 "iban": "DE89370400440532013000"}}""");
        assertThat(open.send("PATCH", "/v1/workspace",
                "{\"cancelUntilBefore\": \"P2D\", \"exchangeUntilBefore\": \"P2D\"}",
                "Authorization", "Bearer " + OpenServer.SECRET, "If-Match", "*").status())
                .isEqualTo(200);
        gig = event("Gig", Duration.ofDays(20), 6_000, 1_900,
                "\"fees\": {\"cancel\": [{\"percent\": 20}]},");
        talk = event("Talk", Duration.ofDays(30), 4_000, 700,
                "\"fees\": {\"cancel\": [{\"percent\": 25}]},");
    }

    @AfterEach
    void end() {
        open.close();
    }

    private String event(String name, Duration ahead, long price, int tax, String more) {
        OffsetDateTime start = OffsetDateTime.now(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.SECONDS).plus(ahead);
        return as(201, "POST", "/v1/events", "{" + more + """
                "name": "%s", "start": "%s", "end": "%s", "timeZone": "Europe/Berlin",
                 "areas": [{"id": "floor", "name": "Floor", "kind": "capacity", "capacity": 50,
                            "price": {"amount": %d, "currency": "EUR"}, "taxRate": %d}]}"""
                .formatted(name, start, start.plusHours(2), price, tax)).path("id").asText();
    }

    private JsonNode as(int status, String method, String path, String body, String... headers) {
        String[] all = List.of(List.of("Authorization", "Bearer " + OpenServer.SECRET),
                List.of(headers)).stream().flatMap(List::stream).toArray(String[]::new);
        OpenServer.Answer answer = open.send(method, path, body, all);
        assertThat(answer.status()).as(method + " " + path + " " + answer.body())
                .isEqualTo(status);
        return answer.json();
    }

    private String hold(String... events) {
        StringBuilder items = new StringBuilder();
        for (String each : events) {
            items.append(items.isEmpty() ? "" : ", ").append("""
                    {"kind": "capacity", "event": "%s", "area": "floor", "quantity": 1}"""
                    .formatted(each));
        }
        return as(201, "POST", "/v1/holds", "{\"items\": [" + items + "]}").path("id").asText();
    }

    private static String items(String first, int some, String second, int more) {
        return """
                {"items": [
                  {"kind": "capacity", "event": "%s", "area": "floor", "quantity": %d},
                  {"kind": "capacity", "event": "%s", "area": "floor", "quantity": %d}]}"""
                .formatted(first, some, second, more);
    }

    private String paid(String... events) {
        String payment = as(201, "POST", "/v1/holds/" + hold(events) + "/pay",
                "{\"provider\": \"bankTransfer\"}").path("id").asText();
        return "/v1/bookings/" + as(200, "POST", "/v1/payments/" + payment + "/received", "{}")
                .path("booking").asText();
    }

    private String onSite(String... events) {
        return "/v1/bookings/" + as(201, "POST", "/v1/holds/" + hold(events) + "/confirm",
                "{\"payment\": {\"method\": \"onSite\"}}").path("id").asText();
    }

    private JsonNode cancelItem(int status, String booking, int item, String more,
            String... headers) {
        String tag = headers.length > 0 && headers[0].equals("If-Match") ? headers[1] : "*";
        String[] rest = headers.length > 0 && headers[0].equals("If-Match") ? new String[] {
                "If-Match", tag} : List.of(List.of("If-Match", tag), List.of(headers)).stream()
                        .flatMap(List::stream).toArray(String[]::new);
        return as(status, "POST", booking + "/cancel-item",
                "{\"item\": " + item + more + "}", rest);
    }

    private static long amount(JsonNode json, String field) {
        return json.path(field).path("amount").asLong();
    }

    private JsonNode payment(String booking) {
        return as(200, "GET", "/v1/payments/" + as(200, "GET", booking, "").path("payment")
                .path("payment").asText(), "");
    }

    private long free(String event) {
        return as(200, "GET", "/v1/events/" + event + "/free", "").path("areas").path(0)
                .path("free").asLong();
    }

    private void clean() {
        assertThat(as(200, "GET", "/v1/audit", "").path("findings")).isEmpty();
    }

    private JsonNode receipts(String booking, long... paid) {
        JsonNode found = as(200, "GET", booking + "/receipts", "").path("items");
        for (int tries = 0; tries < 400 && found.size() < paid.length; tries++) {
            Retries.rest(Duration.ofMillis(50));
            found = as(200, "GET", booking + "/receipts", "").path("items");
        }
        assertThat(found.findValues("paid").stream().mapToLong(each -> each.path("amount").asLong())
                .toArray()).as(found.toString()).containsExactly(paid);
        return found;
    }

    private void paidBack(String booking) {
        String payment = "/v1/payments/" + payment(booking).path("id").asText();
        for (int tries = 0; tries < 400; tries++) {
            for (JsonNode each : as(200, "GET", payment, "").path("refunds")) {
                if (each.path("status").asText().equals("due")) {
                    as(200, "POST", payment + "/refunded",
                            "{\"refund\": \"" + each.path("id").asText() + "\"}");
                    return;
                }
            }
            Retries.rest(Duration.ofMillis(50));
        }
        throw new AssertionError("no refund is due of " + payment);
    }

    @Test
    void givesBackItsPriceLessItsFeeAndFreesItsPlaces() {
        String booking = paid(gig, talk);
        receipts(booking, 10_000);
        JsonNode quote = as(200, "GET", booking + "/cancellation", "");
        assertThat(amount(quote, "fee")).isEqualTo(1_200 + 1_000);
        JsonNode item = quote.path("items").path(1);
        assertThat(item.path("allowed").asBoolean()).isTrue();
        assertThat(amount(item, "fee")).isEqualTo(1_000);
        assertThat(amount(item, "refund")).isEqualTo(3_000);
        assertThat(amount(item, "owed")).isZero();
        String ticket = "";
        for (JsonNode each : as(200, "GET", booking + "/tickets", "").path("items")) {
            ticket = each.path("event").asText().equals(talk) ? each.path("code").asText()
                    : ticket;
        }

        as(428, "POST", booking + "/cancel-item", "{\"item\": 1}");
        cancelItem(412, booking, 1, "", "If-Match", "\"1\"");
        cancelItem(400, booking, 2, "");
        assertThat(cancelItem(409, booking, 1,
                ", \"fee\": {\"amount\": 1, \"currency\": \"EUR\"}").path("type").asText())
                .endsWith("/feeChanged");
        assertThat(free(talk)).isEqualTo(49);
        JsonNode left = cancelItem(200, booking, 1,
                ", \"fee\": {\"amount\": 1000, \"currency\": \"EUR\"}, \"reason\": \"ill\"",
                "Idempotency-Key", KEY);
        assertThat(left.path("items")).hasSize(1);
        assertThat(left.path("items").path(0).path("event").asText()).isEqualTo(gig);
        assertThat(left.has("owed") || left.has("refundDue")).as(left.toString()).isFalse();
        JsonNode gone = left.path("cancelledItems").path(0);
        assertThat(gone.path("item").path("name").asText()).isEqualTo("Talk");
        assertThat(amount(gone, "fee")).isEqualTo(1_000);
        assertThat(amount(gone, "refund")).isEqualTo(3_000);
        assertThat(free(talk)).isEqualTo(50);
        assertThat(amount(payment(booking), "refunded")).isEqualTo(3_000);

        // The same request again is the same cancellation.
        assertThat(cancelItem(200, booking, 1,
                ", \"fee\": {\"amount\": 1000, \"currency\": \"EUR\"}, \"reason\": \"ill\"",
                "Idempotency-Key", KEY).path("items")).hasSize(1);
        cancelItem(422, booking, 0, "", "Idempotency-Key", KEY);
        assertThat(cancelItem(409, booking, 0, "").path("type").asText()).endsWith("/lastItem");
        assertThat(amount(payment(booking), "refunded")).isEqualTo(3_000);

        // Its ticket opens no door any more.
        assertThat(as(200, "GET", booking + "/tickets", "").path("items")
                .findValuesAsText("status")).containsExactlyInAnyOrder("valid", "revoked");
        assertThat(as(409, "POST", "/v1/check-ins", "{\"code\": \"" + ticket
                + "\", \"nonce\": \"at the door\"}").path("type").asText()).endsWith("/revoked");

        // The correction has the tax of the item.
        paidBack(booking);
        JsonNode correction = receipts(booking, 10_000, -3_000).path(1);
        assertThat(correction.path("taxes")).hasSize(1);
        assertThat(correction.path("taxes").path(0).path("rate").asInt()).isEqualTo(700);
        assertThat(as(200, "GET", booking + "/history", "").toString())
                .contains("Requested: cancel an item: ill").contains("Gave back 1 in floor");
        clean();

        // The fee of the item is kept when the rest is cancelled, and that has its own.
        JsonNode rest = as(200, "GET", booking + "/cancellation", "");
        assertThat(rest.path("items")).isEmpty();
        assertThat(amount(rest, "paid")).isEqualTo(7_000);
        assertThat(amount(rest, "fee")).isEqualTo(2_200);
        assertThat(amount(rest, "charged")).isEqualTo(1_000);
        assertThat(amount(rest, "refund")).isEqualTo(4_800);
        as(200, "POST", booking + "/cancel", "{}");
        assertThat(amount(payment(booking), "refunded")).isEqualTo(7_800);
        paidBack(booking);
        receipts(booking, 10_000, -3_000, -4_800);
        clean();
    }

    @Test
    void hasADeadlineOfItsOwn() {
        String soon = event("Soon", Duration.ofHours(30), 1_000, 1_900, "");
        String booking = paid(soon, talk);
        JsonNode quote = as(200, "GET", booking + "/cancellation", "");
        assertThat(quote.path("allowed").asBoolean()).isFalse();
        assertThat(quote.path("items").path(0).path("allowed").asBoolean()).isFalse();
        assertThat(quote.path("items").path(0).path("why").asText()).contains("until");
        assertThat(quote.path("items").path(1).path("allowed").asBoolean()).isTrue();
        assertThat(cancelItem(409, booking, 0, "").path("type").asText())
                .endsWith("/againstTheRules");
        cancelItem(200, booking, 1, "");
        assertThat(amount(payment(booking), "refunded")).isEqualTo(3_000);

        // A change keeps to the deadline of what it gives up.
        String changed = paid(soon, talk);
        assertThat(as(409, "POST", changed + "/exchange", items(soon, 2, talk, 1),
                "If-Match", "*").path("type").asText()).endsWith("/againstTheRules");
        as(200, "POST", changed + "/exchange", items(soon, 1, talk, 2), "If-Match", "*");

        // Staff override the deadline, and waive a fee.
        String other = paid(soon, talk);
        cancelItem(200, other, 0, ", \"override\": true");
        assertThat(amount(payment(other), "refunded")).isEqualTo(1_000);
        String waived = paid(gig, talk);
        assertThat(amount(cancelItem(200, waived, 1, ", \"waiveFee\": true")
                .path("cancelledItems").path(0), "refund")).isEqualTo(4_000);
        as(200, "POST", waived + "/cancel", "{\"waiveFee\": true}");
        assertThat(amount(payment(waived), "refunded")).isEqualTo(10_000);
        clean();
    }

    @Test
    void customersNeedTheirTokenAndFollowTheRules() {
        String soon = event("Soon", Duration.ofHours(30), 1_000, 1_900, "");
        OpenServer.Answer held = open.as(OpenServer.PUBLISHABLE, "POST", "/v1/holds", """
                {"items": [{"kind": "capacity", "event": "%s", "area": "floor", "quantity": 1},
                           {"kind": "capacity", "event": "%s", "area": "floor", "quantity": 1}]}"""
                .formatted(soon, talk));
        String[] mine = {"Authorization", "Bearer " + OpenServer.PUBLISHABLE, "If-Match", "*",
                "Holdfast-Token", held.text("token")};
        assertThat(open.send("POST", "/v1/holds/" + held.text("id") + "/confirm", "{}", mine)
                .status()).isEqualTo(201);
        String path = "/v1/bookings/bkg_" + held.text("id").substring(4) + "/cancel-item";
        assertThat(open.send("POST", path, "{\"item\": 1}", mine[0], mine[1], mine[2], mine[3])
                .status()).isEqualTo(403);
        for (String more : List.of("\"override\": true", "\"waiveFee\": true")) {
            assertThat(open.send("POST", path, "{\"item\": 0, " + more + "}", mine).status())
                    .as(more).isEqualTo(403);
        }
        assertThat(open.send("POST", path, "{\"item\": 0}", mine).status()).isEqualTo(409);
        assertThat(open.send("POST", path, "{\"item\": 1}", mine).status()).isEqualTo(200);
    }

    @Test
    void onSiteTheFeeIsPaidWithTheRest() {
        String booking = onSite(gig, talk);
        receipts(booking, 10_000);
        JsonNode item = as(200, "GET", booking + "/cancellation", "").path("items").path(0);
        assertThat(amount(item, "refund")).isZero();
        assertThat(amount(item, "owed")).isEqualTo(4_000 + 1_200);
        assertThat(amount(cancelItem(200, booking, 0, ""), "owed")).isEqualTo(5_200);
        JsonNode correction = receipts(booking, 10_000, -4_800).path(1);
        assertThat(correction.path("taxes").path(0).path("rate").asInt()).isEqualTo(1_900);
        assertThat(amount(as(200, "POST", booking + "/cancel", "{}"), "owed"))
                .isEqualTo(1_200 + 1_000);
        JsonNode all = receipts(booking, 10_000, -4_800, -5_200);
        assertThat(all.findValues("taxes").stream().flatMap(taxes -> taxes.findValues("tax")
                .stream()).mapToLong(JsonNode::asLong).sum()).as("each rate is corrected").isZero();
        clean();
    }

    @Test
    void ofADepositIsRefundedWhatIsNotOwed() {
        String course = event("Course", Duration.ofDays(40), 10_000, 1_900,
                "\"deposit\": {\"percent\": 30},");
        String booking = paid(course, talk);
        assertThat(amount(as(200, "GET", booking, ""), "owed")).isEqualTo(7_000);
        JsonNode items = as(200, "GET", booking + "/cancellation", "").path("items");
        assertThat(amount(items.path(1), "refund")).isZero();
        assertThat(amount(items.path(1), "owed")).isEqualTo(4_000);
        assertThat(amount(items.path(0), "refund")).isEqualTo(3_000);
        // The rest is being paid: closing that payment comes first.
        String rest = as(201, "POST", "/v1/holds/hld_" + booking.substring(
                booking.indexOf("bkg_") + 4) + "/pay", "{\"provider\": \"bankTransfer\"}")
                .path("id").asText();
        JsonNode left = cancelItem(200, booking, 0, "");
        assertThat(left.has("owed") || left.has("refundDue")).as(left.toString()).isFalse();
        assertThat(as(200, "GET", "/v1/payments/" + rest, "").path("status").asText())
                .isEqualTo("closed");
        assertThat(amount(payment(booking), "refunded")).isEqualTo(3_000);
        clean();
    }

    @Test
    void aCodeIsComputedAnew() {
        as(201, "POST", "/v1/codes", "{\"code\": \"LESS\", \"percent\": 10}");
        String hold = hold(gig, talk);
        as(200, "POST", "/v1/holds/" + hold + "/codes", "{\"code\": \"LESS\"}");
        String payment = as(201, "POST", "/v1/holds/" + hold + "/pay",
                "{\"provider\": \"bankTransfer\"}").path("id").asText();
        String booking = "/v1/bookings/" + as(200, "POST",
                "/v1/payments/" + payment + "/received", "{}").path("booking").asText();
        JsonNode left = cancelItem(200, booking, 1, "");
        assertThat(amount(left, "total")).isEqualTo(5_400);
        // 3600 less a quarter of that.
        assertThat(amount(payment(booking), "refunded")).isEqualTo(2_700);
        clean();
    }
}
