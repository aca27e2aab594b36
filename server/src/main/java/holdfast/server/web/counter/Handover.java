package holdfast.server.web.counter;

import holdfast.Hold;
import holdfast.server.http.Answer;
import holdfast.server.http.Route;
import holdfast.server.web.Pages;
import java.util.List;
import java.util.Optional;

/// Takes a hold over that another website made with a publishable key: whoever has its token has
/// it, and goes on at the counter, where it is their basket.
final class Handover {
    private final Counter counter;

    Handover(Counter counter) {
        this.counter = counter;
    }

    List<Route> routes() {
        return counter.get("/basket/take", "takeBasket",
                "Go on with a hold that was made elsewhere.", this::take);
    }

    private Answer take(Guest guest) {
        Answer basket = Pages.seeOther(guest.link("/basket"));
        Optional<String> hold = guest.call().query("hold");
        Optional<String> token = guest.call().query("token");
        return hold.isEmpty() || token.isEmpty() ? basket
                : counter.guests().held(guest, hold.get(), token.get())
                        .filter(found -> !(found instanceof Hold.Blocked))
                        .map(found -> counter.guests().withBasket(guest, found, basket))
                        .orElse(basket);
    }
}
