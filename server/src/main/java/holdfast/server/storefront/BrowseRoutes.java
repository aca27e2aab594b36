package holdfast.server.storefront;

import holdfast.server.catalog.Terms;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.AccentColour;
import holdfast.server.web.Languages;
import holdfast.server.web.Pages;
import holdfast.server.web.TypefaceStyle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The pages before a choice: what is on, one event, one service.
final class BrowseRoutes {
    private final Storefront storefront;
    private final HomePage home;
    private final ChooserPages chooser;

    BrowseRoutes(Storefront storefront, HomePage home, ChooserPages chooser) {
        this.storefront = storefront;
        this.home = home;
        this.chooser = chooser;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(
                storefront.get("/", "homePage", "The list of events and services.",
                        visitor -> storefront.page(
                                visitor, visitor.say("home.title"), HomePage.class,
                                home.view(visitor,
                                        storefront.rules().terms(visitor.workspace()).name(),
                                        storefront.whole(visitor, visitor.link("/"))))));
        routes.addAll(storefront.get("/events/{id}", "eventPage", "One event.", this::event));
        routes.addAll(storefront.get("/services/{id}", "servicePage", "One service.",
                this::service));
        routes.addAll(storefront.get("/language", "languagePage", "Choose another language.",
                BrowseRoutes::speak));
        routes.addAll(storefront.get("/theme", "theme",
                "A style sheet with the workspace's colour and letters.", this::theme));
        routes.addAll(new VenuePage(storefront).routes());
        return routes;
    }

    private Response theme(Visitor visitor) {
        Terms terms = storefront.rules().terms(visitor.workspace());
        String css = terms.accent().map(AccentColour::of).map(AccentColour::css).orElse("")
                + terms.identity().typeface()
                        .map(each -> TypefaceStyle.css(each, storefront.assets())).orElse("");
        return Response.bytes(200, "text/css; charset=utf-8", css.getBytes(StandardCharsets.UTF_8))
                .header("Cache-Control", "max-age=3600");
    }

    private Response event(Visitor visitor) {
        String id = visitor.request().path("id");
        return chooser.event(visitor, id, ChoicePurpose.basket(visitor, "/events/" + id));
    }

    private Response service(Visitor visitor) {
        String id = visitor.request().path("id");
        return chooser.service(visitor, id, ChoicePurpose.basket(visitor, "/services/" + id));
    }

    /// Redirects to the visitor's last page, if it is a page of this server.
    private static Response speak(Visitor visitor) {
        String back = visitor.request().query("back").filter(path -> path.matches("/[^/\\\\].*|/"))
                .orElse(visitor.link("/"));
        String language = visitor.request().query("to").filter(Languages.ALL::contains)
                .orElse(Languages.ALL.getFirst());
        return Visitors.speaking(visitor, language, Pages.seeOther(back));
    }
}
