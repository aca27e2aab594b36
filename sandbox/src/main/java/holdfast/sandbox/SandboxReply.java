package holdfast.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/// An answer. One that is `lost` closes the connection instead.
record SandboxReply(int status, String type, String body, Map<String, String> headers,
        boolean lost) {
    static final SandboxReply LOST = new SandboxReply(0, "", "", Map.of(), true);

    static SandboxReply json(int status, ObjectNode body) {
        return new SandboxReply(status, "application/json", SandboxJson.writeIndented(body) + "\n",
                Map.of(), false);
    }

    static SandboxReply html(int status, String page) {
        return new SandboxReply(status, "text/html; charset=utf-8", page, Map.of(), false);
    }

    static SandboxReply redirect(String address) {
        return new SandboxReply(303, "text/plain", "", Map.of("Location", address), false);
    }

    SandboxReply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new SandboxReply(status, type, body, more, lost);
    }
}
