package holdfast.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// One event on its way to one endpoint.
final class SandboxDelivery {
    /// Where it is.
    enum State {
        PENDING, HELD, DELIVERED, DROPPED, GIVEN_UP
    }

    final SandboxAccount account;
    final ObjectNode event;
    final String endpoint;
    final String address;
    final String secret;
    State state = State.PENDING;
    int tries;
    int lastStatus;
    boolean signed = true;
    long signedSecondsAgo;
    boolean badSecret;

    SandboxDelivery(SandboxAccount account, ObjectNode event, ObjectNode endpoint) {
        this.account = account;
        this.event = event;
        this.endpoint = endpoint.path("id").asText();
        address = endpoint.path("url").asText();
        secret = account.note(this.endpoint).path("secret").asText();
    }

    String eventId() {
        return event.path("id").asText();
    }

    ObjectNode json() {
        return SandboxJson.object().put("event", eventId()).put("type", event.path("type").asText())
                .put("endpoint", endpoint).put("url", address)
                .put("state", OrderedBehaviours.name(state)).put("tries", tries)
                .put("lastStatus", lastStatus);
    }
}
