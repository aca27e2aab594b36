package holdfast.server.docs;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.auth.Permission;
import holdfast.server.http.Route;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The reference of the API: a page for each resource, with its routes and the schemas that they
/// use.
final class ApiReference {
    private static final String SCHEMA = "#/components/schemas/";

    private final RouteDocs described;
    private final Map<String, List<Route>> resources = new TreeMap<>();

    ApiReference(RouteDocs described, List<Route> routes) {
        this.described = described;
        routes.forEach(route -> resources.computeIfAbsent(
                OpenApi.tag(route), tag -> new ArrayList<>()).add(route));
    }

    Set<String> names() {
        return resources.keySet();
    }

    /// A resource's name for a heading, as in "Gift cards".
    static String title(String resource) {
        String words = resource.replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    List<Route> routes(String resource) {
        return resources.getOrDefault(resource, List.of());
    }

    /// The list of all routes, each with a link.
    String overview() {
        StringBuilder html = new StringBuilder("<h1>Reference</h1>\n"
                + "<p>Every route of this server. Programs read <a href=\"/openapi.json\">"
                + "openapi.json</a>.</p>\n");
        resources.forEach((name, routes) -> {
            html.append("<h2><a href=\"/docs/api/").append(name).append("\">")
                    .append(MarkdownHtml.escaped(title(name)))
                    .append("</a></h2>\n<ul class=\"routes\">\n");
            routes.forEach(route -> html.append("<li><a href=\"/docs/api/").append(name)
                    .append('#').append(route.name()).append("\">").append(call(route))
                    .append("</a> ").append(MarkdownHtml.escaped(route.about()))
                    .append("</li>\n"));
            html.append("</ul>\n");
        });
        return html.toString();
    }

    private static String call(Route route) {
        return "<code><b>" + route.method() + "</b> " + MarkdownHtml.escaped(route.path())
                + "</code>";
    }

    /// The page of one resource; empty if there is none of that name.
    Optional<String> page(String resource) {
        List<Route> routes = routes(resource);
        if (routes.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder html = new StringBuilder("<h1>")
                .append(MarkdownHtml.escaped(title(resource))).append("</h1>\n");
        Set<String> used = new LinkedHashSet<>();
        routes.forEach(route -> route(html, route, used));
        Set<String> all = withInner(used);
        if (!all.isEmpty()) {
            html.append("<h2 id=\"schemas\">What is sent and answered</h2>\n");
            all.forEach(name -> schema(html, name, described.schemas().path(name)));
        }
        return Optional.of(html.toString());
    }

    private void route(StringBuilder html, Route route, Set<String> used) {
        html.append("<section class=\"route\">\n<h2 id=\"").append(route.name()).append("\">")
                .append(call(route)).append("</h2>\n<p>")
                .append(MarkdownHtml.escaped(route.about())).append(' ').append(who(route.right()))
                .append("</p>\n<dl>\n");
        described.body(route).ifPresent(schema -> {
            used.add(schema);
            line(html, described.bodyMayBeMissing(route) ? "may take" : "takes", named(schema));
        });
        described.query(route).forEach(name -> line(html, "query", code(name)));
        described.headers(route).forEach(name -> line(html, "header", code(name)));
        described.successes(route).forEach(success -> {
            success.schema().ifPresent(used::add);
            line(html, success.status(), success.schema().map(ApiReference::named)
                    .orElse(MarkdownHtml.escaped(success.type().orElse("nothing"))));
        });
        html.append("</dl>\n</section>\n");
    }

    private static void line(StringBuilder html, String what, String which) {
        html.append("<div><dt>").append(what).append("</dt><dd>").append(which)
                .append("</dd></div>\n");
    }

    private static String code(String text) {
        return "<code>" + MarkdownHtml.escaped(text.replace("!", "")) + "</code>"
                + (text.endsWith("!") ? " must be sent" : "");
    }

    private static String named(String schema) {
        return "<a href=\"#schema-" + schema + "\">" + schema + "</a>";
    }

    // Schemas

    private Set<String> withInner(Set<String> used) {
        Set<String> all = new LinkedHashSet<>();
        Deque<String> next = new ArrayDeque<>(used);
        while (!next.isEmpty()) {
            String name = next.removeFirst();
            if (all.add(name)) {
                described.schemas().path(name).findValuesAsText("$ref")
                        .forEach(ref -> next.addLast(ref.substring(SCHEMA.length())));
            }
        }
        return all;
    }

    private static void schema(StringBuilder html, String name, JsonNode schema) {
        html.append("<h3 id=\"schema-").append(name).append("\">").append(name)
                .append("</h3>\n");
        text(schema).ifPresent(about -> html.append("<p>").append(about).append("</p>\n"));
        JsonNode properties = schema.path("properties");
        if (properties.isEmpty()) {
            html.append("<pre tabindex=\"0\"><code>")
                    .append(MarkdownHtml.escaped(schema.toPrettyString()))
                    .append("</code></pre>\n");
            return;
        }
        Set<String> required = new LinkedHashSet<>();
        schema.path("required").forEach(each -> required.add(each.asText()));
        html.append(
                "<div class=\"wide\"><table>\n<thead><tr><th>field</th><th>is</th><th>about</th>"
                        + "</tr></thead>\n<tbody>\n");
        properties.properties().forEach(field -> html.append("<tr><td><code>")
                .append(MarkdownHtml.escaped(field.getKey())).append("</code>")
                .append(required.contains(field.getKey()) ? "" : " <small>optional</small>")
                .append("</td><td>").append(type(field.getValue())).append("</td><td>")
                .append(text(field.getValue()).orElse("")).append("</td></tr>\n"));
        html.append("</tbody></table></div>\n");
    }

    private static Optional<String> text(JsonNode schema) {
        JsonNode about = schema.path("description");
        return about.isTextual() ? Optional.of(MarkdownHtml.escaped(about.asText()))
                : Optional.empty();
    }

    private static String type(JsonNode schema) {
        if (schema.has("$ref")) {
            return named(schema.path("$ref").asText().substring(SCHEMA.length()));
        }
        if (schema.has("enum")) {
            List<String> words = new ArrayList<>();
            schema.path("enum").forEach(word -> words.add(
                    "<code>" + MarkdownHtml.escaped(word.asText()) + "</code>"));
            return String.join(", ", words);
        }
        if (schema.has("const")) {
            return "<code>" + MarkdownHtml.escaped(schema.path("const").asText()) + "</code>";
        }
        for (String choice : List.of("oneOf", "anyOf", "allOf")) {
            if (schema.has(choice)) {
                List<String> each = new ArrayList<>();
                schema.path(choice).forEach(one -> each.add(type(one)));
                return String.join(" or ", each);
            }
        }
        String type = schema.path("type").asText("any");
        return switch (type) {
            case "array" -> "list of " + type(schema.path("items"));
            case "string" -> schema.path("format").isTextual()
                    ? MarkdownHtml.escaped(schema.path("format").asText()) : "text";
            case "integer" -> "whole number";
            case "boolean" -> "true or false";
            default -> MarkdownHtml.escaped(type);
        };
    }

    private static String who(Permission right) {
        return switch (right) {
            case NONE -> "No key is needed.";
            case BUY -> "Any key.";
            case DOOR -> "A secret key, or staff of the door.";
            case READ -> "A secret key, or staff who may read.";
            case DESK -> "A secret key, or staff of the desk.";
            case MANAGE -> "A secret key, or staff who manage.";
            case OWN -> "A secret key, or an owner.";
        };
    }
}
