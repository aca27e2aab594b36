package holdfast.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Charges: one try to take money from a card, with or without a payment intent.
final class SandboxCharges {
    /// How long a bank keeps an amount for a merchant.
    static final long AUTHORIZATION_SECONDS = 7 * 24 * 60 * 60;

    private final SandboxEvents events;

    SandboxCharges(SandboxEvents events) {
        this.events = events;
    }

    /// What is asked of a bank.
    record Wanted(long amount, String currency, TestCard card, boolean capture,
            @Nullable String intent, ObjectNode metadata, @Nullable String description,
            @Nullable String email) {}

    /// Asks the bank and keeps its answer: a charge that succeeded or failed.
    ObjectNode make(SandboxAccount account, Wanted wanted, TestCard.@Nullable Decline decline,
            StripeOrigin origin) {
        boolean captured = wanted.capture() && decline == null;
        ObjectNode charge = SandboxJson.object();
        String id = StripeIds.next("ch_");
        charge.put("id", id).put("object", "charge").put("amount", wanted.amount())
                .put("amount_captured", captured ? wanted.amount() : 0)
                .put("amount_refunded", 0)
                .put("balance_transaction", captured ? StripeIds.next("txn_") : null);
        charge.putObject("billing_details").put("email", wanted.email());
        charge.put("captured", captured).put("created", account.now())
                .put("currency", wanted.currency()).put("description", wanted.description())
                .put("disputed", false)
                .put("failure_code", decline == null ? null : decline.code)
                .put("failure_message", decline == null ? null : decline.message)
                .put("livemode", false);
        charge.set("metadata", wanted.metadata().deepCopy());
        charge.set("outcome", outcome(decline));
        charge.put("paid", decline == null).put("payment_intent", wanted.intent())
                .put("payment_method", StripeIds.next("pm_"));
        charge.set("payment_method_details",
                details(account, wanted, decline == null && !captured));
        charge.put("receipt_email", wanted.email()).put("refunded", false)
                .put("status", decline == null ? "succeeded" : "failed");
        account.save(charge);
        account.note(id).put("card", wanted.card().number);
        account.saveNote(id);
        enterInLedger(account, charge, captured, decline, origin);
        events.emit(account, decline == null ? "charge.succeeded" : "charge.failed", charge,
                origin);
        if (captured && wanted.card() == TestCard.DISPUTED) {
            account.schedule(account.nowMillis(), id);
        }
        return charge;
    }

    private static void enterInLedger(SandboxAccount account, ObjectNode charge, boolean captured,
            TestCard.@Nullable Decline decline, StripeOrigin origin) {
        long amount = charge.path("amount").asLong();
        SandboxLedger.enter(account, decline == null ? SandboxLedger.Kind.AUTHORIZED
                : SandboxLedger.Kind.DECLINED, charge, amount, null, origin);
        if (captured) {
            SandboxLedger.enter(account, SandboxLedger.Kind.CAPTURED, charge, amount, null, origin);
        }
    }

    private static ObjectNode outcome(TestCard.@Nullable Decline decline) {
        ObjectNode outcome = SandboxJson.object();
        if (decline == null) {
            return outcome.put("network_status", "approved_by_network").putNull("reason")
                    .put("risk_level", "normal").put("seller_message", "Payment complete.")
                    .put("type", "authorized");
        }
        return outcome.put("network_status", "declined_by_network")
                .put("reason", decline.declineCode == null ? decline.code
                        : decline.declineCode)
                .put("risk_level", "normal")
                .put("seller_message", "The bank declined the payment.")
                .put("type", "issuer_declined");
    }

    private static ObjectNode details(SandboxAccount account, Wanted wanted, boolean authorized) {
        ObjectNode details = SandboxJson.object();
        ObjectNode card = details.putObject("card");
        card.put("amount_authorized", wanted.amount()).put("brand", wanted.card().brand());
        if (authorized) {
            card.put("capture_before", account.now() + AUTHORIZATION_SECONDS);
        }
        card.put("country", "US").put("exp_month", 12).put("exp_year", 2040)
                .put("funding", "credit").put("last4", wanted.card().last4())
                .put("network", wanted.card().brand());
        return details.put("type", "card");
    }

    TestCard card(SandboxAccount account, ObjectNode charge) {
        String number = SandboxJson.text(account.note(charge.path("id").asText()), "card");
        return number == null ? TestCard.SUCCEEDS
                : TestCard.ofNumber(number).orElse(TestCard.SUCCEEDS);
    }

    /// Takes what was authorised, or a part of it. Stripe reports the rest as refunded.
    void capture(SandboxAccount account, ObjectNode charge, long amount, StripeOrigin origin) {
        long rest = charge.path("amount").asLong() - amount;
        charge.put("captured", true).put("amount_captured", amount)
                .put("balance_transaction", StripeIds.next("txn_"));
        ((ObjectNode) charge.path("payment_method_details").path("card")).remove("capture_before");
        account.save(charge);
        SandboxLedger.enter(account, SandboxLedger.Kind.CAPTURED, charge, amount, null, origin);
        events.emit(account, "charge.captured", charge, origin);
        if (card(account, charge) == TestCard.DISPUTED) {
            account.schedule(account.nowMillis(), charge.path("id").asText());
        }
        if (rest > 0) {
            release(account, charge, rest, SandboxLedger.Kind.RELEASED, origin);
        }
    }

    /// Gives back what was authorised and is not captured. Stripe writes a refund for it too.
    void release(SandboxAccount account, ObjectNode charge, long amount, SandboxLedger.Kind kind,
            StripeOrigin origin) {
        ObjectNode refund = SandboxRefunds.json(account, charge, amount, "succeeded", null,
                SandboxJson.object());
        account.save(refund);
        charge.put("amount_refunded", charge.path("amount_refunded").asLong() + amount);
        charge.put("refunded",
                charge.path("amount_refunded").asLong() >= charge.path("amount").asLong());
        account.save(charge);
        SandboxLedger.enter(account, kind, charge, amount, refund.path("id").asText(), origin);
        events.emit(account, kind == SandboxLedger.Kind.EXPIRED ? "charge.expired"
                : "charge.refunded", charge, origin);
    }

    // The API

    ObjectNode create(StripeCall call) {
        FormParameters parameters = call.parameters();
        String source = parameters.text("source").orElse("");
        if (source.equals("tok_429")) {
            throw StripeErrorException.of(429, "rate_limit_error", "rate_limit",
                    "Too many requests in a period of time.");
        }
        if (source.equals("tok_500")) {
            throw StripeErrorException.of(500, "api_error", null, "An unknown error occurred");
        }
        long amount = parameters.requiredInteger("amount");
        String currency = StripeAmounts.checked(parameters.required("currency"), "currency");
        StripeAmounts.checkCharged(amount, currency, "amount");
        if (source.isEmpty()) {
            throw StripeErrorException.invalid("parameter_missing",
                    "Must provide source or customer.",
                    null);
        }
        Optional<TestCard> known = TestCard.ofToken(source);
        TestCard card = known.orElseThrow(() -> StripeErrorException.refused("resource_missing",
                "No such token: '" + source + "'", "source"));
        ObjectNode charge = make(call.account(), new Wanted(amount, currency, card,
                parameters.truth("capture", true), null,
                parameters.metadata("metadata", SandboxJson.object()),
                parameters.text("description").orElse(null),
                parameters.text("receipt_email").orElse(null)), card.decline, call.origin());
        if (card.decline != null) {
            throw StripeErrorException.card(card.decline, charge.path("id").asText());
        }
        return charge;
    }

    /// A charge of a payment intent is captured through the intent only.
    ObjectNode capture(StripeCall call) {
        SandboxAccount account = call.account();
        ObjectNode charge = account.get("charge", call.id(), "charge");
        if (charge.path("captured").asBoolean()) {
            throw StripeErrorException.refused("charge_already_captured", "Charge " + call.id()
                    + " has already been captured.", null);
        }
        if (SandboxJson.text(charge, "payment_intent") != null) {
            throw StripeErrorException.refused(null,
                    "This charge belongs to a payment intent. Capture "
                            + "that one.",
                    null);
        }
        if (charge.path("refunded").asBoolean()) {
            throw StripeErrorException.refused("charge_already_refunded", "Charge " + call.id()
                    + " has already been refunded.", null);
        }
        if (account.now() >= charge.path("payment_method_details").path("card")
                .path("capture_before").asLong()) {
            throw StripeErrorException.refused("charge_expired_for_capture",
                    "The authorisation of charge " + call.id() + " has expired.", null);
        }
        long authorized = charge.path("amount").asLong();
        long amount = call.parameters().integer("amount").orElse(authorized);
        String currency = charge.path("currency").asText();
        StripeAmounts.checkPositive(amount, "amount");
        StripeAmounts.divisible(amount, currency, "amount");
        // As Stripe does: this refusal names no parameter.
        StripeAmounts.checkSmallest(amount, currency, null);
        if (amount > authorized) {
            throw StripeErrorException.refused("amount_too_large",
                    "The amount is larger than what was authorised.", "amount");
        }
        capture(account, charge, amount, call.origin());
        return charge;
    }
}
