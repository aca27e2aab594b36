package holdfast.server.docs;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.http.Route;
import holdfast.server.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the descriptions of the routes: what they take and answer.
final class RouteDocs {
    private final JsonNode operations = Json.tree(read("operations.json"));
    private final JsonNode schemas = Json.tree(read("schemas.json"));

    static byte[] read(String name) {
        try (InputStream in = RouteDocs.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not beside " + RouteDocs.class);
            }
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static String text(String name) {
        return new String(read(name), StandardCharsets.UTF_8);
    }

    /// Pages are not part of the API. Nor are the routes for their scripts, which are the same
    /// resources by another path, without a key.
    static boolean isApi(Route route) {
        return (route.path().startsWith("/v1/") && !route.path().startsWith("/v1/at/"))
                || route.path().startsWith("/health/")
                || route.path().equals("/metrics") || route.path().equals("/openapi.json");
    }

    JsonNode schemas() {
        return schemas;
    }

    /// A route without a key is documented like the route with one.
    private JsonNode operation(Route route) {
        return operations.path(route.path().startsWith("/v1/at/")
                ? route.name().replaceFirst("Shown$", "") : route.name());
    }

    /// The name of the request body's schema.
    Optional<String> body(Route route) {
        return text(operation(route).path("body"));
    }

    /// The media types of a body that is not JSON.
    List<String> bodyTypes(Route route) {
        return texts(route, "bodyTypes");
    }

    /// Whether the body may be left out.
    boolean bodyMayBeMissing(Route route) {
        return operation(route).path("bodyMayBeMissing").asBoolean(false);
    }

    List<String> query(Route route) {
        return texts(route, "query");
    }

    List<String> headers(Route route) {
        return texts(route, "headers");
    }

    /// A successful response.
    ///
    /// @param schema the schema's name; none when it is not JSON
    /// @param type   the media type; none when there is no body
    record Success(String status, Optional<String> schema, Optional<String> type) {}

    List<Success> successes(Route route) {
        List<Success> all = new ArrayList<>();
        operation(route).path("answers").properties().forEach(answer -> {
            String what = answer.getValue().asText();
            boolean json = !what.isEmpty() && !what.contains("/");
            all.add(new Success(answer.getKey(),
                    json ? Optional.of(what) : Optional.empty(),
                    json ? Optional.of("application/json")
                            : Optional.of(what).filter(type -> !type.isEmpty())));
        });
        return all;
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
    }

    private List<String> texts(Route route, String field) {
        List<String> all = new ArrayList<>();
        operation(route).path(field).forEach(each -> all.add(each.asText()));
        return all;
    }
}
