package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.catalog.RandomIds;
import holdfast.server.payment.SandboxProcess;
import holdfast.testkit.Scratch;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A customer pays over HTTP at the sandbox, whose signed webhooks arrive, and the worker does the
/// rest.
class PayingTest {
    private static final String CARD = "4242424242424242";

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private final SandboxProcess sandbox = SandboxProcess.get();
    private final String account = RandomIds.next("sk_test_");
    private OpenServer open;
    private String event;

    @BeforeEach
    void begin() {
        open = new OpenServer(scratch.database(), Map.of("HOLDFAST_ENCRYPTION_KEY",
                Base64.getEncoder().encodeToString(new byte[32])));
        String secret = sandbox.form(account, "/v1/webhook_endpoints",
                "url=" + open.home() + "/v1/providers/main/sandbox/events&enabled_events[0]=*")
                .path("secret").asText();
        assertThat(as(200, "PUT", "/v1/providers", """
                {"provider": "sandbox", "settings": {"apiKey": "%s", "baseUrl": "%s",
                 "webhookSecret": "%s"}}""".formatted(account, sandbox.home(), secret))
                .toString()).doesNotContain(account, secret).contains("\"apiKey\"");
        event = as(201, "POST", "/v1/events", """
                {"name": "Gig", "start": "2036-12-12T20:00:00+01:00",
                 "end": "2036-12-12T22:30:00+01:00", "timeZone": "Europe/Berlin",
                 "areas": [{"id": "floor", "name": "Floor", "kind": "capacity", "capacity": 50,
                            "price": {"amount": 3500, "currency": "EUR"}}]}""")
                .path("id").asText();
    }

    @AfterEach
    void end() {
        open.close();
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

    private JsonNode pay(String hold) {
        return as(201, "POST", "/v1/holds/" + hold + "/pay", """
                {"provider": "sandbox", "returnTo": "https://example.org/paid",
                 "customer": {"name": "Ann", "email": "ann@example.org"}}""");
    }

    private JsonNode until(String payment, String status) throws InterruptedException {
        JsonNode read = as(200, "GET", "/v1/payments/" + payment, "");
        for (int tries = 0; tries < 200 && !read.path("status").asText().equals(status); tries++) {
            Thread.sleep(50);
            // A list does not look at the provider: only the webhook and the worker do.
            read = as(200, "GET", "/v1/payments?hold=" + read.path("hold").asText(), "")
                    .path("items").path(0);
        }
        assertThat(read.path("status").asText()).as(read.toString()).isEqualTo(status);
        return read;
    }

    private static String session(JsonNode payment) {
        String url = payment.path("next").path("url").asText();
        return url.substring(url.lastIndexOf('/') + 1);
    }

    @Test
    void booksAndRefunds() throws InterruptedException {
        String hold = hold();
        JsonNode payment = pay(hold);
        assertThat(payment.path("next").path("kind").asText()).isEqualTo("redirect");
        assertThat(open.as(OpenServer.PUBLISHABLE, "GET",
                "/v1/payments/" + payment.path("id").asText(), "").status()).isEqualTo(403);
        sandbox.pay(account, session(payment), CARD);
        JsonNode settled = until(payment.path("id").asText(), "settled");
        JsonNode booking = as(200, "GET", "/v1/bookings/" + settled.path("booking").asText(), "");
        assertThat(booking.path("status").asText()).isEqualTo("booked");
        assertThat(booking.path("customer").path("name").asText()).isEqualTo("Ann");
        assertThat(booking.path("payment").path("method").asText()).isEqualTo("online");
        as(200, "POST", "/v1/bookings/" + settled.path("booking").asText() + "/cancel", "{}");
        for (int tries = 0; tries < 200; tries++) {
            JsonNode refunds = as(200, "GET", "/v1/payments/" + payment.path("id").asText(), "")
                    .path("refunds");
            if (refunds.path(0).path("status").asText().equals("done")) {
                assertThat(refunds).hasSize(1);
                assertThat(refunds.path(0).path("amount").asInt()).isEqualTo(3_500);
                assertThat(as(200, "GET", "/v1/audit", "").path("findings")).isEmpty();
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("it was not refunded");
    }

    /// A code closes the payment of the old price; the next payment is of what is due.
    @Test
    void paysWhatACodeAndACardLeave() throws InterruptedException {
        as(201, "POST", "/v1/codes", "{\"code\": \"LESS\", \"percent\": 10, \"uses\": 1}");
        String card = as(201, "POST", "/v1/gift-cards",
                "{\"value\": {\"amount\": 1000, \"currency\": \"EUR\"}}").path("code").asText();
        String hold = hold();
        JsonNode before = pay(hold);
        assertThat(before.path("amount").path("amount").asInt()).isEqualTo(3_500);
        as(200, "POST", "/v1/holds/" + hold + "/codes", "{\"code\": \"LESS\"}");
        as(200, "POST", "/v1/holds/" + hold + "/codes", "{\"code\": \"" + card + "\"}");
        assertThat(as(200, "GET", "/v1/payments/" + before.path("id").asText(), "")
                .path("status").asText()).isEqualTo("closed");
        JsonNode payment = pay(hold);
        assertThat(payment.path("amount").path("amount").asInt()).isEqualTo(2_150);
        assertThat(payment.path("priceSummary").path("total").path("amount").asInt())
                .isEqualTo(3_150);
        sandbox.pay(account, session(payment), CARD);
        JsonNode settled = payment;
        for (int tries = 0; tries < 200
                && !settled.path("status").asText().equals("settled"); tries++) {
            Thread.sleep(50);
            settled = as(200, "GET", "/v1/payments/" + payment.path("id").asText(), "");
        }
        assertThat(settled.path("captured").path("amount").asInt()).isEqualTo(2_150);
        assertThat(as(200, "GET", "/v1/bookings/" + settled.path("booking").asText(), "")
                .path("priceSummary").path("due").path("amount").asInt()).isEqualTo(2_150);
        assertThat(as(200, "GET", "/v1/audit", "").path("findings")).isEmpty();
    }

    @Test
    void owesWhatCouldNotBeCharged() throws InterruptedException {
        sandbox.fault(account, "payment_intents.capture", "refuse");
        JsonNode payment = pay(hold());
        sandbox.pay(account, session(payment), CARD);
        String id = payment.path("id").asText();
        String booking = "/v1/bookings/" + until(id, "owed").path("booking").asText();
        assertThat(as(200, "GET", booking, "").path("owed").path("amount").asInt())
                .isEqualTo(3_500);
        assertThat(as(200, "GET", "/v1/bookings", "").path("items").path(0).path("owed")
                .path("amount").asInt()).isEqualTo(3_500);
        as(200, "POST", "/v1/payments/" + id + "/capture", "{}");
        until(id, "settled");
        assertThat(as(200, "GET", booking, "").has("owed")).isFalse();
        JsonNode asked = as(200, "GET", booking + "/history", "").path("items");
        assertThat(asked.findValuesAsText("what")).contains("Requested: charge again");
        assertThat(asked.get(asked.size() - 1).path("by").asText()).isNotEmpty();
    }

    @Test
    void confirmsWhatIsPaidAndNothingElse() {
        String hold = hold();
        JsonNode payment = pay(hold);
        String body = "{\"payment\": {\"method\": \"online\", \"payment\": \""
                + payment.path("id").asText() + "\"}}";
        assertThat(as(402, "POST", "/v1/holds/" + hold + "/confirm", body).path("type").asText())
                .endsWith("/paymentFailed");
        as(402, "POST", "/v1/holds/" + hold() + "/confirm", body);
        sandbox.pay(account, session(payment), CARD);
        OpenServer.Answer confirmed = open.as(
                OpenServer.SECRET, "POST", "/v1/holds/" + hold + "/confirm", body);
        assertThat(confirmed.status()).as(confirmed.body()).isIn(200, 201);
        as(200, "POST", "/v1/holds/" + hold + "/confirm", body);
        as(409, "DELETE", "/v1/holds/" + hold, "");
    }

    @Test
    void closesBeforeItGivesAway() {
        String hold = hold();
        JsonNode payment = pay(hold);
        assertThat(open.as(OpenServer.SECRET, "DELETE", "/v1/holds/" + hold, "").status())
                .isEqualTo(204);
        assertThat(sandbox.send(account, "GET", "/v1/checkout/sessions/" + session(payment), "")
                .path("status").asText()).isEqualTo("expired");
        assertThat(as(200, "GET", "/v1/holds/" + hold, "").path("status").asText())
                .isEqualTo("cancelled");
        assertThat(as(200, "GET", "/v1/payments/" + payment.path("id").asText(), "")
                .path("status").asText()).isEqualTo("closed");
    }

    @Test
    void waitsForAProviderThatDoesNotAnswer() {
        sandbox.fault(account, "checkout.sessions.create", "loseReply");
        String hold = hold();
        OpenServer.Answer first = open.as(OpenServer.SECRET, "POST", "/v1/holds/" + hold + "/pay",
                "{\"provider\": \"sandbox\", \"returnTo\": \"https://example.org/paid\"}");
        assertThat(first.status()).as(first.body()).isEqualTo(503);
        assertThat(first.header("Retry-After")).isNotEmpty();
        as(404, "POST", "/v1/holds/hld_none/pay",
                "{\"provider\": \"sandbox\", \"returnTo\": \"https://example.org/paid\"}");
        as(409, "POST", "/v1/holds/" + hold + "/pay", "{\"provider\": \"stripe\"}");
        assertThat(open.send("POST", "/v1/providers/main/sandbox/events", "{}").status())
                .isEqualTo(400);
    }

    private String booked(String hold) {
        return as(201, "POST", "/v1/holds/" + hold + "/confirm", "{}").path("id").asText();
    }

    @Test
    void cancelsAnEventWithAllItsBookings() throws InterruptedException {
        JsonNode payment = pay(hold());
        sandbox.pay(account, session(payment), CARD);
        until(payment.path("id").asText(), "settled");
        String onSite = booked(hold());
        String other = as(201, "POST", "/v1/events", """
                {"name": "Talk", "start": "2036-12-13T20:00:00+01:00",
                 "end": "2036-12-13T22:30:00+01:00", "timeZone": "Europe/Berlin",
                 "areas": [{"id": "room", "name": "Room", "kind": "capacity", "capacity": 5}]}""")
                .path("id").asText();
        String mixed = booked(as(201, "POST", "/v1/holds", """
                {"items": [{"kind": "capacity", "event": "%s", "area": "floor", "quantity": 1},
                           {"kind": "capacity", "event": "%s", "area": "room", "quantity": 1}]}"""
                .formatted(event, other)).path("id").asText());
        String late = hold();

        String path = "/v1/events/" + event;
        as(404, "GET", path + "/cancellation", "");
        as(404, "POST", "/v1/events/evt_none/cancel", "");
        as(202, "POST", path + "/cancel", "{\"reason\": \"The band is ill.\"}");
        JsonNode done = cancelled(path, 2);
        assertThat(done.path("bookings").toString())
                .isEqualTo("{\"cancelled\":2,\"left\":0,\"reduced\":1,\"refused\":0}");
        assertThat(done.path("refunds").path(0).path("amount").path("amount").asLong())
                .isEqualTo(3_500);
        assertThat(as(200, "GET", path, "").path("onSale").asBoolean()).isFalse();
        assertThat(as(200, "GET", "/v1/bookings/" + onSite, "").path("status").asText())
                .isEqualTo("cancelled");
        JsonNode kept = as(200, "GET", "/v1/bookings/" + mixed, "");
        assertThat(kept.path("status").asText()).isEqualTo("booked");
        assertThat(kept.path("items").findValuesAsText("event")).containsExactly(other);
        assertThat(as(200, "GET", "/v1/bookings/" + onSite + "/history", "").toString())
                .contains("The band is ill.");

        // A hold that becomes a booking afterwards is found at the next look.
        booked(late);
        JsonNode again = as(202, "POST", path + "/cancel", "{\"refund\": false}");
        assertThat(again.path("refund").asBoolean()).isTrue();
        scratch.database().run("UPDATE event_cancellation SET due_at = now()");
        cancelled(path, 3);
        assertThat(as(200, "GET", "/v1/audit", "").path("findings")).isEmpty();
    }

    private JsonNode cancelled(String path, int bookings) throws InterruptedException {
        JsonNode found = as(200, "GET", path + "/cancellation", "");
        for (int tries = 0; tries < 200 && !(found.path("status").asText().equals("done")
                && found.path("bookings").path("cancelled").asInt() == bookings
                && found.path("refunds").path(0).path("status").asText().equals("done")); tries++) {
            Thread.sleep(50);
            found = as(200, "GET", path + "/cancellation", "");
        }
        return found;
    }

    @Test
    void payingAtTheVenueCanBeSwitchedOff() {
        assertThat(as(200, "GET", "/v1/providers", "").path("items").findValuesAsText("provider"))
                .containsExactlyInAnyOrder("bankTransfer", "onSite", "sandbox", "stripe");
        assertThat(as(200, "PUT", "/v1/providers",
                "{\"provider\": \"onSite\", \"offered\": false}").path("offered").asBoolean())
                .isFalse();
        OpenServer.Answer held = open.as(OpenServer.PUBLISHABLE, "POST", "/v1/holds", """
                {"items": [{"kind": "capacity", "event": "%s", "area": "floor", "quantity": 1}]}"""
                .formatted(event));
        String path = "/v1/holds/" + held.text("id") + "/confirm";
        for (String body : new String[] {"{}", "{\"payment\": {\"method\": \"onSite\"}}"}) {
            OpenServer.Answer refused = open.send("POST", path, body, "Authorization",
                    "Bearer " + OpenServer.PUBLISHABLE, "Holdfast-Token", held.text("token"));
            assertThat(refused.status()).as(refused.body()).isEqualTo(409);
            assertThat(refused.text("type")).endsWith("providerNotOffered");
            assertThat(refused.json().path("offered").path(0).asText()).isEqualTo("sandbox");
        }
        as(409, "POST", "/v1/holds/" + held.text("id") + "/pay", """
                {"provider": "onSite", "returnTo": "https://example.org/paid"}""");
        // The account that is not one is not compared with a provider.
        assertThat(as(200, "GET", "/v1/audit", "").path("clean").asBoolean()).isTrue();
        as(201, "POST", path, "{\"payment\": {\"method\": \"onSite\"}}");
        as(200, "PUT", "/v1/providers", "{\"provider\": \"onSite\", \"offered\": true}");
        OpenServer.Answer other = open.as(OpenServer.PUBLISHABLE, "POST", "/v1/holds", """
                {"items": [{"kind": "capacity", "event": "%s", "area": "floor", "quantity": 1}]}"""
                .formatted(event));
        assertThat(open.send("POST", "/v1/holds/" + other.text("id") + "/confirm", "{}",
                "Authorization", "Bearer " + OpenServer.PUBLISHABLE, "Holdfast-Token",
                other.text("token")).status()).isEqualTo(201);
    }
}
