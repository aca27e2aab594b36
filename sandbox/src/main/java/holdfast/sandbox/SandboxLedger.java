package holdfast.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The sandbox's own record of money: one entry for each movement, written where it happens. A judge
/// compares it with what Holdfast believes.
final class SandboxLedger {
    /// What happened to money, or to an authorisation of it.
    enum Kind {
        AUTHORIZED, CAPTURED, RELEASED, EXPIRED, DECLINED, REFUNDED, REFUND_FAILED, DISPUTED;

        String text() {
            return switch (this) {
                case AUTHORIZED -> "authorized";
                case CAPTURED -> "captured";
                case RELEASED -> "released";
                case EXPIRED -> "expired";
                case DECLINED -> "declined";
                case REFUNDED -> "refunded";
                case REFUND_FAILED -> "refundFailed";
                case DISPUTED -> "disputed";
            };
        }
    }

    private SandboxLedger() {}

    static void enter(SandboxAccount account, Kind kind, ObjectNode charge, long amount,
            @Nullable String refund, StripeOrigin origin) {
        ObjectNode entry = SandboxJson.object();
        entry.put("kind", kind.text());
        entry.put("at", Instant.ofEpochMilli(account.nowMillis()).toString());
        entry.put("amount", amount);
        entry.set("currency", charge.path("currency"));
        entry.set("charge", charge.path("id"));
        entry.set("paymentIntent", charge.path("payment_intent"));
        entry.put("refund", refund);
        String intent = SandboxJson.text(charge, "payment_intent");
        String session = intent == null ? null : SandboxJson.text(account.note(intent), "session");
        entry.put("session", session);
        ObjectNode opened = session == null ? null : account.find("checkout.session", session);
        entry.put("clientReferenceId",
                opened == null ? null : SandboxJson.text(opened, "client_reference_id"));
        entry.set("metadata", charge.path("metadata").deepCopy());
        entry.put("idempotencyKey", origin.key());
        entry.put("request", origin.request());
        account.enter(entry);
    }

    /// All entries, and the sums of each charge.
    static ObjectNode json(SandboxAccount account) {
        Map<String, ObjectNode> payments = new LinkedHashMap<>();
        for (ObjectNode entry : account.ledger()) {
            ObjectNode payment = payments.computeIfAbsent(entry.path("charge").asText(), charge -> {
                ObjectNode sums = SandboxJson.object();
                for (String field : List.of("charge", "paymentIntent", "session",
                        "clientReferenceId", "metadata", "currency")) {
                    sums.set(field, entry.path(field));
                }
                for (Kind kind : Kind.values()) {
                    sums.put(kind.text(), 0);
                }
                return sums;
            });
            String kind = entry.path("kind").asText();
            payment.put(kind, payment.path(kind).asLong() + entry.path("amount").asLong());
        }
        ArrayNode entries = SandboxJson.array(account.ledger());
        ObjectNode json = SandboxJson.object().put("account", account.id);
        json.set("entries", entries);
        json.set("payments", SandboxJson.array(payments.values()));
        return json;
    }
}
