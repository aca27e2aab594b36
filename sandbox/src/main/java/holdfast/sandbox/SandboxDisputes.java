package holdfast.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// Disputes: a customer reclaims money at the bank. The bank opens one, here a control or a card.
final class SandboxDisputes {
    private final SandboxEvents events;

    SandboxDisputes(SandboxEvents events) {
        this.events = events;
    }

    ObjectNode open(SandboxAccount account, ObjectNode charge, long amount, String reason) {
        if (!charge.path("captured").asBoolean() || charge.path("disputed").asBoolean()) {
            throw StripeErrorException.refused(null,
                    "Only a captured charge without a dispute can be disputed.", null);
        }
        ObjectNode dispute = SandboxJson.object();
        dispute.put("id", StripeIds.next("du_")).put("object", "dispute").put("amount", amount);
        dispute.set("charge", charge.path("id"));
        dispute.put("created", account.now());
        dispute.set("currency", charge.path("currency"));
        dispute.put("is_charge_refundable", false).put("livemode", false);
        dispute.putObject("metadata");
        dispute.set("payment_intent", charge.path("payment_intent"));
        dispute.put("reason", reason).put("status", "needs_response");
        account.save(dispute);
        account.save(charge.put("disputed", true));
        SandboxLedger.enter(account, SandboxLedger.Kind.DISPUTED, charge, amount, null,
                StripeOrigin.OTHER);
        events.emit(account, "charge.dispute.created", dispute, StripeOrigin.OTHER);
        return dispute;
    }
}
