package holdfast.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Refunds: money that is given back, in whole or in part.
final class SandboxRefunds {
    private static final List<String> REASONS =
            List.of("", "duplicate", "fraudulent", "requested_by_customer");

    private final SandboxEvents events;
    private final SandboxCharges charges;

    SandboxRefunds(SandboxEvents events, SandboxCharges charges) {
        this.events = events;
        this.charges = charges;
    }

    static ObjectNode json(SandboxAccount account, ObjectNode charge, long amount, String status,
            @Nullable String reason, ObjectNode metadata) {
        ObjectNode refund = SandboxJson.object();
        refund.put("id", StripeIds.next("re_")).put("object", "refund").put("amount", amount)
                .put("balance_transaction", StripeIds.next("txn_"));
        refund.set("charge", charge.path("id"));
        refund.put("created", account.now());
        refund.set("currency", charge.path("currency"));
        refund.set("metadata", metadata);
        refund.set("payment_intent", charge.path("payment_intent"));
        return refund.put("reason", reason).putNull("receipt_number").put("status", status);
    }

    ObjectNode create(StripeCall call) {
        FormParameters parameters = call.parameters();
        String reason = parameters.choice("reason", "", REASONS);
        ObjectNode charge = charge(call.account(), parameters);
        long amount = parameters.integer("amount").orElse(left(charge));
        return refund(call.account(), charge, amount, reason.isEmpty() ? null : reason,
                parameters.metadata("metadata", SandboxJson.object()), call.origin());
    }

    private static ObjectNode charge(SandboxAccount account, FormParameters parameters) {
        String intentId = parameters.text("payment_intent").orElse(null);
        if (intentId == null) {
            String id = parameters.text("charge").orElseThrow(() -> StripeErrorException.invalid(
                    "parameter_missing", "One of the following params should be provided for this "
                            + "request: payment_intent or charge.",
                    null));
            return account.get("charge", id, "id");
        }
        ObjectNode intent = account.get("payment_intent", intentId, "payment_intent");
        if (!SandboxJson.is(intent, "status", "succeeded")) {
            throw StripeErrorException
                    .refused("charge_not_refundable", "This PaymentIntent (" + intentId
                            + ") does not have a successful charge to refund.", null)
                    .with("payment_intent", intent);
        }
        return account.get("charge", intent.path("latest_charge").asText(), "payment_intent");
    }

    private static long left(ObjectNode charge) {
        return charge.path("amount").asLong() - charge.path("amount_refunded").asLong();
    }

    ObjectNode refund(SandboxAccount account, ObjectNode charge, long amount,
            @Nullable String reason,
            ObjectNode metadata, StripeOrigin origin) {
        check(charge, amount);
        if (!charge.path("captured").asBoolean()) {
            charges.release(account, charge, amount, SandboxLedger.Kind.RELEASED, origin);
            return account.newestFirst("refund").findFirst().orElseThrow();
        }
        TestCard card = charges.card(account, charge);
        ObjectNode refund = json(account, charge, amount,
                card == TestCard.REFUND_PENDING ? "pending" : "succeeded", reason, metadata);
        account.save(refund);
        charge.put("amount_refunded", charge.path("amount_refunded").asLong() + amount)
                .put("refunded", left(charge) == 0);
        account.save(charge);
        SandboxLedger.enter(account, SandboxLedger.Kind.REFUNDED, charge, amount,
                refund.path("id").asText(), origin);
        events.emit(account, "refund.created", refund, origin);
        events.emit(account, "charge.refunded", charge, origin);
        if (card == TestCard.REFUND_FAILS) {
            later(account, refund, "failed", 3000);
        } else if (card == TestCard.REFUND_PENDING) {
            later(account, refund, "succeeded", 3000);
        }
        return refund;
    }

    private static void check(ObjectNode charge, long amount) {
        String id = charge.path("id").asText();
        if (left(charge) > 0) {
            StripeAmounts.checkPositive(amount, "amount");
        }
        if (!SandboxJson.is(charge, "status", "succeeded")) {
            throw StripeErrorException.refused("charge_not_refundable",
                    "Charge " + id + " was not successful.", null);
        }
        if (left(charge) == 0) {
            throw StripeErrorException.refused("charge_already_refunded",
                    "Charge " + id + " has already been refunded.", null);
        }
        if (charge.path("disputed").asBoolean()) {
            throw StripeErrorException.refused("charge_disputed",
                    "Charge " + id + " has been charged back; cannot issue a refund.", null);
        }
        String currency = charge.path("currency").asText();
        StripeAmounts.divisible(amount, currency, "amount");
        if (amount > left(charge)) {
            throw StripeErrorException.refused(null, "Refund amount ("
                    + StripeAmounts.text(amount, currency, Locale.ENGLISH)
                    + ") is greater than unrefunded amount on charge ("
                    + StripeAmounts.text(left(charge), currency, Locale.ENGLISH) + ")",
                    "amount");
        }
        if (!charge.path("captured").asBoolean() && amount != left(charge)) {
            throw StripeErrorException.refused(null,
                    "You cannot partially refund an uncaptured charge. "
                            + "Instead, capture the charge for an amount less than the original amount",
                    "amount");
        }
    }

    /// The refund changes to this status after some time.
    void later(SandboxAccount account, ObjectNode refund, String status, long millis) {
        String id = refund.path("id").asText();
        long at = account.nowMillis() + millis;
        account.note(id).put("becomes", status).put("at", at);
        account.saveNote(id);
        account.schedule(at, id);
    }

    /// The time of [#later] has come.
    void due(SandboxAccount account, ObjectNode refund) {
        ObjectNode note = account.note(refund.path("id").asText());
        if (!note.has("becomes") || note.path("at").asLong() > account.nowMillis()) {
            return;
        }
        String status = note.remove("becomes").asText();
        account.saveNote(refund.path("id").asText());
        if (status.equals("failed")) {
            fail(account, refund, "expired_or_canceled_card");
        } else {
            refund.put("status", status);
            account.save(refund);
            changed(account, refund);
        }
    }

    /// The bank sends the money back: it is the merchant's again.
    void fail(SandboxAccount account, ObjectNode refund, String reason) {
        if (SandboxJson.is(refund, "status", "failed")) {
            return;
        }
        long amount = refund.path("amount").asLong();
        refund.put("status", "failed").put("failure_reason", reason)
                .put("failure_balance_transaction", StripeIds.next("txn_"));
        account.save(refund);
        ObjectNode charge = account.get("charge", refund.path("charge").asText(), "charge");
        charge.put("amount_refunded", charge.path("amount_refunded").asLong() - amount)
                .put("refunded", false);
        account.save(charge);
        SandboxLedger.enter(account, SandboxLedger.Kind.REFUND_FAILED, charge, amount,
                refund.path("id").asText(), StripeOrigin.OTHER);
        changed(account, refund);
        events.emit(account, "refund.failed", refund, StripeOrigin.OTHER);
    }

    private void changed(SandboxAccount account, ObjectNode refund) {
        events.emit(account, "refund.updated", refund, StripeOrigin.OTHER);
        events.emit(account, "charge.refund.updated", refund, StripeOrigin.OTHER);
    }
}
