package holdfast.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.exception.StripeException;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.net.Webhook;
import holdfast.sandbox.WebhookReceiver.Received;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Webhooks are verified and read by Stripe's own library; and each of their faults happens.
class SandboxWebhooksTest {
    private static final String AUTHORIZED = "payment_intent.amount_capturable_updated";

    private StartedSandbox sandbox;
    private WebhookReceiver shop;
    private String secret;

    @BeforeEach
    void start() throws IOException {
        sandbox = new StartedSandbox();
        shop = new WebhookReceiver();
        secret = endpoint("*");
    }

    private String endpoint(String wanted) throws IOException {
        return StartedSandbox.parsed(sandbox.post("/v1/webhook_endpoints", "url=" + shop.address()
                + "&enabled_events[]=" + wanted).body()).path("secret").asText();
    }

    @AfterEach
    void stop() throws IOException {
        sandbox.close();
        shop.close();
    }

    private void order(String json) throws IOException {
        sandbox.control("/sandbox/webhooks/behaviours", json);
    }

    private Stream<Received> of(String type) {
        return shop.received.stream().filter(each -> each.body().contains("\"" + type + "\""));
    }

    private Received next(String type) {
        StartedSandbox.until(() -> of(type).findAny().isPresent());
        return of(type).findAny().orElseThrow();
    }

    private Event verified(Received received) throws SignatureVerificationException {
        return Webhook.constructEvent(received.body(), received.signature(), secret);
    }

    private String state(String type) throws IOException {
        for (JsonNode each : sandbox.get("/sandbox/webhooks/deliveries").path("data")) {
            if (each.path("type").asText().equals(type)) {
                return each.path("state").asText() + " " + each.path("tries").asInt();
            }
        }
        return "none";
    }

    private static JsonNode read(Received received) throws IOException {
        return SandboxJson.parse(received.body());
    }

    @Test
    void areSignedAndReadable() throws IOException, StripeException {
        String paid = sandbox.authorized().getPaymentIntent();
        Event event = verified(next(AUTHORIZED));
        PaymentIntent intent = (PaymentIntent) event.getDataObjectDeserializer().getObject()
                .orElseThrow();
        assertThat(intent.getId()).isEqualTo(paid);
        assertThat(intent.getAmountCapturable()).isEqualTo(2500);
        sandbox.stripe.v1().paymentIntents().capture(paid);
        for (String type : List.of("checkout.session.completed", "charge.captured",
                "payment_intent.succeeded")) {
            assertThat(verified(next(type)).getLivemode()).isFalse();
        }
    }

    @Test
    void announceEveryChange() throws IOException, StripeException {
        var expired = sandbox.open();
        sandbox.stripe.v1().checkout().sessions().expire(expired.getId());
        sandbox.pay(sandbox.open(), TestCard.DECLINED);
        sandbox.stripe.v1().paymentIntents().cancel(sandbox.authorized().getPaymentIntent());
        String id = sandbox.authorized().getPaymentIntent();
        sandbox.stripe.v1().paymentIntents().capture(id);
        var refund = sandbox.control("/sandbox/payment_intents/" + id + "/refund",
                "{\"amount\": 100}");
        sandbox.control("/sandbox/refunds/" + refund.path("id").asText() + "/fail", "{}");
        sandbox.control("/sandbox/payment_intents/" + id + "/dispute", "{}");
        for (String type : List.of("checkout.session.completed", "checkout.session.expired",
                AUTHORIZED, "payment_intent.succeeded", "payment_intent.canceled",
                "payment_intent.payment_failed", "charge.captured", "charge.refunded",
                "refund.updated", "refund.failed", "charge.dispute.created")) {
            verified(next(type));
        }
    }

    @Test
    void areSentOnlyToEndpointsThatWantThem() throws IOException, StripeException {
        try (WebhookReceiver other = new WebhookReceiver()) {
            sandbox.post("/v1/webhook_endpoints", "url=" + other.address()
                    + "&enabled_events[]=checkout.session.completed");
            sandbox.authorized();
            StartedSandbox.until(() -> other.received.size() == 1);
            StartedSandbox.until(() -> shop.received.size() == 4);
        }
    }

    @Test
    void areSentAgainAfterAFailure() throws IOException, StripeException {
        shop.failures.set(1);
        order("{\"event\": \"charge*\", \"do\": \"drop\"}");
        sandbox.open();
        String intent = StartedSandbox.parsed(sandbox.post("/v1/payment_intents",
                "amount=500&currency=eur").body()).path("id").asText();
        assertThat(read(next("payment_intent.created")).path("data").path("object").path("id")
                .asText()).isEqualTo(intent);
        StartedSandbox.until(() -> {
            try {
                return state("payment_intent.created").equals("delivered 2");
            } catch (IOException broken) {
                throw new IllegalStateException(broken);
            }
        });
    }

    @Test
    void areDropped() throws IOException, StripeException {
        order("{\"event\": \"charge.succeeded\", \"do\": \"drop\"}");
        sandbox.authorized();
        StartedSandbox.until(() -> shop.received.size() == 3);
        assertThat(state("charge.succeeded")).isEqualTo("dropped 0");
    }

    @Test
    void areRepeated() throws IOException, StripeException {
        order("{\"event\": \"" + AUTHORIZED + "\", \"do\": \"repeat\", \"copies\": 2}");
        sandbox.authorized();
        StartedSandbox.until(() -> of(AUTHORIZED).count() == 3);
        assertThat(of(AUTHORIZED).map(Received::body).distinct()).hasSize(1);
    }

    @Test
    void areHeldBackAndReleased() throws IOException, StripeException {
        order("{\"do\": \"hold\", \"times\": 2, \"match\": {\"metadata.hold\": \"17\"}}");
        sandbox.authorized();
        StartedSandbox.until(() -> shop.received.size() == 2);
        assertThat(state("payment_intent.created")).isEqualTo("held 0");
        sandbox.control("/sandbox/webhooks/release", "{\"order\": \"reverse\"}");
        StartedSandbox.until(() -> shop.received.size() == 4);
        assertThat(read(shop.received.get(2)).path("type").asText()).isEqualTo("charge.succeeded");
        assertThat(read(shop.received.get(3)).path("type").asText())
                .isEqualTo("payment_intent.created");
    }

    @Test
    void areReordered() throws IOException, StripeException {
        order("{\"do\": \"reorder\", \"times\": 4}");
        sandbox.authorized();
        StartedSandbox.until(() -> shop.received.size() == 4);
        assertThat(shop.received).extracting(each -> read(each).path("type").asText())
                .containsExactly("checkout.session.completed", AUTHORIZED, "charge.succeeded",
                        "payment_intent.created");
    }

    @Test
    void areBadlySigned() throws IOException, StripeException {
        order("{\"event\": \"charge.succeeded\", \"do\": \"badSignature\"}");
        order("{\"event\": \"" + AUTHORIZED + "\", \"do\": \"staleSignature\"}");
        order("{\"event\": \"checkout.session.completed\", \"do\": \"unsigned\"}");
        sandbox.authorized();
        for (String type : List.of("charge.succeeded", AUTHORIZED)) {
            Received received = next(type);
            assertThatExceptionOfType(SignatureVerificationException.class)
                    .isThrownBy(() -> verified(received));
        }
        assertThat(next("checkout.session.completed").signature()).isNull();
        verified(next("payment_intent.created"));
    }

    @Test
    void nameAnotherAccountOrRealMoney() throws IOException, StripeException {
        order("{\"event\": \"charge.succeeded\", \"do\": \"otherAccount\"}");
        order("{\"event\": \"" + AUTHORIZED + "\", \"do\": \"liveMode\"}");
        sandbox.authorized();
        assertThat(verified(next("charge.succeeded")).getAccount()).startsWith("acct_");
        assertThat(verified(next(AUTHORIZED)).getLivemode()).isTrue();
        assertThat(read(next(AUTHORIZED)).path("data").path("object").path("livemode").asBoolean())
                .isTrue();
    }

    @Test
    void areDelayedAndResent() throws IOException, StripeException {
        order("{\"event\": \"charge.succeeded\", \"do\": \"delay\", \"millis\": 300}");
        sandbox.authorized();
        StartedSandbox.until(() -> shop.received.size() == 3);
        assertThat(of("charge.succeeded")).isEmpty();
        String id = read(next("charge.succeeded")).path("id").asText();
        sandbox.control("/sandbox/webhooks/resend/" + id, "{}");
        StartedSandbox.until(() -> of("charge.succeeded").count() == 2);
    }
}
