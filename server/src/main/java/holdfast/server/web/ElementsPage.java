package holdfast.server.web;

import holdfast.server.auth.Permission;
import holdfast.server.auth.Workspaces;
import holdfast.server.catalog.Area;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The page that demonstrates the elements, on what the first workspace has on sale.
public final class ElementsPage {
    /// Other kinds of keys must not appear in an address.
    private static final Pattern KEY = Pattern.compile("pk_[A-Za-z0-9_-]{1,200}");

    private final Catalog catalog;
    private final Assets assets;
    private final Pages pages = new Pages();

    public ElementsPage(Catalog catalog, Assets assets) {
        this.catalog = catalog;
        this.assets = assets;
    }

    /// The page's data.
    ///
    /// @param base the base address of the elements' requests
    /// @param key  what another website would send; without one nothing can be held here
    public record View(
            String style, String script, String base, Optional<String> key,
            Optional<String> event, Optional<String> service) {}

    public List<Route> routes() {
        return List.of(new Route("GET", "/docs/elements", Permission.NONE, "readElementsPage",
                "A page that shows the custom elements.", this::read));
    }

    private Response read(Request request) {
        request.onlyQuery("key");
        Optional<String> key = request.query("key").filter(KEY.asMatchPredicate());
        return pages.page(request, 200, ElementsPage.class, Map.of("view", new View(
                assets.at("elements/page.css"), assets.at("elements/holdfast.js"),
                key.isPresent() ? "/" : StorefrontApi.base(Workspaces.FIRST), key, event(),
                service())));
    }

    private Optional<String> event() {
        return catalog.all(Workspaces.FIRST, Event.class).stream()
                .filter(Versioned::listed)
                .filter(each -> each.entry().areas().stream()
                        .anyMatch(area -> area instanceof Area.Seats))
                .min(Comparator.comparing(each -> each.entry().when().start().toInstant()))
                .map(Versioned::id);
    }

    private Optional<String> service() {
        return catalog.all(Workspaces.FIRST, Service.class).stream()
                .filter(Versioned::listed).map(Versioned::id).min(Comparator.naturalOrder());
    }
}
