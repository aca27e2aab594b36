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
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Fees by the rules of an event: for cancelling late, for changing, for not coming.
class FeesTest {
    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private OpenServer open;
    private String event;

    @BeforeEach
    void begin() {
        open = new OpenServer(scratch.database(), Map.of("HOLDFAST_ENCRYPTION_KEY",
                Base64.getEncoder().encodeToString(new byte[32])));
        as(200, "PUT", "/v1/providers", """
                {"provider": "bankTransfer", "settings": {"holder": "Hall",
                 "iban": "DE89370400440532013000"}}""");
        event = as(201, "POST", "/v1/events", event(Duration.ofHours(24), """
                "fees": {"cancel": [{"percent": 10}, {"within": "PT48H", "percent": 50}],
                         "change": [{"amount": {"amount": 300, "currency": "EUR"}}],
                         "noShow": {"percent": 80}},""")).path("id").asText();
    }

    @AfterEach
    void end() {
        open.close();
    }

    private static String event(Duration ahead, String fees) {
        return "{" + fees + """
                "name": "Gig", "start": "%s", "end": "%s", "timeZone": "Europe/Berlin",
                 "areas": [{"id": "floor", "name": "Floor", "kind": "capacity", "capacity": 50,
                            "price": {"amount": 3500, "currency": "EUR"}, "taxRate": 1900},
                           {"id": "gallery", "name": "Gallery", "kind": "capacity", "capacity": 50,
                            "price": {"amount": 3500, "currency": "EUR"}, "taxRate": 1900}]}"""
                .formatted(at(ahead), at(ahead.plusHours(2)));
    }

    private static String at(Duration ahead) {
        return OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS).plus(ahead)
                .toString();
    }

    private JsonNode as(int status, String method, String path, String body) {
        OpenServer.Answer answer = open.as(OpenServer.SECRET, method, path, body);
        assertThat(answer.status()).as(method + " " + path + " " + answer.body())
                .isEqualTo(status);
        return answer.json();
    }

    private String hold() {
        return as(201, "POST", "/v1/holds", """
                {"items": [{"kind": "capacity", "event": "%s", "area": "floor", "quantity": 1}]}"""
                .formatted(event)).path("id").asText();
    }

    private String paid() {
        String payment = as(201, "POST", "/v1/holds/" + hold() + "/pay",
                "{\"provider\": \"bankTransfer\"}").path("id").asText();
        return "/v1/bookings/" + as(200, "POST", "/v1/payments/" + payment + "/received", "{}")
                .path("booking").asText();
    }

    private String onSite() {
        return "/v1/bookings/" + as(201, "POST", "/v1/holds/" + hold() + "/confirm",
                "{\"payment\": {\"method\": \"onSite\"}}").path("id").asText();
    }

    private static long amount(JsonNode json, String field) {
        return json.path(field).path("amount").asLong();
    }

    private JsonNode payment(String booking) {
        return as(200, "GET", "/v1/payments/" + as(200, "GET", booking, "").path("payment")
                .path("payment").asText(), "");
    }

    private void clean() {
        assertThat(as(200, "GET", "/v1/audit", "").path("findings")).isEmpty();
    }

    private void receipts(String booking, long... paid) {
        JsonNode found = as(200, "GET", booking + "/receipts", "").path("items");
        for (int tries = 0; tries < 200 && found.size() < paid.length; tries++) {
            Retries.rest(Duration.ofMillis(50));
            found = as(200, "GET", booking + "/receipts", "").path("items");
        }
        assertThat(found.findValues("paid").stream().mapToLong(each -> each.path("amount").asLong())
                .toArray()).as(found.toString()).containsExactly(paid);
    }

    @Test
    void cancellingKeepsTheFeeThatWasAgreed() {
        String booking = paid();
        // A later change of the rules does not change what was agreed.
        assertThat(open.send("PATCH", "/v1/events/" + event, "{\"fees\": null}",
                "Authorization", "Bearer " + OpenServer.SECRET, "If-Match", "*").status())
                .isEqualTo(200);
        JsonNode quote = as(200, "GET", booking + "/cancellation", "");
        assertThat(quote.path("allowed").asBoolean()).isTrue();
        assertThat(amount(quote, "paid")).isEqualTo(3_500);
        assertThat(amount(quote, "fee")).isEqualTo(1_750);
        assertThat(amount(quote, "refund")).isEqualTo(1_750);
        assertThat(amount(quote, "due")).isZero();
        JsonNode changed = as(409, "POST", booking + "/cancel",
                "{\"fee\": {\"amount\": 350, \"currency\": \"EUR\"}}");
        assertThat(changed.path("type").asText()).endsWith("/feeChanged");
        assertThat(amount(changed, "fee")).isEqualTo(1_750);
        assertThat(as(200, "GET", booking, "").path("status").asText()).isEqualTo("booked");
        JsonNode cancelled = as(200, "POST", booking + "/cancel",
                "{\"fee\": {\"amount\": 1750, \"currency\": \"EUR\"}}");
        assertThat(cancelled.path("fees").path(0).path("status").asText()).isEqualTo("charged");
        assertThat(cancelled.has("owed")).isFalse();
        assertThat(amount(payment(booking), "refunded")).isEqualTo(1_750);
        as(200, "POST", booking + "/fee", "{\"kind\": \"cancelled\", \"status\": \"waived\"}");
        as(200, "POST", booking + "/fee", "{\"kind\": \"cancelled\", \"status\": \"waived\"}");
        as(409, "POST", booking + "/fee", "{\"kind\": \"noShow\", \"status\": \"waived\"}");
        assertThat(amount(payment(booking), "refunded")).isEqualTo(3_500);
        as(409, "GET", booking + "/cancellation", "");
        clean();
    }

    @Test
    void whatWasNotPaidOfAFeeIsDue() {
        String booking = onSite();
        assertThat(amount(as(200, "GET", booking + "/cancellation", ""), "due")).isEqualTo(1_750);
        assertThat(amount(as(200, "POST", booking + "/cancel", "{}"), "owed")).isEqualTo(1_750);
        assertThat(as(200, "POST", booking + "/fee",
                "{\"kind\": \"cancelled\", \"status\": \"received\"}").has("owed")).isFalse();
        receipts(booking, 3_500, -3_500, 1_750);
        assertThat(as(200, "GET", booking + "/history", "").toString())
                .contains("Requested: mark the fee as received");
        clean();
    }

    @Test
    void staffWaivesAFee() {
        String booking = paid();
        assertThat(open.as(OpenServer.PUBLISHABLE, "POST", booking + "/cancel",
                "{\"waiveFee\": true}").status()).isEqualTo(403);
        assertThat(as(200, "POST", booking + "/cancel", "{\"waiveFee\": true}").has("fees"))
                .isFalse();
        assertThat(amount(payment(booking), "refunded")).isEqualTo(3_500);
        String other = paid();
        as(200, "POST", other + "/cancel",
                "{\"refund\": {\"amount\": 500, \"currency\": \"EUR\"}}");
        assertThat(amount(payment(other), "refunded")).isEqualTo(500);
        clean();
    }

    @Test
    void chargesForAVisitThatWasMissed() {
        String paid = paid();
        String onSite = onSite();
        String waived = onSite();
        assertThat(as(409, "POST", paid + "/no-show", "{}").path("type").asText())
                .endsWith("/notBegun");
        assertThat(open.send("PATCH", "/v1/events/" + event, """
                {"start": "%s", "end": "%s"}""".formatted(
                at(Duration.ofHours(-3)), at(Duration.ofHours(-1))),
                "Authorization", "Bearer " + OpenServer.SECRET, "If-Match", "*").status())
                .isEqualTo(200);
        assertThat(as(200, "POST", paid + "/no-show", "{}").has("owed")).isFalse();
        assertThat(amount(as(200, "POST", onSite + "/no-show", ""), "owed")).isEqualTo(2_800);
        assertThat(amount(as(200, "POST", onSite + "/no-show", ""), "owed")).isEqualTo(2_800);
        as(409, "POST", onSite + "/cancel", "{\"override\": true}");
        receipts(onSite, 3_500, -700);
        as(200, "POST", onSite + "/fee", "{\"kind\": \"noShow\", \"status\": \"received\"}");
        assertThat(as(200, "POST", waived + "/no-show", "{\"waiveFee\": true}").has("owed"))
                .isFalse();
        receipts(waived, 3_500, -3_500);
        clean();
    }

    @Test
    void aChangeFeeIsOwed() {
        String booking = onSite();
        OpenServer.Answer changed = open.send("POST", booking + "/exchange",
                """
                {"items": [{"kind": "capacity", "event": "%s", "area": "gallery", "quantity": 1}]}"""
                        .formatted(event),
                "Authorization", "Bearer " + OpenServer.SECRET,
                "If-Match", "*");
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(amount(changed.json(), "owed")).isEqualTo(3_800);
        clean();
    }

    private void deposits(String rule) {
        event = as(201, "POST", "/v1/events", event(Duration.ofDays(30), rule)).path("id")
                .asText();
    }

    private void settled(String hold, long... amounts) {
        JsonNode all = as(200, "GET", "/v1/payments?hold=" + hold, "").path("items");
        assertThat(all.findValues("captured").stream()
                .mapToLong(each -> each.path("amount").asLong()).toArray())
                .as(all.toString()).containsExactly(amounts);
    }

    @Test
    void theRestOfADepositIsReceivedByStaff() {
        deposits("\"deposit\": {\"percent\": 30, \"restBefore\": \"P7D\"},");
        String booking = paid();
        String hold = "hld_" + booking.substring(booking.indexOf("bkg_") + 4);
        assertThat(amount(as(200, "GET", booking, ""), "owed")).isEqualTo(2_450);
        assertThat(as(200, "POST", booking + "/received", "{}").has("owed")).isFalse();
        assertThat(as(409, "POST", booking + "/received", "{}").path("type").asText())
                .endsWith("/nothingOwed");
        settled(hold, 1_050, 2_450);
        receipts(booking, 1_050, 2_450);
        assertThat(as(200, "GET", booking + "/receipts", "").path("items")
                .findValuesAsText("pays")).containsExactly("deposit", "rest");
        clean();
        as(200, "POST", booking + "/cancel", "{}");
        JsonNode all = as(200, "GET", "/v1/payments?hold=" + hold, "").path("items");
        assertThat(all.findValues("refunded").stream()
                .mapToLong(each -> each.path("amount").asLong()).toArray())
                .containsExactly(1_050, 2_450);
        for (JsonNode each : all) {
            String payment = "/v1/payments/" + each.path("id").asText();
            JsonNode refund = as(200, "GET", payment, "").path("refunds").path(0);
            for (int tries = 0; tries < 200
                    && !refund.path("status").asText().equals("due"); tries++) {
                Retries.rest(Duration.ofMillis(50));
                refund = as(200, "GET", payment, "").path("refunds").path(0);
            }
            as(200, "POST", payment + "/refunded",
                    "{\"refund\": \"" + refund.path("id").asText() + "\"}");
        }
        receipts(booking, 1_050, 2_450, -1_050, -2_450);
        clean();
    }

    @Test
    void theRestOfADepositIsPaidByAPaymentOfItsOwn() {
        deposits("\"deposit\": {\"amount\": {\"amount\": 500, \"currency\": \"EUR\"}},");
        String booking = paid();
        String hold = "hld_" + booking.substring(booking.indexOf("bkg_") + 4);
        String path = "/v1/holds/" + hold + "/pay";
        String first = as(201, "POST", path, "{\"provider\": \"bankTransfer\"}").path("id")
                .asText();
        assertThat(as(200, "POST", path, "{\"provider\": \"bankTransfer\"}").path("id").asText())
                .isEqualTo(first);
        as(200, "POST", "/v1/payments/" + first + "/received", "{}");
        settled(hold, 500, 3_000);
        assertThat(as(200, "GET", booking, "").has("owed")).isFalse();
        clean();
        // Cancelling closes what could still be paid.
        String other = paid();
        String rest = as(201, "POST", "/v1/holds/hld_"
                + other.substring(other.indexOf("bkg_") + 4) + "/pay",
                "{\"provider\": \"bankTransfer\"}").path("id").asText();
        as(200, "POST", other + "/cancel", "{}");
        for (int tries = 0; tries < 200 && !as(200, "GET", "/v1/payments/" + rest, "")
                .path("status").asText().equals("closed"); tries++) {
            Retries.rest(Duration.ofMillis(50));
        }
        // The transfer arrives all the same.
        assertThat(as(200, "POST", "/v1/payments/" + rest + "/received", "{}").path("status")
                .asText()).isEqualTo("returning");
        clean();
    }

    @Test
    void aFeeIsKeptOfBothPayments() {
        deposits("""
                "deposit": {"percent": 30},
                "fees": {"cancel": [{"percent": 50}]},""");
        String booking = paid();
        JsonNode early = as(200, "GET", booking + "/cancellation", "");
        assertThat(amount(early, "refund")).isZero();
        assertThat(amount(early, "due")).isEqualTo(700);
        as(200, "POST", booking + "/received", "{}");
        assertThat(amount(as(200, "GET", booking + "/cancellation", ""), "refund"))
                .isEqualTo(1_750);
        as(200, "POST", booking + "/cancel", "{}");
        assertThat(as(200, "GET", "/v1/payments?hold=hld_"
                + booking.substring(booking.indexOf("bkg_") + 4), "").path("items")
                .findValues("refunded").stream()
                .mapToLong(each -> each.path("amount").asLong()).toArray())
                .containsExactly(0, 1_750);
        clean();
    }

    @Test
    void aHoldSaysWhatItsDepositIs() {
        deposits("\"deposit\": {\"percent\": 30, \"restBefore\": \"P7D\"},");
        JsonNode deposit = as(200, "GET", "/v1/holds/" + hold(), "").path("deposit");
        assertThat(amount(deposit, "amount")).isEqualTo(1_050);
        assertThat(deposit.path("restUntil").asText()).isNotEmpty();
        assertThat(as(400, "POST", "/v1/events", event(Duration.ofDays(3),
                "\"deposit\": {\"percent\": 30, \"restBefore\": \"PT0S\"},")).toString())
                .contains("deposit.restBefore");
    }

    @Test
    void aDepositIsNotPaidOnSiteByCustomers() {
        deposits("\"deposit\": {\"percent\": 30},");
        OpenServer.Answer held = open.as(OpenServer.PUBLISHABLE, "POST", "/v1/holds", """
                {"items": [{"kind": "capacity", "event": "%s", "area": "floor", "quantity": 1}]}"""
                .formatted(event));
        assertThat(open.send("POST", "/v1/holds/" + held.text("id") + "/confirm", "{}",
                "Authorization", "Bearer " + OpenServer.PUBLISHABLE, "Holdfast-Token",
                held.text("token")).status()).isEqualTo(409);
    }

    @Test
    void rulesAreRefusedByTheirFields() {
        for (String[] wrong : new String[][] {
                {"\"cancel\": [{\"percent\": 10, \"amount\": {\"amount\": 1, \"currency\": \"EUR\"}}]",
                        "fees.cancel[0].percent"},
                {"\"cancel\": [{\"percent\": 10}, {\"percent\": 20}]", "fees.cancel[1].within"},
                {"\"change\": [{\"within\": \"PT0S\", \"percent\": 20}]",
                        "fees.change[0].within"},
                {"\"noShow\": {\"amount\": {\"amount\": 1, \"currency\": \"CHF\"}}",
                        "fees.noShow.amount.currency"}}) {
            assertThat(as(400, "POST", "/v1/events", event(Duration.ofDays(3),
                    "\"fees\": {" + wrong[0] + "},")).toString()).contains(wrong[1]);
        }
    }
}
