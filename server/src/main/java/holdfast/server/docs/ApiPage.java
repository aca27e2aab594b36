package holdfast.server.docs;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.auth.Permission;
import holdfast.server.http.Route;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The API on one page.
final class ApiPage {
    private static final String STYLE = """
            body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.5;
                   font-family: system-ui, sans-serif; color: #1b1b1b; background: #fff; }
            h1, h2, h3 { line-height: 1.2; }
            code, pre { font-family: ui-monospace, monospace; font-size: 0.9em; }
            pre { background: #f4f4f4; padding: 0.7rem; overflow-x: auto; }
            table { border-collapse: collapse; width: 100%; }
            th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.6rem;
                     border-bottom: 1px solid #ccc; }
            a { color: #0b5394; }
            @media (prefers-color-scheme: dark) {
              body { color: #eee; background: #16181c; } pre { background: #23262c; }
              a { color: #8ab4f8; } th, td { border-color: #444; } }
            """;

    private final RouteDocs described;

    ApiPage(RouteDocs described) {
        this.described = described;
    }

    static String framed(String title, String body) {
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<title>" + MarkdownHtml.escaped(title) + " · Holdfast</title><style>" + STYLE
                + "</style></head><body>\n<nav><a href=\"/docs\">The API</a> · "
                + "<a href=\"/docs/outcomes\">Outcomes</a> · "
                + "<a href=\"/openapi.json\">OpenAPI</a></nav>\n<main>\n" + body
                + "</main></body></html>\n";
    }

    byte[] write(List<Route> routes) {
        Map<String, List<Route>> tags = new TreeMap<>();
        routes.forEach(route -> tags.computeIfAbsent(
                OpenApi.tag(route), tag -> new ArrayList<>()).add(route));
        StringBuilder html = new StringBuilder("<h1>The API</h1>\n<ul>\n");
        tags.keySet().forEach(tag -> html.append("<li><a href=\"#").append(tag).append("\">")
                .append(tag).append("</a></li>\n"));
        html.append("<li><a href=\"#schemas\">What is sent and answered</a></li></ul>\n");
        tags.forEach((tag, some) -> {
            html.append("<h2 id=\"").append(tag).append("\">").append(tag).append("</h2>\n");
            some.forEach(route -> route(html, route));
        });
        html.append("<h2 id=\"schemas\">What is sent and answered</h2>\n");
        for (Map.Entry<String, JsonNode> schema : described.schemas().properties()) {
            html.append("<h3 id=\"schema-").append(schema.getKey()).append("\">")
                    .append(schema.getKey()).append("</h3>\n<pre>")
                    .append(MarkdownHtml.escaped(schema.getValue().toPrettyString()))
                    .append("</pre>\n");
        }
        return framed("The API", html.toString()).getBytes(StandardCharsets.UTF_8);
    }

    private void route(StringBuilder html, Route route) {
        html.append("<h3 id=\"").append(route.name()).append("\"><code>").append(route.method())
                .append(' ').append(MarkdownHtml.escaped(route.path())).append("</code></h3>\n<p>")
                .append(MarkdownHtml.escaped(route.about())).append(' ').append(who(route.right()))
                .append("</p>\n<ul>\n");
        described.body(route)
                .ifPresent(schema -> line(html,
                        described.bodyMayBeMissing(route) ? "takes, if anything," : "takes",
                        named(schema)));
        described.query(route).forEach(name -> line(html, "query", code(name)));
        described.headers(route).forEach(name -> line(html, "header", code(name)));
        described.successes(route).forEach(success -> line(html, code(success.status()),
                success.schema().map(ApiPage::named).orElse(success.type().orElse(""))));
        html.append("</ul>\n");
    }

    private static void line(StringBuilder html, String what, String which) {
        html.append("<li>").append(what).append(' ').append(which).append("</li>\n");
    }

    private static String code(String text) {
        return "<code>" + MarkdownHtml.escaped(text.replace("!", ", which must be sent"))
                + "</code>";
    }

    private static String named(String schema) {
        return "<a href=\"#schema-" + schema + "\">" + schema + "</a>";
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
