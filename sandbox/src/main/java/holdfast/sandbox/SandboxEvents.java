package holdfast.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// Events: what happened to an object, kept and sent to the account's webhook endpoints.
final class SandboxEvents {
    /// The version of Stripe's API whose objects the sandbox writes.
    static final String API_VERSION = "2026-07-29.dahlia";

    private final SandboxWebhooks webhooks;

    SandboxEvents(SandboxWebhooks webhooks) {
        this.webhooks = webhooks;
    }

    void emit(SandboxAccount account, String type, ObjectNode object, StripeOrigin origin) {
        ObjectNode event = SandboxJson.object();
        event.put("id", StripeIds.next("evt_"));
        event.put("object", "event");
        event.put("api_version", API_VERSION);
        event.put("created", account.now());
        event.putObject("data").set("object", object.deepCopy());
        event.put("livemode", false);
        event.put("pending_webhooks", webhooks.endpoints(account, type).size());
        event.putObject("request").put("id", origin.request())
                .put("idempotency_key", origin.key());
        event.put("type", type);
        account.save(event);
        webhooks.send(account, event);
    }
}
