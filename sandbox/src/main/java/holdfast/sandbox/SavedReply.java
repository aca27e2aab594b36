package holdfast.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// What was answered to a request with an idempotency key. Status 0: the request is being executed.
record SavedReply(String route, String parameters, String request, int status, ObjectNode body,
        long at) {
    static final long LIFETIME_SECONDS = 24 * 60 * 60;

    boolean running() {
        return status == 0;
    }

    ObjectNode json() {
        ObjectNode json = SandboxJson.object().put("route", route).put("parameters", parameters)
                .put("request", request).put("status", status).put("at", at);
        json.set("body", body);
        return json;
    }

    static SavedReply of(ObjectNode json) {
        return new SavedReply(json.path("route").asText(), json.path("parameters").asText(),
                json.path("request").asText(), json.path("status").asInt(),
                (ObjectNode) json.path("body"), json.path("at").asLong());
    }
}
