package holdfast.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.Invalid;
import holdfast.digest.Sha256;
import holdfast.server.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The fingerprint of a request, which its idempotency key is bound to: a digest of the route, the
/// path, If-Match and the body as the client sent them. The order of a JSON object's fields does
/// not count. Nor does the API key: a client may retry with a new one.
public final class Fingerprint {
    private Fingerprint() {}

    /// Of a request whose body is not parsed yet.
    public static String of(Request request, byte[] body) {
        return of(request, body.length == 0 ? "" : canonical(body));
    }

    static String of(Request request, Optional<JsonNode> body) {
        return of(request, body.map(Fingerprint::canonical).orElse(""));
    }

    private static String of(Request request, String body) {
        StringBuilder text = new StringBuilder(request.route().name());
        new TreeMap<>(request.arguments())
                .forEach((name, value) -> text.append('\n').append(name).append('=').append(value));
        text.append('\n').append(request.header("If-Match").orElse("")).append('\n').append(body);
        return Sha256.of(text.toString());
    }

    private static String canonical(byte[] body) {
        try {
            return canonical(Json.tree(body));
        } catch (Invalid broken) {
            return new String(body, StandardCharsets.ISO_8859_1);
        }
    }

    private static String canonical(JsonNode body) {
        StringBuilder text = new StringBuilder();
        write(body, text);
        return text.toString();
    }

    private static void write(JsonNode node, StringBuilder text) {
        if (node.isObject()) {
            Map<String, JsonNode> fields = new TreeMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
            text.append('{');
            fields.forEach((name, value) -> {
                text.append(name.length()).append(':').append(name).append(' ');
                write(value, text);
            });
            text.append('}');
        } else if (node.isArray()) {
            text.append('[');
            node.forEach(each -> {
                write(each, text);
                text.append(',');
            });
            text.append(']');
        } else {
            text.append(node);
        }
    }
}
