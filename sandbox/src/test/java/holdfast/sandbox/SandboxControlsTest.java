package holdfast.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.exception.ApiException;
import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.RateLimitException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.model.checkout.Session;
import com.stripe.param.RefundCreateParams;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Every control, each with its effect on the API and in the ledger.
class SandboxControlsTest {
    private static final long SECOND = 1_000_000_000L;

    private StartedSandbox sandbox;

    @BeforeEach
    void start() throws IOException {
        sandbox = new StartedSandbox();
    }

    @AfterEach
    void stop() throws IOException {
        sandbox.close();
    }

    private void order(String json) throws IOException {
        sandbox.control("/sandbox/behaviours", json);
    }

    private PaymentIntent capture(String id) throws StripeException {
        return sandbox.stripe.v1().paymentIntents().capture(id);
    }

    private String status(String intent) throws StripeException {
        return sandbox.stripe.v1().paymentIntents().retrieve(intent).getStatus();
    }

    private HttpResponse<String> captureWithKey(String id) throws IOException {
        return sandbox.post("/v1/payment_intents/" + id + "/capture", "", "Idempotency-Key", "c1");
    }

    @Test
    void losesTheReplyAfterTheEffect() throws IOException, StripeException {
        String id = sandbox.authorized().getPaymentIntent();
        order("{\"route\": \"payment_intents.capture\", \"do\": \"loseReply\"}");
        assertThatIOException().isThrownBy(() -> captureWithKey(id));
        assertThat(status(id)).isEqualTo("succeeded");
        HttpResponse<String> replayed = captureWithKey(id);
        assertThat(replayed.statusCode()).isEqualTo(200);
        assertThat(replayed.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(sandbox.sums().path("captured").asLong()).isEqualTo(2500);
    }

    @Test
    void losesTheRequestBeforeTheEffect() throws IOException, StripeException {
        String id = sandbox.authorized().getPaymentIntent();
        order("{\"route\": \"payment_intents.*\", \"do\": \"loseRequest\"}");
        assertThatIOException().isThrownBy(() -> captureWithKey(id));
        assertThat(status(id)).isEqualTo("requires_capture");
    }

    @Test
    void failsBeforeAndAfter() throws IOException, StripeException {
        String id = sandbox.authorized().getPaymentIntent();
        order("{\"route\": \"payment_intents.capture\", \"do\": \"errorBefore\"}");
        assertThatExceptionOfType(ApiException.class).isThrownBy(() -> capture(id));
        assertThat(status(id)).isEqualTo("requires_capture");
        order("{\"route\": \"payment_intents.capture\", \"do\": \"errorAfter\"}");
        assertThat(captureWithKey(id).statusCode()).isEqualTo(500);
        assertThat(status(id)).isEqualTo("succeeded");
        assertThat(captureWithKey(id).statusCode()).isEqualTo(200);
    }

    @Test
    void remembersAServerError() throws IOException, StripeException {
        String id = sandbox.authorized().getPaymentIntent();
        order("{\"route\": \"payment_intents.capture\", \"do\": \"errorAfter\","
                + " \"remember\": true}");
        assertThat(captureWithKey(id).statusCode()).isEqualTo(500);
        assertThat(captureWithKey(id).statusCode()).isEqualTo(500);
        assertThat(status(id)).isEqualTo("succeeded");
    }

    @Test
    void limitsTheRate() throws IOException, StripeException {
        String id = sandbox.authorized().getPaymentIntent();
        order("{\"do\": \"rateLimit\", \"times\": 2}");
        assertThatExceptionOfType(RateLimitException.class).isThrownBy(() -> capture(id));
        assertThatExceptionOfType(RateLimitException.class).isThrownBy(() -> capture(id));
        assertThat(capture(id).getStatus()).isEqualTo("succeeded");
    }

    @Test
    void refusesACapture() throws IOException, StripeException {
        String id = sandbox.authorized().getPaymentIntent();
        order("{\"route\": \"payment_intents.capture\", \"do\": \"refuse\", \"times\": -1}");
        for (int round = 0; round < 3; round++) {
            assertThatExceptionOfType(CardException.class).isThrownBy(() -> capture(id))
                    .extracting(CardException::getDeclineCode).isEqualTo("generic_decline");
        }
        assertThat(status(id)).isEqualTo("requires_capture");
        order("{\"route\": \"refunds.create\", \"do\": \"refuse\", \"type\": "
                + "\"invalid_request_error\", \"code\": \"balance_insufficient\"}");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> sandbox.stripe.v1().refunds().create(
                        RefundCreateParams.builder().setPaymentIntent(id).build()))
                .extracting(StripeException::getCode).isEqualTo("balance_insufficient");
    }

    @Test
    void delaysAndHangs() throws IOException, StripeException {
        String id = sandbox.authorized().getPaymentIntent();
        order("{\"route\": \"payment_intents.retrieve\", \"do\": \"delay\", \"millis\": 200}");
        long began = System.nanoTime();
        assertThat(status(id)).isEqualTo("requires_capture");
        assertThat(System.nanoTime() - began).isBetween(SECOND / 5, SECOND * 5);
        order("{\"route\": \"payment_intents.capture\", \"do\": \"hang\", \"millis\": 200}");
        assertThatIOException().isThrownBy(() -> captureWithKey(id));
        assertThat(status(id)).isEqualTo("requires_capture");
        order("{\"route\": \"payment_intents.capture\", \"do\": \"hangAfter\", \"millis\": 200}");
        assertThatIOException().isThrownBy(() -> captureWithKey(id));
        assertThat(status(id)).isEqualTo("succeeded");
    }

    @Test
    void answersConflictWhileAKeyIsInUse() throws IOException, StripeException {
        String id = sandbox.authorized().getPaymentIntent();
        order("{\"route\": \"payment_intents.capture\", \"do\": \"delay\", \"millis\": 500}");
        CompletableFuture<HttpResponse<String>> slow = CompletableFuture.supplyAsync(() -> {
            try {
                return captureWithKey(id);
            } catch (IOException broken) {
                throw new IllegalStateException(broken);
            }
        });
        StartedSandbox.until(() -> {
            try {
                return sandbox.get("/sandbox/behaviours").path("api").path(0).path("used")
                        .asInt() == 1;
            } catch (IOException broken) {
                throw new IllegalStateException(broken);
            }
        });
        HttpResponse<String> second = captureWithKey(id);
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).contains("idempotency_key_in_use");
        assertThat(slow.join().statusCode()).isEqualTo(200);
    }

    @Test
    void appliesOnlyToWhatMatches() throws IOException, StripeException {
        String mine = sandbox.authorized().getPaymentIntent();
        String other = sandbox.authorized().getPaymentIntent();
        order("{\"do\": \"errorBefore\", \"match\": {\"id\": \"" + mine + "\"}, \"after\": 1,"
                + " \"times\": 1}");
        assertThat(status(other)).isEqualTo("requires_capture");
        assertThat(status(mine)).isEqualTo("requires_capture");
        assertThatExceptionOfType(ApiException.class).isThrownBy(() -> status(mine));
        assertThat(status(mine)).isEqualTo("requires_capture");
        order("{\"route\": \"refunds.create\", \"do\": \"errorBefore\", \"match\":"
                + " {\"client_reference_id\": \"hold-17\", \"metadata.hold\": \"17\"}}");
        capture(mine);
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> sandbox.stripe.v1().refunds().create(
                        RefundCreateParams.builder().setPaymentIntent(mine).build()));
        order("{\"route\": \"checkout.sessions.create\", \"do\": \"errorBefore\", \"match\":"
                + " {\"client_reference_id\": \"hold-18\"}}");
        assertThat(sandbox.open().getStatus()).isEqualTo("open");
        assertThat(sandbox.get("/sandbox/behaviours").path("api").path(2).path("left").asInt())
                .isEqualTo(1);
        sandbox.send("DELETE", "/sandbox/behaviours", "application/json", "");
        assertThat(sandbox.get("/sandbox/behaviours").path("api")).isEmpty();
    }

    @Test
    void leavesOtherAccountsAlone() throws IOException, StripeException {
        order("{\"do\": \"rateLimit\", \"times\": -1}");
        assertThat(sandbox.client("sk_test_other").v1().charges().list().getData()).isEmpty();
        assertThatExceptionOfType(RateLimitException.class)
                .isThrownBy(() -> sandbox.stripe.v1().charges().list());
    }

    @Test
    void setsTheClock() throws IOException, StripeException {
        Session opened = sandbox.open();
        String authorized = sandbox.authorized().getPaymentIntent();
        sandbox.control("/sandbox/clock", "{\"set\": \""
                + Instant.ofEpochSecond(opened.getExpiresAt()) + "\"}");
        assertThat(sandbox.stripe.v1().checkout().sessions().retrieve(opened.getId()).getStatus())
                .isEqualTo("expired");
        assertThat(status(authorized)).isEqualTo("requires_capture");
        sandbox.advance(7 * 24 * 60 * 60);
        PaymentIntent expired = sandbox.stripe.v1().paymentIntents().retrieve(authorized);
        assertThat(expired.getStatus()).isEqualTo("canceled");
        assertThat(expired.getCancellationReason()).isEqualTo("expired");
        assertThat(sandbox.sums().path("expired").asLong()).isEqualTo(2500);
        assertThat(Instant.parse(sandbox.get("/sandbox/clock").path("now").asText()))
                .isAfter(Instant.now());
    }

    @Test
    void expiresAnAuthorization() throws IOException, StripeException {
        String id = sandbox.authorized().getPaymentIntent();
        sandbox.control("/sandbox/payment_intents/" + id + "/expire", "{}");
        assertThat(status(id)).isEqualTo("canceled");
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> capture(id));
        assertThat(sandbox.sums().path("expired").asLong()).isEqualTo(2500);
    }

    @Test
    void refundsAndDisputesInTheDashboard() throws IOException, StripeException {
        String id = sandbox.authorized().getPaymentIntent();
        capture(id);
        JsonNode refund = sandbox.control("/sandbox/payment_intents/" + id + "/refund",
                "{\"amount\": 400}");
        assertThat(refund.path("amount").asLong()).isEqualTo(400);
        sandbox.control("/sandbox/refunds/" + refund.path("id").asText() + "/fail",
                "{\"reason\": \"lost_or_stolen_card\"}");
        Refund failed = sandbox.stripe.v1().refunds().retrieve(refund.path("id").asText());
        assertThat(failed.getStatus()).isEqualTo("failed");
        assertThat(failed.getFailureReason()).isEqualTo("lost_or_stolen_card");
        sandbox.control("/sandbox/payment_intents/" + id + "/dispute",
                "{\"reason\": \"fraudulent\"}");
        JsonNode sums = sandbox.sums();
        assertThat(sums.path("refunded").asLong()).isEqualTo(400);
        assertThat(sums.path("refundFailed").asLong()).isEqualTo(400);
        assertThat(sums.path("disputed").asLong()).isEqualTo(2500);
    }

    @Test
    void failsARefundLater() throws IOException, StripeException {
        String id = sandbox.authorized().getPaymentIntent();
        capture(id);
        order("{\"route\": \"refunds.create\", \"do\": \"failLater\", \"millis\": 60000}");
        Refund refund = sandbox.stripe.v1().refunds().create(
                RefundCreateParams.builder().setPaymentIntent(id).build());
        assertThat(refund.getStatus()).isEqualTo("succeeded");
        sandbox.advance(60);
        assertThat(sandbox.stripe.v1().refunds().retrieve(refund.getId()).getStatus())
                .isEqualTo("failed");
        assertThat(sandbox.stripe.v1().charges().retrieve(refund.getCharge()).getAmountRefunded())
                .isZero();
    }

    @Test
    void paysSlowlyAndRefundsLate() throws IOException, StripeException {
        Session slow = sandbox.pay(sandbox.open(), TestCard.SLOW);
        assertThat(slow.getStatus()).isEqualTo("complete");
        assertThat(status(slow.getPaymentIntent())).isEqualTo("processing");
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(
                () -> sandbox.stripe.v1().paymentIntents().cancel(slow.getPaymentIntent()));
        sandbox.advance(5);
        assertThat(status(slow.getPaymentIntent())).isEqualTo("requires_capture");
        for (TestCard card : new TestCard[] {TestCard.REFUND_FAILS, TestCard.REFUND_PENDING}) {
            String id = sandbox.pay(sandbox.open(), card).getPaymentIntent();
            capture(id);
            String refund = sandbox.stripe.v1().refunds().create(
                    RefundCreateParams.builder().setPaymentIntent(id).build()).getId();
            sandbox.advance(3);
            assertThat(sandbox.stripe.v1().refunds().retrieve(refund).getStatus())
                    .isEqualTo(card == TestCard.REFUND_FAILS ? "failed" : "succeeded");
        }
    }

    @Test
    void replaysKeysForADay() throws IOException {
        String form = "amount=900&currency=eur&metadata[a]=1";
        String first = sandbox.post("/v1/payment_intents", form, "Idempotency-Key", "k").body();
        HttpResponse<String> again = sandbox.post("/v1/payment_intents",
                "metadata[a]=1&currency=eur&amount=900", "Idempotency-Key", "k");
        assertThat(again.body()).isEqualTo(first);
        assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        HttpResponse<String> other = sandbox.post("/v1/payment_intents", "amount=901&currency=eur",
                "Idempotency-Key", "k");
        assertThat(other.statusCode()).isEqualTo(400);
        assertThat(other.body()).contains("idempotency_error");
        HttpResponse<String> invalid = sandbox.post("/v1/payment_intents", "amount=x&currency=eur",
                "Idempotency-Key", "k2");
        assertThat(invalid.statusCode()).isEqualTo(400);
        assertThat(sandbox.post("/v1/payment_intents", form, "Idempotency-Key", "k2").statusCode())
                .isEqualTo(200);
        sandbox.advance(24 * 60 * 60);
        assertThat(sandbox.post("/v1/payment_intents", form, "Idempotency-Key", "k").body())
                .isNotEqualTo(first);
    }

    @Test
    void refusesUnknownControls() throws IOException {
        assertThat(sandbox.send("POST", "/sandbox/behaviours", "application/json",
                "{\"do\": \"explode\"}").body()).contains("loseReply");
        assertThat(sandbox.send("POST", "/sandbox/behaviours", "application/json", "{")
                .statusCode()).isEqualTo(400);
        assertThat(sandbox.send("GET", "/sandbox/nothing", "application/json", "").statusCode())
                .isEqualTo(404);
    }
}
