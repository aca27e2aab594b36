package holdfast.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.StripeClient;
import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Refund;
import com.stripe.net.RequestOptions;
import com.stripe.param.ChargeCaptureParams;
import com.stripe.param.ChargeCreateParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.service.V1Services;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// One script of charges, captures, refunds and idempotency keys has the same results, exceptions
/// and codes against the sandbox as against an imitation of Stripe by other authors.
class ChargeScriptTest {
    private static final String REQUIRED = "HOLDFAST_NODE_REQUIRED";

    /// A call whose answer is recorded.
    private interface Step {
        Object run() throws StripeException;
    }

    /// What a run of the script answers, line by line.
    private static final class Script {
        private final V1Services stripe;
        private final List<String> answers = new ArrayList<>();
        private int key;

        Script(String base, String secretKey) {
            stripe = StripeClient.builder().setApiKey(secretKey).setApiBase(base)
                    .setMaxNetworkRetries(0).build().v1();
        }

        private void step(String name, Step step) {
            String answer;
            try {
                answer = String.valueOf(step.run());
            } catch (StripeException refused) {
                answer = refused.getClass().getSimpleName() + " " + refused.getStatusCode() + " "
                        + refused.getCode()
                        + (refused instanceof CardException card ? " " + card.getDeclineCode() : "")
                        + (refused instanceof InvalidRequestException invalid
                                ? " " + invalid.getParam() : "");
            }
            answers.add(name + ": " + answer);
        }

        private static ChargeCreateParams.Builder charge(String token) {
            return ChargeCreateParams.builder().setAmount(2000L).setCurrency("usd")
                    .setSource(token);
        }

        private Charge create(ChargeCreateParams.Builder wanted) throws StripeException {
            return stripe.charges().create(wanted.build());
        }

        private Charge uncaptured() throws StripeException {
            return create(charge("tok_visa").setCapture(false));
        }

        private Charge now(Charge charge) throws StripeException {
            return stripe.charges().retrieve(charge.getId());
        }

        private static String text(Charge charge) {
            return charge.getStatus() + " " + charge.getPaid() + " " + charge.getCaptured() + " "
                    + charge.getAmount() + " " + charge.getAmountCaptured() + " "
                    + charge.getAmountRefunded() + " " + charge.getRefunded();
        }

        private Refund refund(Charge charge, long amount) throws StripeException {
            return stripe.refunds().create(RefundCreateParams.builder().setCharge(charge.getId())
                    .setAmount(amount).build());
        }

        private String capture(Charge charge, long amount) throws StripeException {
            stripe.charges().capture(charge.getId(),
                    ChargeCaptureParams.builder().setAmount(amount).build());
            return text(now(charge));
        }

        private static RequestOptions key(String key) {
            return RequestOptions.builder().setIdempotencyKey(key).build();
        }

        List<String> run() throws StripeException {
            for (String token : List.of("tok_visa", "tok_mastercard", "tok_chargeDeclined",
                    "tok_chargeDeclinedInsufficientFunds", "tok_chargeDeclinedExpiredCard",
                    "tok_chargeDeclinedIncorrectCvc", "tok_chargeDeclinedProcessingError",
                    "tok_429", "tok_500")) {
                step("charge " + token, () -> text(create(charge(token))));
            }
            for (long amount : new long[] {0, -5, 49, 50, 99_999_999, 100_000_000}) {
                step("charge " + amount,
                        () -> text(create(charge("tok_visa").setAmount(amount))));
            }
            step("charge without amount", () -> stripe.charges().create(ChargeCreateParams.builder()
                    .setCurrency("usd").setSource("tok_visa").build()));
            step("charge without currency", () -> stripe.charges().create(ChargeCreateParams
                    .builder().setAmount(100L).setSource("tok_visa").build()));
            step("charge without source", () -> stripe.charges().create(ChargeCreateParams
                    .builder().setAmount(100L).setCurrency("usd").build()));
            step("charge in no currency", () -> create(charge("tok_visa").setCurrency("qqq")));
            step("no such charge", () -> stripe.charges().retrieve("ch_none"));
            step("no such charge to capture", () -> stripe.charges().capture("ch_none"));
            step("no such charge to refund", () -> stripe.refunds().create(
                    RefundCreateParams.builder().setCharge("ch_none").build()));
            step("no such refund", () -> stripe.refunds().retrieve("re_none"));
            captures();
            refunds();
            keys();
            return answers;
        }

        private void captures() throws StripeException {
            Charge whole = uncaptured();
            step("authorized", () -> text(whole));
            step("capture all", () -> capture(whole, 2000));
            step("capture twice", () -> capture(whole, 2000));
            Charge part = uncaptured();
            step("capture nothing", () -> capture(part, 0));
            step("capture too little", () -> capture(part, 49));
            step("capture a part", () -> capture(part, 1500));
            step("refund more than the part", () -> refund(part, 1501).getStatus());
            step("refund the part", () -> refund(part, 1500).getStatus());
            step("all is given back", () -> text(now(part)));
            Charge released = uncaptured();
            step("refund a part of what is authorized", () -> refund(released, 500).getStatus());
            step("release", () -> refund(released, 2000).getStatus());
            step("released", () -> text(now(released)));
        }

        private void refunds() throws StripeException {
            Charge charge = create(charge("tok_visa"));
            step("refund a part", () -> refund(charge, 500).getAmount());
            step("refund nothing", () -> refund(charge, 0).getAmount());
            step("refund too much", () -> refund(charge, 1501).getAmount());
            step("refunded a part", () -> text(now(charge)));
            step("refund the rest", () -> stripe.refunds().create(RefundCreateParams.builder()
                    .setCharge(charge.getId()).build()).getAmount());
            step("refund after all", () -> refund(charge, 1).getAmount());
            step("refunded all", () -> text(now(charge)));
        }

        private void keys() throws StripeException {
            Charge first = stripe.charges().create(charge("tok_visa").build(), key("k1"));
            step("the same key", () -> stripe.charges().create(charge("tok_visa").build(),
                    key("k1")).getId().equals(first.getId()));
            step("the same key, another amount", () -> stripe.charges().create(
                    charge("tok_visa").setAmount(2001L).build(), key("k1")));
            for (int round = 0; round < 2; round++) {
                step("a declined card and a key", () -> stripe.charges().create(
                        charge("tok_chargeDeclined").build(), key("k2")));
            }
            Charge charge = create(charge("tok_visa"));
            for (int round = 0; round < 2; round++) {
                step("refund with a key " + ++key, () -> stripe.refunds().create(RefundCreateParams
                        .builder().setCharge(charge.getId()).setAmount(700L).build(), key("k3"))
                        .getAmount());
            }
            step("refunded once", () -> text(now(charge)));
        }
    }

    @Test
    void answersAsAnIndependentImitationOfStripe() throws Exception {
        if (!IndependentImitation.canRun()) {
            assertThat(System.getenv(REQUIRED)).as("there is no npm, and " + REQUIRED + " is set")
                    .isNull();
            System.err.println("NOT RUN: the comparison with stripe-stateful-mock. Install npm.");
            return;
        }
        List<String> ours;
        List<String> theirs;
        try (StartedSandbox sandbox = new StartedSandbox()) {
            ours = new Script(sandbox.base, sandbox.key).run();
        }
        try (IndependentImitation imitation = IndependentImitation.start()) {
            theirs = new Script(imitation.base, "sk_test_comparison").run();
        }
        assertThat(ours).isEqualTo(theirs).hasSizeGreaterThan(45);
    }

    /// The script tells apart what is answered: another answer would be found.
    @Test
    void recordsRefusals() throws IOException, StripeException {
        try (StartedSandbox sandbox = new StartedSandbox()) {
            List<String> answers = new Script(sandbox.base, sandbox.key).run();
            assertThat(answers.stream().map(each -> each.replaceFirst(".*: ", "")).distinct())
                    .hasSizeGreaterThan(20).noneMatch(Objects::isNull);
            assertThat(answers).contains(
                    "charge tok_chargeDeclined: CardException 402 card_declined generic_decline");
        }
    }
}
