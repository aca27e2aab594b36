package holdfast.server.web.counter;

import holdfast.CancelRequest;
import holdfast.Hold;
import holdfast.server.http.Answer;
import holdfast.server.http.Route;
import holdfast.server.web.Form;
import holdfast.server.web.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Takes over a hold that another website made with a publishable key. A link from there shows
/// what is in it; only the button on that page makes it the visitor's basket, and from then on
/// who made it can neither read nor change it.
final class Handover {
    private final Counter counter;
    private final HandoverPage page;

    Handover(Counter counter, Lines lines) {
        this.counter = counter;
        this.page = new HandoverPage(lines);
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(counter.get("/basket/take", "takeBasketPage",
                "What is in a hold that was made elsewhere.", this::ask));
        routes.addAll(counter.post("/basket/take", "takeBasket",
                "Go on with a hold that was made elsewhere.", this::take));
        return routes;
    }

    private Answer ask(Guest guest) {
        return shown(guest, 200, guest.call().query("hold").orElse(""),
                guest.call().query("token").orElse(""));
    }

    private Answer shown(Guest guest, int status, String id, String token) {
        if (isOwn(guest, id)) {
            return Pages.seeOther(guest.link("/basket"));
        }
        Optional<Hold> offered = counter.guests().offered(guest, id, token);
        return offered.isEmpty()
                ? counter.trouble(guest, Trouble.plain(guest, 404, "take.gone"))
                : counter.page(guest, status, guest.say("take.title"), HandoverPage.class,
                        page.view(guest, offered.get(), token));
    }

    private static boolean isOwn(Guest guest, String id) {
        return guest.basket().map(Hold::id).filter(id::equals).isPresent();
    }

    private Answer take(Guest guest, Form form) {
        String id = form.first("hold").orElse("");
        String token = form.first("word").orElse("");
        Optional<Hold.Held> own = guest.held().filter(held -> !held.id().equals(id));
        if (own.isPresent() && !form.first("instead").equals(own.map(Hold::id))) {
            // Another basket came into being since the page was shown, and would be lost.
            return shown(guest, 409, id, token);
        }
        Optional<Hold> offered = counter.guests().offered(guest, id, token);
        if (offered.isEmpty()
                || offered.get().version() != form.number("version", 1, 999_999_999)
                || !counter.guests().take(guest, id, token)) {
            // It is gone, or has other things in it than the page showed.
            return shown(guest, 409, id, token);
        }
        own.ifPresent(hold -> counter.engine().cancel(
                new CancelRequest(guest.workspace(), hold.id(), false)));
        return counter.guests().withBasket(
                guest, offered.get(), Pages.seeOther(guest.link("/basket")));
    }
}
