package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.http.PageCall;
import holdfast.server.json.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// A request that a page makes to an operation of the API, as in `changeEvent`.
record DeskCall(
        String operation, Map<String, String> arguments, Map<String, String> query,
        Map<String, String> headers, PageCall.Content body) {
    DeskCall {
        arguments = Map.copyOf(arguments);
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    static DeskCall to(String operation) {
        return new DeskCall(operation, Map.of(), Map.of(), Map.of(),
                PageCall.Content.NONE);
    }

    /// With the value of a variable of the path, such as `id`.
    DeskCall with(String argument, String value) {
        return new DeskCall(operation, plus(arguments, argument, value), query, headers, body);
    }

    /// With a parameter of the query, such as `limit`.
    DeskCall asking(String parameter, String value) {
        return new DeskCall(operation, arguments, plus(query, parameter, value), headers, body);
    }

    /// The entry's version that the person saw, so that nobody overwrites another's change.
    DeskCall version(String version) {
        return header("If-Match", "\"" + version + "\"");
    }

    /// The number of the page's form, so that a form that is sent twice counts once.
    DeskCall once(String nonce) {
        return header("Idempotency-Key", nonce);
    }

    private DeskCall header(String name, String value) {
        return new DeskCall(operation, arguments, query, plus(headers, name, value), body);
    }

    DeskCall json(Consumer<Json> content) {
        return new DeskCall(operation, arguments, query, headers,
                PageCall.Content.of(Json.text(content)));
    }

    DeskCall tree(JsonNode content) {
        return new DeskCall(operation, arguments, query, headers,
                PageCall.Content.of(content.toString()));
    }

    DeskCall file(byte[] content) {
        return new DeskCall(operation, arguments, query, headers, PageCall.Content.of(content));
    }

    private static Map<String, String> plus(Map<String, String> all, String name, String value) {
        Map<String, String> more = new HashMap<>(all);
        more.put(name, value);
        return more;
    }
}
