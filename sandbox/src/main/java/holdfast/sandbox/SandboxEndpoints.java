package holdfast.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// Webhook endpoints: where events are sent, and the secret that signs them.
final class SandboxEndpoints {

    ObjectNode create(StripeCall call) {
        FormParameters parameters = call.parameters();
        String address = parameters.required("url");
        if (!address.matches("https?://[^\\s/]+.*")) {
            throw StripeErrorException.invalid("url_invalid", "Not a valid URL", "url");
        }
        List<String> wanted = parameters.list("enabled_events");
        if (wanted.isEmpty()) {
            throw StripeErrorException.parameterMissing("enabled_events");
        }
        ObjectNode endpoint = SandboxJson.object();
        String id = StripeIds.next("we_");
        String secret = StripeIds.random("whsec_", 32);
        endpoint.put("id", id).put("object", "webhook_endpoint")
                .put("api_version", parameters.text("api_version")
                        .orElse(SandboxEvents.API_VERSION))
                .put("created", call.account().now())
                .put("description", parameters.text("description").orElse(null));
        endpoint.set("enabled_events", SandboxJson.texts(wanted));
        endpoint.put("livemode", false);
        endpoint.set("metadata", parameters.metadata("metadata", SandboxJson.object()));
        endpoint.put("status", "enabled").put("url", address);
        call.account().note(id).put("secret", secret);
        call.account().saveNote(id);
        call.account().save(endpoint);
        // Told once, at creation.
        return endpoint.deepCopy().put("secret", secret);
    }

    ObjectNode delete(StripeCall call) {
        call.account().get("webhook_endpoint", call.id(), "webhook_endpoint");
        call.account().delete("webhook_endpoint", call.id());
        return SandboxJson.object().put("id", call.id()).put("object", "webhook_endpoint")
                .put("deleted", true);
    }
}
