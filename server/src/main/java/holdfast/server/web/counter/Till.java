package holdfast.server.web.counter;

import holdfast.Hold;
import holdfast.Refusal;
import holdfast.server.checkout.Checkout;
import holdfast.server.checkout.Item;
import holdfast.server.http.Answer;
import holdfast.server.http.Route;
import holdfast.server.web.Form;
import holdfast.server.web.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// From choosing to booking: the basket and the checkout.
final class Till {
    private final Counter counter;
    private final Baskets baskets;
    private final Checkout checkout;
    private final Chooser chooser;
    private final Trouble trouble;
    private final Lines lines;
    private final BasketPage page;

    Till(
            Counter counter, Baskets baskets, Checkout checkout, Chooser chooser,
            Trouble trouble, Lines lines) {
        this.counter = counter;
        this.baskets = baskets;
        this.checkout = checkout;
        this.chooser = chooser;
        this.trouble = trouble;
        this.lines = lines;
        this.page = new BasketPage(lines);
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(counter.get("/basket", "basketPage", "The basket.", this::basket));
        routes.addAll(counter.post("/basket/add", "addToBasket",
                "Hold these as well.", this::add));
        routes.addAll(counter.get("/basket/change", "changeBasketPage",
                "Choose something else instead of one line.", this::change));
        routes.addAll(counter.post("/basket/change", "changeBasket",
                "Hold something else instead of one line.", this::changed));
        routes.addAll(counter.post("/basket/remove", "removeFromBasket",
                "Give one line back.", this::remove));
        routes.addAll(counter.post("/basket/extend", "extendBasket",
                "Hold it longer.", this::extend));
        routes.addAll(counter.post("/basket/again", "holdBasketAgain",
                "Hold again what has lapsed.", this::again));
        routes.addAll(counter.get("/checkout", "checkoutPage", "The checkout.", guest ->
                guest.held().isEmpty() ? Pages.seeOther(guest.link("/basket"))
                        : shown(guest, 200, Map.of(), Map.of(), "")));
        routes.addAll(counter.post("/checkout", "checkOut", "Book it.", this::confirm));
        return routes;
    }

    private Answer basket(Guest guest) {
        String link = guest.basket().map(hold -> counter.booking(guest, hold.id())).orElse("");
        return counter.page(guest, guest.say("basket.title"), BasketPage.class,
                page.view(guest, link));
    }

    private Answer add(Guest guest, Form form) {
        List<Item> wanted = Contents.wanted(form);
        if (wanted.isEmpty()) {
            return counter.trouble(guest, Trouble.plain(guest, 400, "trouble.nothing"));
        }
        return done(guest, baskets.add(guest, wanted, Contents.key(form, wanted.toString())));
    }

    private Answer change(Guest guest) {
        int at = (int) guest.call().queryNumber("item", 0, 0, 100);
        List<Portion> all = guest.held().map(held -> baskets.portions(guest, held))
                .orElse(List.of());
        if (at >= all.size()) {
            return Pages.seeOther(guest.link("/basket"));
        }
        Purpose.Target target = new Purpose.Target("post", guest.link("/basket/change"), Map.of(
                "item", Integer.toString(at),
                "version", Integer.toString(guest.held().orElseThrow().version())));
        Trouble.Back back = new Trouble.Back(
                guest.link("/basket"), guest.say("basket.title"));
        return chooser.like(guest, all.get(at).item(), new Purpose(
                target, guest.link("/basket/change") + "?item=" + at + "&",
                Optional.of(new Purpose.Instead(all.get(at).item(),
                        lines.of(guest, guest.held().orElseThrow()).lines().get(at), back))));
    }

    private Answer changed(Guest guest, Form form) {
        Optional<Hold.Held> held = guest.held();
        int version = (int) form.number("version", 0, 999_999_999);
        int at = (int) form.number("item", 0, 100);
        List<Item> wanted = Contents.wanted(form);
        if (wanted.isEmpty()) {
            return counter.trouble(guest, Trouble.plain(guest, 400, "trouble.nothing"));
        }
        if (held.isEmpty()) {
            return Pages.seeOther(guest.link("/basket"));
        }
        List<Portion> all = baskets.portions(guest, held.get());
        return at >= all.size() ? Pages.seeOther(guest.link("/basket"))
                : done(guest, baskets.exchange(guest,
                        new Baskets.Seen(held.get().id(), version),
                        Portion.instead(all, at, wanted),
                        Optional.of(Contents.key(form, at + " " + wanted))));
    }

    private Answer done(Guest guest, Baskets.Result result) {
        return switch (result) {
            case Baskets.Result.Done done -> counter.guests().withBasket(
                    guest, done.hold(), Pages.seeOther(guest.link("/basket")));
            case Baskets.Result.Before before -> Pages.seeOther(guest.link("/basket"));
            case Baskets.Result.Owed later -> Pages.seeOther(guest.link("/basket"));
            case Baskets.Result.Refused refused -> counter.trouble(
                    guest, trouble.refused(guest, refused.refusal(), refused.items()));
        };
    }

    private Answer remove(Guest guest, Form form) {
        Optional<Hold.Held> held = guest.held();
        // Another tab changed the basket: what is at that place now is not what was meant.
        if (held.isEmpty() || held.get().version() != form.number("version", 0, 999_999_999)) {
            return Pages.seeOther(guest.link("/basket"));
        }
        return done(guest, baskets.remove(guest, held.get(), (int) form.number("item", 0, 100)));
    }

    private Answer extend(Guest guest, Form form) {
        Optional<Hold.Held> held = guest.held();
        if (held.isEmpty()) {
            return Pages.seeOther(guest.link("/basket"));
        }
        return switch (baskets.extend(guest, held.get())) {
            case Baskets.Result.Refused refused -> refused.refusal()
                    instanceof Refusal.LimitReached
                    ? Pages.seeOther(guest.link("/basket?said=longest"))
                    : counter.trouble(guest, trouble.refused(
                            guest, refused.refusal(), List.of()));
            case Baskets.Result.Done done -> Pages.seeOther(guest.link("/basket?said=extended"));
            case Baskets.Result.Before before -> Pages.seeOther(guest.link("/basket"));
            case Baskets.Result.Owed later -> Pages.seeOther(guest.link("/basket"));
        };
    }

    private Answer again(Guest guest, Form form) {
        Optional<Hold> lapsed = guest.basket().filter(hold -> hold instanceof Hold.Expired);
        return lapsed.isEmpty() ? Pages.seeOther(guest.link("/basket"))
                : done(guest, baskets.again(guest, lapsed.get(),
                        Contents.key(form, lapsed.get().id())));
    }

    private Answer shown(
            Guest guest, int status, Map<String, String> said, Map<String, String> wrong,
            String failed) {
        Lines.Sum sum = lines.of(guest, guest.held().orElseThrow());
        return counter.page(guest, status, guest.say("checkout.title"), CheckoutPage.class,
                new CheckoutPage.View(sum, said, wrong, failed, checkout.practice()));
    }

    private Answer confirm(Guest guest, Form form) {
        Optional<Hold> basket = guest.basket();
        if (basket.isEmpty()) {
            return Pages.seeOther(guest.link("/basket"));
        }
        String id = basket.get().id();
        if (basket.get() instanceof Hold.Booked) {
            return Pages.seeOther(counter.booking(guest, id));
        }
        if (basket.get() instanceof Hold.Held held
                && held.version() != form.number("version", 0, 999_999_999)) {
            return Pages.seeOther(guest.link("/basket?said=changed"));
        }
        Map<String, String> wrong = CheckoutPage.complaints(guest, form);
        if (!wrong.isEmpty() && guest.held().isPresent()) {
            return shown(guest, 422, CheckoutPage.said(form), wrong, "");
        }
        return switch (checkout.confirm(
                Checkout.Which.hold(guest.workspace(), id).version(
                        (int) form.number("version", 0, 999_999_999)),
                CheckoutPage.particulars(guest, form, checkout.practice()))) {
            case Checkout.Result.Confirmed booked ->
                    Pages.seeOther(counter.booking(guest, id) + "&said=thanks");
            case Checkout.Result.PaymentFailed failed -> shown(guest, 402,
                    CheckoutPage.said(form), Map.of(), guest.say("checkout.declined"));
            case Checkout.Result.Refused refused -> refused(guest, refused.refusal());
        };
    }

    private Answer refused(Guest guest, Refusal refusal) {
        if (refusal instanceof Refusal.Overloaded) {
            return counter.trouble(guest, trouble.refused(guest, refusal, List.of()));
        }
        return Pages.seeOther(guest.link(
                refusal instanceof Refusal.Stale ? "/basket?said=changed" : "/basket"));
    }
}
