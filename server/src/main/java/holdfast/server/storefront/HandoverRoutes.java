package holdfast.server.storefront;

import holdfast.Hold;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Form;
import holdfast.server.web.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Takes over a hold that another website made with a publishable key. A link from there shows the
/// hold's items. The button on that page makes it the visitor's basket. From then on the client
/// that made it can neither read nor change it.
final class HandoverRoutes {
    private final Storefront storefront;
    private final VisitorBaskets baskets;
    private final HandoverPage page;

    HandoverRoutes(Storefront storefront, VisitorBaskets baskets, ItemLines lines) {
        this.baskets = baskets;
        this.storefront = storefront;
        this.page = new HandoverPage(lines);
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(storefront.get("/basket/take", "takeBasketPage",
                "Show a hold that was made on another page.", this::ask));
        routes.addAll(storefront.post("/basket/take", "takeBasket",
                "Continue with a hold that was made on another page.", this::take));
        return routes;
    }

    private Response ask(Visitor visitor) {
        return shown(visitor, 200, visitor.request().query("hold").orElse(""),
                visitor.request().query("token").orElse(""));
    }

    private Response shown(Visitor visitor, int status, String id, String token) {
        if (isOwn(visitor, id)) {
            return Pages.seeOther(visitor.link("/basket"));
        }
        Optional<Hold> offered = storefront.guests().offered(visitor, id, token);
        return offered.isEmpty()
                ? storefront.trouble(visitor, ProblemPage.plain(visitor, 404, "take.gone"))
                : storefront.page(visitor, status, visitor.say("take.title"), HandoverPage.class,
                        page.view(visitor, offered.get(), token));
    }

    private static boolean isOwn(Visitor visitor, String id) {
        return visitor.basket().map(Hold::id).filter(id::equals).isPresent();
    }

    private Response take(Visitor visitor, Form form) {
        String id = form.first("hold").orElse("");
        String token = form.first("word").orElse("");
        Optional<Hold.Held> own = visitor.held().filter(held -> !held.id().equals(id));
        if (own.isPresent() && !form.first("instead").equals(own.map(Hold::id))) {
            // Another basket was made since the page was shown, and would be lost.
            return shown(visitor, 409, id, token);
        }
        Optional<Hold> offered = storefront.guests().offered(visitor, id, token);
        if (offered.isEmpty()
                || offered.get().version() != form.number("version", 1, 999_999_999)
                || !storefront.guests().take(visitor, id, token)) {
            // The hold is gone, or has other items than the page showed.
            return shown(visitor, 409, id, token);
        }
        // What the visitor pays for just now, or has paid, becomes a booking.
        own.ifPresent(hold -> baskets.release(visitor, hold));
        return storefront.guests().withBasket(
                visitor, offered.get(), Pages.seeOther(visitor.link("/basket")));
    }
}
