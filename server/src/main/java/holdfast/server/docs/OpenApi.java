package holdfast.server.docs;

import holdfast.server.auth.Permission;
import holdfast.server.http.Route;
import holdfast.server.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Generates the OpenAPI 3.1 document from the routes.
final class OpenApi {
    private static final Pattern OPEN = Pattern.compile("\\{(\\w+)}");
    private static final List<String> SIGNED =
            List.of("webhook-id", "webhook-timestamp", "webhook-signature");
    private static final String ABOUT = """
            Seats, capacity and time, held together or not at all, and never sold twice. Every \
            refusal is application/problem+json, and its type leads to what it means.""";

    private final RouteDocs described;

    OpenApi(RouteDocs described) {
        this.described = described;
    }

    byte[] write(List<Route> routes) {
        Map<String, List<Route>> paths = new TreeMap<>();
        routes.stream().filter(RouteDocs::isApi).forEach(
                route -> paths.computeIfAbsent(route.path(), path -> new ArrayList<>()).add(route));
        return Json.object(json -> {
            json.put("openapi", "3.1.0");
            json.object("info", info -> info.put("title", "Holdfast").put("version", "1")
                    .put("description", ABOUT));
            json.object("paths", all -> paths
                    .forEach((path, some) -> all.object(path, each -> path(each, some))));
            json.object("webhooks", OpenApi::webhooks);
            json.object("components", this::components);
        });
    }

    private static void webhooks(Json json) {
        json.object("bookingChanged", hook -> hook.object("post", post -> {
            post.put("summary", "A booking or a payment has changed.");
            post.put("description", "Signed by Standard Webhooks 1.0.0. It may come more than once "
                    + "and in another order: webhook-id stays the same, and version rises.");
            post.array("parameters", SIGNED, (out, name) -> parameter(
                    out, new Parameter(name, "header", true)));
            post.object("requestBody", body -> {
                body.put("required", true);
                content(body, "application/json", "BookingMessage");
            });
            post.object("responses", responses -> responses.object("2XX", answer -> answer
                    .put("description", "Received. Any other answer has it sent again.")));
        }));
    }

    private void components(Json json) {
        json.object("securitySchemes", schemes -> schemes.object("key", key -> key
                .put("type", "http").put("scheme", "bearer")
                .put("description", "A secret or a publishable key of a workspace.")));
        json.raw("schemas", described.schemas());
    }

    private void path(Json json, List<Route> routes) {
        routes.stream().sorted(Comparator.comparing(Route::method))
                .forEach(route -> json.object(route.method().toLowerCase(Locale.ROOT),
                        operation -> operation(operation, route)));
    }

    private void operation(Json json, Route route) {
        json.put("operationId", route.name()).put("summary", route.about())
                .texts("tags", List.of(tag(route)));
        json.array("security",
                route.right() == Permission.NONE ? List.<String>of() : List.of("key"),
                (out, key) -> out.texts(key, List.of()));
        json.array("parameters", parameters(route), OpenApi::parameter);
        described.body(route).ifPresent(schema -> json.object("requestBody", body -> {
            body.put("required", !described.bodyMayBeMissing(route));
            content(body, "application/json", schema);
        }));
        List<String> types = described.bodyTypes(route);
        if (!types.isEmpty()) {
            json.object("requestBody", body -> body.put("required", true).object("content",
                    all -> types.forEach(type -> all.object(type, media -> {}))));
        }
        json.object("responses", responses -> responses(responses, route));
    }

    static String tag(Route route) {
        String[] parts = route.path().split("/", -1);
        return parts.length > 2 && parts[1].equals("v1") ? parts[2] : "server";
    }

    private record Parameter(String name, String in, boolean required) {}

    private List<Parameter> parameters(Route route) {
        List<Parameter> all = new ArrayList<>();
        OPEN.matcher(route.path()).results().map((MatchResult found) -> found.group(1))
                .forEach(name -> all.add(new Parameter(name, "path", true)));
        described.query(route).forEach(name -> all.add(parameter(name, "query")));
        described.headers(route).forEach(name -> all.add(parameter(name, "header")));
        return all;
    }

    /// An exclamation mark marks a required parameter.
    private static Parameter parameter(String name, String in) {
        return new Parameter(name.replace("!", ""), in, name.endsWith("!"));
    }

    private static void parameter(Json json, Parameter parameter) {
        json.put("name", parameter.name()).put("in", parameter.in())
                .put("required", parameter.required());
        json.object("schema", schema -> schema.put("type",
                parameter.name().equals("limit") ? "integer" : "string"));
    }

    private static void content(Json json, String type, String schema) {
        json.object("content", types -> types.object(type, media -> media.object("schema",
                ref -> ref.put("$ref", "#/components/schemas/" + schema))));
    }

    private void responses(Json json, Route route) {
        for (RouteDocs.Success each : described.successes(route)) {
            json.object(each.status(), response -> {
                response.put("description", each.status().equals("304")
                        ? "Not modified: the client has the current version." : "Done.");
                if (each.schema().isPresent()) {
                    content(response, "application/json", each.schema().get());
                } else {
                    each.type().ifPresent(type -> response.object("content",
                            types -> types.object(type, media -> {})));
                }
            });
        }
        json.object("default", refusal -> {
            refusal.put("description", "A refusal; its type names it.");
            content(refusal, "application/problem+json", "Problem");
        });
    }
}
