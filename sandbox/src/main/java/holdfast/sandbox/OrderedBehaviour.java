package holdfast.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a test has ordered for the next calls of a route, or for the next webhooks of a type: a
/// fault, how often, and for which of them.
final class OrderedBehaviour {
    final String id = StripeIds.random("behaviour_", 8);
    private final @Nullable SandboxAccount account;
    private final String on;
    private final ObjectNode match;
    private final String fault;
    final ObjectNode settings;
    private long skip;
    private long times;
    private long used;

    OrderedBehaviour(@Nullable SandboxAccount account, String on, String fault,
            ObjectNode settings) {
        this.account = account;
        this.on = on;
        this.fault = fault;
        this.settings = settings;
        match = settings.path("match") instanceof ObjectNode given ? given : SandboxJson.object();
        skip = settings.path("after").asLong(0);
        times = settings.path("times").asLong(1);
    }

    boolean isFor(@Nullable SandboxAccount other) {
        return account == null || other == null || account == other;
    }

    /// Whether it applies now; that counts.
    boolean take(SandboxAccount from, String name, @Nullable FormParameters parameters,
            List<ObjectNode> objects) {
        if (times == 0 || !isFor(from) || !isNamed(name) || !matches(parameters, objects)) {
            return false;
        }
        if (skip > 0) {
            skip--;
            return false;
        }
        // Negative: without an end.
        times = times < 0 ? times : times - 1;
        used++;
        return true;
    }

    private boolean isNamed(String name) {
        return on.equals("*") || on.equals(name)
                || (on.endsWith("*") && name.startsWith(on.substring(0, on.length() - 1)));
    }

    private boolean matches(@Nullable FormParameters parameters, List<ObjectNode> objects) {
        for (var wanted : match.properties()) {
            String value = wanted.getValue().asText();
            boolean found = (parameters != null
                    && parameters.at(wanted.getKey()).filter(value::equals).isPresent())
                    || objects.stream().anyMatch(object -> at(object, wanted.getKey())
                            .asText().equals(value));
            if (!found) {
                return false;
            }
        }
        return true;
    }

    private static JsonNode at(ObjectNode object, String path) {
        return object.at("/" + path.replace('.', '/'));
    }

    String fault() {
        return fault;
    }

    long number(String setting, long otherwise) {
        return settings.path(setting).asLong(otherwise);
    }

    String text(String setting, String otherwise) {
        return settings.path(setting).asText(otherwise);
    }

    long left() {
        return times;
    }

    ObjectNode json() {
        ObjectNode json = SandboxJson.object().put("id", id).put("on", on).put("do", fault);
        json.set("match", match);
        return json.put("left", times).put("used", used);
    }
}
