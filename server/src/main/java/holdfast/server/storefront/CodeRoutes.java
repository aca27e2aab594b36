package holdfast.server.storefront;

import holdfast.Hold;
import holdfast.server.auth.CodeGuesses;
import holdfast.server.booking.Reductions;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Form;
import holdfast.server.web.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The routes of the checkout's field for discount codes and gift cards.
final class CodeRoutes {
    private static final int LONGEST = 100;

    private final Storefront storefront;
    private final CheckoutRoutes checkout;
    private final Codes codes;

    /// Codes, and what keeps them from being guessed.
    public record Codes(Reductions reductions, CodeGuesses guesses) {}

    CodeRoutes(Storefront storefront, CheckoutRoutes checkout, Codes codes) {
        this.storefront = storefront;
        this.checkout = checkout;
        this.codes = codes;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(storefront.post("/checkout/code", "useCode",
                "Use a discount code or a gift card.", (visitor, form) -> checkout.paying(visitor)
                        .orElseGet(() -> use(visitor, form))));
        routes.addAll(storefront.post("/checkout/code/remove", "giveCodeBack",
                "Give a discount code or a gift card back.", (visitor, form) -> checkout
                        .paying(visitor).orElseGet(() -> remove(visitor, form))));
        return routes;
    }

    private static Optional<Reductions.Target> target(Visitor visitor, Form form) {
        int version = (int) form.number("version", 0, 999_999_999);
        return visitor.held().map(Hold::id).map(
                hold -> new Reductions.Target(visitor.workspace(), hold, Optional.of(version)));
    }

    private Response use(Visitor visitor, Form form) {
        Optional<Reductions.Target> target = target(visitor, form);
        if (target.isEmpty()) {
            return Pages.seeOther(visitor.link("/basket"));
        }
        String typed = form.first("code").filter(text -> text.length() <= LONGEST).orElse("");
        String address = visitor.address().orElse("");
        if (codes.guesses().pause(address).isPresent()) {
            return refused(visitor, 429, typed, "code.wait");
        }
        Reductions.Result result = codes.reductions().add(target.get(), typed);
        if (result instanceof Reductions.Result.Refused refused) {
            codes.guesses().wrong(address);
            return refused(visitor, 422, typed, text(refused.why()));
        }
        return done(visitor, result);
    }

    private Response refused(Visitor visitor, int status, String typed, String message) {
        return checkout.shown(visitor, status, Map.of("code", typed),
                Map.of("code", visitor.say(message)), "");
    }

    private static String text(Reductions.Why why) {
        return switch (why) {
            case UNKNOWN -> "code.unknown";
            case NOT_YET -> "code.notYet";
            case EXPIRED -> "code.expired";
            case USED_UP -> "code.usedUp";
            case NOT_FOR_THESE_ITEMS -> "code.notForThese";
            case USED_BY_THIS_CUSTOMER, CUSTOMER_MISSING -> "code.usedBefore";
        };
    }

    private Response remove(Visitor visitor, Form form) {
        return target(visitor, form)
                .map(each -> done(visitor, codes.reductions().remove(each, form.must("reduction"))))
                .orElseGet(() -> Pages.seeOther(visitor.link("/basket")));
    }

    private static Response done(Visitor visitor, Reductions.Result result) {
        return Pages.seeOther(visitor.link(result instanceof Reductions.Result.Changed
                ? "/checkout" : "/basket?said=changed"));
    }
}
