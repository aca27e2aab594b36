package holdfast.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.model.WebhookEndpoint;
import com.stripe.model.checkout.Session;
import com.stripe.param.ChargeCaptureParams;
import com.stripe.param.ChargeCreateParams;
import com.stripe.param.DisputeListParams;
import com.stripe.param.EventListParams;
import com.stripe.param.PaymentIntentCancelParams;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.PaymentIntentUpdateParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import com.stripe.param.WebhookEndpointCreateParams;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionListParams;
import com.stripe.param.checkout.SessionRetrieveParams;
import com.stripe.service.V1Services;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Stripe's own library makes every call.
class StripeSdkTest {
    private StartedSandbox sandbox;
    private V1Services stripe;

    @BeforeEach
    void start() throws IOException {
        sandbox = new StartedSandbox();
        stripe = sandbox.stripe.v1();
    }

    @AfterEach
    void stop() throws IOException {
        sandbox.close();
    }

    private static String code(StripeException refused) {
        return refused.getCode();
    }

    @Test
    void authorizesCapturesAndRefundsASession() throws IOException, StripeException {
        Session opened = sandbox.open();
        assertThat(opened.getUrl()).startsWith(sandbox.base + "/c/pay/cs_test_");
        assertThat(opened.getStatus()).isEqualTo("open");
        assertThat(opened.getAmountTotal()).isEqualTo(2500);
        assertThat(opened.getPaymentIntent()).isNull();
        Session paid = sandbox.pay(opened, TestCard.SUCCEEDS);
        assertThat(paid.getStatus()).isEqualTo("complete");
        assertThat(paid.getPaymentStatus()).isEqualTo("unpaid");
        PaymentIntent intent = stripe.paymentIntents().retrieve(paid.getPaymentIntent());
        assertThat(intent.getStatus()).isEqualTo("requires_capture");
        assertThat(intent.getAmountCapturable()).isEqualTo(2500);
        assertThat(intent.getMetadata()).containsEntry("hold", "17");
        intent = stripe.paymentIntents().capture(intent.getId());
        assertThat(intent.getStatus()).isEqualTo("succeeded");
        assertThat(intent.getAmountReceived()).isEqualTo(2500);
        Refund part = stripe.refunds().create(RefundCreateParams.builder()
                .setPaymentIntent(intent.getId()).setAmount(1000L)
                .setReason(RefundCreateParams.Reason.REQUESTED_BY_CUSTOMER)
                .putMetadata("booking", "b1").build());
        assertThat(part.getStatus()).isEqualTo("succeeded");
        assertThat(stripe.refunds().retrieve(part.getId()).getMetadata())
                .containsEntry("booking", "b1");
        Refund rest = stripe.refunds().create(
                RefundCreateParams.builder().setPaymentIntent(intent.getId()).build());
        assertThat(rest.getAmount()).isEqualTo(1500);
        assertThat(stripe.refunds().list(RefundListParams.builder()
                .setPaymentIntent(intent.getId()).build()).getData())
                .extracting(Refund::getId).containsExactly(rest.getId(), part.getId());
        String id = intent.getId();
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> stripe.refunds().create(
                        RefundCreateParams.builder().setPaymentIntent(id).build()))
                .extracting(StripeSdkTest::code).isEqualTo("charge_already_refunded");
        Session expanded = stripe.checkout().sessions().retrieve(opened.getId(),
                SessionRetrieveParams.builder().addExpand("payment_intent.latest_charge")
                        .addExpand("line_items").build());
        assertThat(expanded.getPaymentStatus()).isEqualTo("paid");
        assertThat(expanded.getLineItems().getData().getFirst().getQuantity()).isEqualTo(2);
        Charge charge = expanded.getPaymentIntentObject().getLatestChargeObject();
        assertThat(charge.getRefunded()).isTrue();
        assertThat(charge.getAmountRefunded()).isEqualTo(2500);
        assertThat(sandbox.sums().path("captured").asLong()).isEqualTo(2500);
        assertThat(sandbox.sums().path("refunded").asLong()).isEqualTo(2500);
        assertThat(sandbox.sums().path("clientReferenceId").asText()).isEqualTo("hold-17");
    }

    @Test
    void expiresASessionOnlyWhileItIsOpen() throws IOException, StripeException {
        Session opened = sandbox.open();
        sandbox.pay(opened, TestCard.DECLINED);
        Session expired = stripe.checkout().sessions().expire(opened.getId());
        assertThat(expired.getStatus()).isEqualTo("expired");
        assertThat(stripe.paymentIntents().retrieve(expired.getPaymentIntent()).getStatus())
                .isEqualTo("canceled");
        assertThat(sandbox.pay(opened, TestCard.SUCCEEDS).getStatus()).isEqualTo("expired");
        Session paid = sandbox.authorized();
        for (String id : List.of(opened.getId(), paid.getId())) {
            assertThatExceptionOfType(InvalidRequestException.class)
                    .isThrownBy(() -> stripe.checkout().sessions().expire(id));
        }
        assertThat(stripe.checkout().sessions().list(SessionListParams.builder()
                .setPaymentIntent(paid.getPaymentIntent()).build()).getData())
                .extracting(Session::getId).containsExactly(paid.getId());
        assertThat(stripe.checkout().sessions().list(SessionListParams.builder()
                .setLimit(1L).build()).autoPagingIterable())
                .extracting(Session::getId).containsExactly(paid.getId(), opened.getId());
        assertThat(stripe.checkout().sessions().lineItems().list(paid.getId()).getData())
                .hasSize(1);
    }

    @Test
    void refusesToCancelWhatHasSucceededOrBelongsToAnOpenSession()
            throws IOException, StripeException {
        Session opened = sandbox.open();
        Session declined = sandbox.pay(opened, TestCard.INSUFFICIENT_FUNDS);
        assertThat(declined.getStatus()).isEqualTo("open");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> stripe.paymentIntents().cancel(declined.getPaymentIntent()))
                .extracting(StripeSdkTest::code).isEqualTo("payment_intent_unexpected_state");
        Session paid = sandbox.pay(opened, TestCard.SUCCEEDS);
        stripe.paymentIntents().capture(paid.getPaymentIntent());
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> stripe.paymentIntents().cancel(paid.getPaymentIntent()))
                .satisfies(refused -> assertThat(refused.getStripeError().getPaymentIntent()
                        .getStatus()).isEqualTo("succeeded"));
        Session other = sandbox.authorized();
        PaymentIntent canceled = stripe.paymentIntents().cancel(other.getPaymentIntent(),
                PaymentIntentCancelParams.builder().setCancellationReason(
                        PaymentIntentCancelParams.CancellationReason.ABANDONED).build());
        assertThat(canceled.getStatus()).isEqualTo("canceled");
        assertThat(canceled.getCancellationReason()).isEqualTo("abandoned");
        assertThat(sandbox.sums().path("released").asLong()).isEqualTo(2500);
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> stripe.paymentIntents().capture(other.getPaymentIntent()));
    }

    @Test
    void capturesAPartAndReleasesTheRest() throws IOException, StripeException {
        String id = sandbox.authorized().getPaymentIntent();
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> stripe.paymentIntents().capture(id, PaymentIntentCaptureParams
                        .builder().setAmountToCapture(2501L).build()))
                .extracting(StripeSdkTest::code).isEqualTo("amount_too_large");
        stripe.paymentIntents().capture(id,
                PaymentIntentCaptureParams.builder().setAmountToCapture(2000L).build());
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> stripe.refunds().create(RefundCreateParams.builder()
                        .setPaymentIntent(id).setAmount(2001L).build()));
        stripe.refunds().create(
                RefundCreateParams.builder().setPaymentIntent(id).setAmount(2000L).build());
        assertThat(sandbox.sums().path("captured").asLong()).isEqualTo(2000);
        assertThat(sandbox.sums().path("released").asLong()).isEqualTo(500);
        assertThat(sandbox.sums().path("refunded").asLong()).isEqualTo(2000);
    }

    @Test
    void makesUpdatesConfirmsAndListsIntents() throws IOException, StripeException {
        PaymentIntent made = stripe.paymentIntents().create(PaymentIntentCreateParams.builder()
                .setAmount(900L).setCurrency("chf").putMetadata("a", "1").putMetadata("b", "2")
                .build());
        assertThat(made.getStatus()).isEqualTo("requires_payment_method");
        PaymentIntent updated = stripe.paymentIntents().update(made.getId(),
                PaymentIntentUpdateParams.builder().setDescription("two seats")
                        .putMetadata("a", "").putMetadata("c", "3").build());
        assertThat(updated.getMetadata()).containsOnlyKeys("b", "c");
        assertThatExceptionOfType(CardException.class)
                .isThrownBy(() -> confirm(made, "pm_card_chargeDeclined"))
                .satisfies(refused -> {
                    assertThat(refused.getDeclineCode()).isEqualTo("generic_decline");
                    assertThat(refused.getStripeError().getPaymentIntent().getLastPaymentError()
                            .getCode()).isEqualTo("card_declined");
                });
        assertThat(confirm(made, "pm_card_visa").getStatus()).isEqualTo("succeeded");
        PaymentIntent waits = stripe.paymentIntents().create(PaymentIntentCreateParams.builder()
                .setAmount(900L).setCurrency("chf").setConfirm(true)
                .setPaymentMethod("pm_card_authenticationRequired").build());
        assertThat(waits.getStatus()).isEqualTo("requires_action");
        sandbox.advance(100);
        PaymentIntent later = stripe.paymentIntents().create(PaymentIntentCreateParams.builder()
                .setAmount(5000L).setCurrency("jpy").build());
        assertThat(stripe.paymentIntents().list(PaymentIntentListParams.builder()
                .setCreated(PaymentIntentListParams.Created.builder()
                        .setGte(waits.getCreated() + 50).build())
                .build()).getData())
                .extracting(PaymentIntent::getId).containsExactly(later.getId());
    }

    private PaymentIntent confirm(PaymentIntent intent, String method) throws StripeException {
        return stripe.paymentIntents().confirm(intent.getId(),
                PaymentIntentConfirmParams.builder().setPaymentMethod(method).build());
    }

    @Test
    void chargesTokens() throws StripeException {
        Charge charge = stripe.charges().create(ChargeCreateParams.builder().setAmount(700L)
                .setCurrency("usd").setSource("tok_visa").setCapture(false).build());
        assertThat(charge.getCaptured()).isFalse();
        assertThat(charge.getPaymentMethodDetails().getCard().getCaptureBefore()).isNotNull();
        stripe.charges().capture(charge.getId(),
                ChargeCaptureParams.builder().setAmount(600L).build());
        assertThat(stripe.charges().retrieve(charge.getId()).getAmountCaptured()).isEqualTo(600);
        assertThat(stripe.charges().list().getData()).hasSize(1);
    }

    @Test
    void keepsEventsAndEndpoints() throws IOException, StripeException {
        WebhookEndpoint endpoint = stripe.webhookEndpoints().create(WebhookEndpointCreateParams
                .builder().setUrl("http://127.0.0.1:9/hook")
                .addEnabledEvent(WebhookEndpointCreateParams.EnabledEvent.CHARGE__REFUNDED)
                .build());
        assertThat(endpoint.getSecret()).startsWith("whsec_");
        assertThat(stripe.webhookEndpoints().retrieve(endpoint.getId()).getSecret()).isNull();
        assertThat(stripe.webhookEndpoints().list().getData()).hasSize(1);
        assertThat(stripe.webhookEndpoints().delete(endpoint.getId()).getDeleted()).isTrue();
        Session paid = sandbox.authorized();
        var completed = stripe.events().list(EventListParams.builder()
                .setType("checkout.session.completed").build()).getData();
        assertThat(completed).hasSize(1);
        var event = stripe.events().retrieve(completed.getFirst().getId());
        assertThat(event.getDataObjectDeserializer().getObject())
                .hasValueSatisfying(object -> assertThat(((Session) object).getId())
                        .isEqualTo(paid.getId()));
    }

    @Test
    void listsDisputes() throws IOException, StripeException {
        String id = sandbox.pay(sandbox.open(), TestCard.DISPUTED).getPaymentIntent();
        stripe.paymentIntents().capture(id);
        var disputes = stripe.disputes().list(
                DisputeListParams.builder().setPaymentIntent(id).build()).getData();
        assertThat(disputes).hasSize(1);
        assertThat(stripe.disputes().retrieve(disputes.getFirst().getId()).getReason())
                .isEqualTo("fraudulent");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> stripe.refunds().create(
                        RefundCreateParams.builder().setPaymentIntent(id).build()))
                .extracting(StripeSdkTest::code).isEqualTo("charge_disputed");
    }

    @Test
    void refusesKeysOfOthersAndLiveKeys() throws StripeException {
        for (String key : List.of("sk_live_1234", "nonsense")) {
            assertThatExceptionOfType(AuthenticationException.class).isThrownBy(
                    () -> sandbox.client(key).v1().charges().list());
        }
        Session mine = sandbox.open();
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> sandbox.client("sk_test_other").v1().checkout().sessions()
                        .retrieve(mine.getId()))
                .extracting(StripeSdkTest::code).isEqualTo("resource_missing");
    }

    @Test
    void refusesWhatStripeRefuses() throws IOException {
        refuses("amount=1000&currency=bhd", null);
        refuses("amount=1001&currency=bhd", "parameter_invalid_integer");
        refuses("amount=150&currency=isk", "parameter_invalid_integer");
        refuses("amount=20000&currency=isk", null);
        refuses("amount=49&currency=eur", "amount_too_small");
        refuses("amount=100000000&currency=eur", "amount_too_large");
        refuses("amount=ten&currency=eur", "parameter_invalid_integer");
        refuses("currency=eur", "parameter_missing");
        refuses("amount=100&currency=eur&colour=red", "parameter_unknown");
        var unknown = sandbox.post("/v1/payment_intents", "amount=100&currency=qqq");
        assertThat(StartedSandbox.parsed(unknown.body()).path("error").path("param").asText())
                .isEqualTo("currency");
        assertThat(sandbox.send("GET", "/v1/elephants", "text/plain", "").statusCode())
                .isEqualTo(404);
    }

    private void refuses(String form, @Nullable String code)
            throws IOException {
        var answer = sandbox.post("/v1/payment_intents", form);
        assertThat(answer.statusCode()).as(form).isEqualTo(code == null ? 200 : 400);
        assertThat(StartedSandbox.parsed(answer.body()).path("error").path("code").textValue())
                .as(form).isEqualTo(code);
    }

    @Test
    void boundsTheLifeOfASession() {
        long now = System.currentTimeMillis() / 1000;
        for (long seconds : new long[] {60, 25 * 60 * 60}) {
            assertThatExceptionOfType(InvalidRequestException.class)
                    .isThrownBy(() -> stripe.checkout().sessions().create(sandbox.order(
                            SessionCreateParams.PaymentIntentData.CaptureMethod.AUTOMATIC)
                            .setExpiresAt(now + seconds).build()))
                    .satisfies(refused -> assertThat(refused.getParam()).isEqualTo("expires_at"));
        }
    }

    @Test
    void chargesAtOnceWithAutomaticCapture() throws IOException, StripeException {
        Session session = stripe.checkout().sessions().create(sandbox.order(
                SessionCreateParams.PaymentIntentData.CaptureMethod.AUTOMATIC).build());
        assertThat(sandbox.pay(session, TestCard.SUCCEEDS).getPaymentStatus()).isEqualTo("paid");
        assertThat(sandbox.sums().path("captured").asLong()).isEqualTo(2500);
    }
}
