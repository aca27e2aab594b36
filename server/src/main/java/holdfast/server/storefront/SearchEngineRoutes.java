package holdfast.server.storefront;

import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Problem;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Pages;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What search engines and mistyped addresses find: the sitemap, what not to visit, the icon, and a
/// page for every unknown address.
final class SearchEngineRoutes {
    private static final int MOST = 50_000;
    private static final String ROBOTS = """
            User-agent: *
            Disallow: /v1/
            Disallow: /desk
            Disallow: /basket
            Disallow: /checkout
            Disallow: /booking
            Disallow: /pay
            Disallow: /find
            Disallow: /language
            Disallow: /demo/
            Sitemap:\s""";

    private final Storefront storefront;
    private final Catalog catalog;

    SearchEngineRoutes(Storefront storefront, Catalog catalog) {
        this.storefront = storefront;
        this.catalog = catalog;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(storefront.get("/sitemap.xml", "sitemap",
                "The addresses of all events and services.", this::sitemap));
        routes.addAll(storefront.get("/robots.txt", "robots", "What robots should not visit.",
                visitor -> Response.bytes(200, "text/plain; charset=utf-8", (ROBOTS
                        + storefront.whole(visitor, visitor.link("/sitemap.xml")) + "\n")
                        .getBytes(StandardCharsets.UTF_8))));
        routes.addAll(storefront.get("/favicon.ico", "favicon", "The icon of the pages.",
                visitor -> Response.empty(302).headers(Map.of(
                        "Location", storefront.asset("mark.svg"),
                        "Cache-Control", "public, max-age=86400"))));
        routes.addAll(storefront.get("/events", "eventsPage", "The events of the programme.",
                visitor -> Pages.seeOther(visitor.link("/") + "?kind=events")));
        routes.addAll(storefront.get("/services", "servicesPage",
                "The services of the programme.",
                visitor -> Pages.seeOther(visitor.link("/") + "?kind=services")));
        routes.addAll(storefront.get("/**", "unknownPage", "A page for unknown addresses.",
                visitor -> {
                    throw Problem.unknown("such page");
                }));
        return routes;
    }

    private Response sitemap(Visitor visitor) {
        StringBuilder xml = new StringBuilder(4_096).append("""
                <?xml version="1.0" encoding="UTF-8"?>
                <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
                """);
        entry(xml, storefront.whole(visitor, visitor.link("/")), "");
        Stream<Versioned<Event>> events = catalog.all(visitor.workspace(), Event.class).stream()
                .filter(event -> event.entry().when().end().toInstant().isAfter(visitor.now()));
        events.filter(Versioned::listed).limit(MOST / 2).forEach(
                event -> entry(xml, storefront.whole(visitor,
                        visitor.link("/events/" + event.id())), day(event)));
        catalog.all(visitor.workspace(), Service.class).stream().filter(Versioned::listed)
                .limit(MOST / 2 - 1).forEach(service -> entry(xml, storefront.whole(visitor,
                        visitor.link("/services/" + service.id())), day(service)));
        return Response.bytes(200, "application/xml; charset=utf-8",
                xml.append("</urlset>\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String day(Versioned<?> entry) {
        return entry.at().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static void entry(StringBuilder xml, String address, String changed) {
        xml.append("<url><loc>").append(address.replace("&", "&amp;").replace("<", "&lt;"))
                .append("</loc>");
        if (!changed.isEmpty()) {
            xml.append("<lastmod>").append(changed).append("</lastmod>");
        }
        xml.append("</url>\n");
    }
}
