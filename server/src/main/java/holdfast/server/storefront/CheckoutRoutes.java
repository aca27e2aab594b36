package holdfast.server.storefront;

import holdfast.Hold;
import holdfast.Refusal;
import holdfast.server.booking.Checkout;
import holdfast.server.booking.Item;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.payment.PaymentRow;
import holdfast.server.payment.Payments;
import holdfast.server.web.Form;
import holdfast.server.web.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The routes of the basket and the checkout.
final class CheckoutRoutes {
    private final Storefront storefront;
    private final VisitorBaskets baskets;
    private final Checkout checkout;
    private final ChooserPages chooser;
    private final ProblemPage trouble;
    private final ItemLines lines;
    private final RulesText rules;
    private final Payments payments;
    private final BasketPage page;

    /// How a basket becomes a booking.
    record Booking(Checkout checkout, Payments payments, RulesText rules) {}

    CheckoutRoutes(
            Storefront storefront, VisitorBaskets baskets, Booking booking, ChooserPages chooser,
            ProblemPage trouble, ItemLines lines) {
        this.storefront = storefront;
        this.baskets = baskets;
        this.checkout = booking.checkout();
        this.payments = booking.payments();
        this.rules = booking.rules();
        this.chooser = chooser;
        this.trouble = trouble;
        this.lines = lines;
        this.page = new BasketPage(lines, rules);
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(storefront.get("/basket", "basketPage", "The basket.", this::basket));
        routes.addAll(storefront.post("/basket/add", "addToBasket",
                "Add items to the basket.", this::add));
        routes.addAll(storefront.get("/basket/change", "changeBasketPage",
                "Choose a replacement for one item.", this::change));
        routes.addAll(storefront.post("/basket/change", "changeBasket",
                "Replace one item.", this::changed));
        routes.addAll(storefront.post("/basket/remove", "removeFromBasket",
                "Remove one item.", this::remove));
        routes.addAll(storefront.post("/basket/extend", "extendBasket",
                "Extend the basket's hold.", this::extend));
        routes.addAll(storefront.post("/basket/again", "holdBasketAgain",
                "Hold the items of an expired basket again.", this::again));
        routes.addAll(storefront.get("/checkout", "checkoutPage", "The checkout.",
                visitor -> visitor.held().isEmpty() ? Pages.seeOther(visitor.link("/basket"))
                        : paying(visitor).orElseGet(
                                () -> shown(visitor, 200, Map.of(), Map.of(), ""))));
        routes.addAll(
                storefront.post("/checkout", "checkOut", "Confirm the basket.", this::confirm));
        return routes;
    }

    private Response basket(Visitor visitor) {
        String link =
                visitor.basket().map(hold -> storefront.booking(visitor, hold.id())).orElse("");
        String paying = live(visitor)
                .map(row -> storefront.payment(visitor, row.agreed().hold())).orElse("");
        return storefront.page(visitor, visitor.say("basket.title"), BasketPage.class,
                page.view(visitor, new BasketPage.Links(link, paying)));
    }

    private Optional<PaymentRow> live(Visitor visitor) {
        return visitor.held()
                .flatMap(held -> payments.live(visitor.workspace(), held.id()));
    }

    /// A basket whose payment is under way has the payment's page.
    Optional<Response> paying(Visitor visitor) {
        return live(visitor).map(
                row -> Pages.seeOther(storefront.payment(visitor, row.agreed().hold())));
    }

    private Response add(Visitor visitor, Form form) {
        List<Item> wanted = ItemForms.wanted(form);
        if (wanted.isEmpty()) {
            return storefront.trouble(visitor, ProblemPage.nothing(visitor, form));
        }
        return done(visitor, baskets.add(visitor, wanted, ItemForms.key(form, wanted.toString())));
    }

    private Response change(Visitor visitor) {
        int at = (int) visitor.request().queryNumber("item", 0, 0, 100);
        List<WantedLine> all = visitor.held().map(held -> baskets.portions(visitor, held))
                .orElse(List.of());
        if (at >= all.size()) {
            return Pages.seeOther(visitor.link("/basket"));
        }
        ChoicePurpose.Target target = new ChoicePurpose.Target("post",
                visitor.link("/basket/change"), Map.of(
                        "item", Integer.toString(at),
                        "version", Integer.toString(visitor.held().orElseThrow().version())));
        ProblemPage.Back back = new ProblemPage.Back(
                visitor.link("/basket"), visitor.say("basket.title"));
        return chooser.like(visitor, all.get(at).item(), new ChoicePurpose(
                target, visitor.link("/basket/change") + "?item=" + at + "&",
                Optional.of(new ChoicePurpose.Instead(visitor.held().orElseThrow().id(),
                        all.get(at).item(),
                        lines.of(visitor, visitor.held().orElseThrow()).lines().get(at), back))));
    }

    private Response changed(Visitor visitor, Form form) {
        Optional<Hold.Held> held = visitor.held();
        int version = (int) form.number("version", 0, 999_999_999);
        int at = (int) form.number("item", 0, 100);
        List<Item> wanted = ItemForms.wanted(form);
        if (wanted.isEmpty()) {
            return storefront.trouble(visitor, ProblemPage.plain(visitor, 400, "trouble.nothing"));
        }
        if (held.isEmpty()) {
            return Pages.seeOther(visitor.link("/basket"));
        }
        List<WantedLine> all = baskets.portions(visitor, held.get());
        return at >= all.size() ? Pages.seeOther(visitor.link("/basket"))
                : done(visitor, baskets.replace(visitor,
                        new VisitorBaskets.Seen(held.get().id(), version),
                        WantedLine.instead(all, at, wanted),
                        Optional.of(ItemForms.key(form, at + " " + wanted))));
    }

    private Response done(Visitor visitor, VisitorBaskets.Result result) {
        return switch (result) {
            case VisitorBaskets.Result.Done done -> storefront.guests().withBasket(
                    visitor, done.hold(), Pages.seeOther(visitor.link("/basket")));
            case VisitorBaskets.Result.Before _,VisitorBaskets.Result.Owed _ ->
                    Pages.seeOther(visitor.link("/basket"));
            case VisitorBaskets.Result.Paying paying -> Pages.seeOther(
                    storefront.payment(visitor, paying.hold()) + (paying.paid() ? "&said=paid"
                            : ""));
            case VisitorBaskets.Result.Refused refused -> storefront.trouble(
                    visitor, trouble.refused(visitor, refused.refusal(), refused.items()));
        };
    }

    private Response remove(Visitor visitor, Form form) {
        Optional<Hold.Held> held = visitor.held();
        // Another tab changed the basket, so the index no longer means the item that was shown.
        if (held.isEmpty() || held.get().version() != form.number("version", 0, 999_999_999)) {
            return Pages.seeOther(visitor.link("/basket"));
        }
        return done(visitor,
                baskets.remove(visitor, held.get(), (int) form.number("item", 0, 100)));
    }

    private Response extend(Visitor visitor, Form form) {
        Optional<Hold.Held> held = visitor.held();
        if (held.isEmpty()) {
            return Pages.seeOther(visitor.link("/basket"));
        }
        // A payment keeps its hold as long as it needs.
        Optional<Response> paying = paying(visitor);
        if (paying.isPresent()) {
            return paying.get();
        }
        return switch (baskets.extend(visitor, held.get())) {
            case VisitorBaskets.Result.Refused refused ->
                    refused.refusal() instanceof Refusal.LimitReached
                            ? Pages.seeOther(visitor.link("/basket?said=longest"))
                            : storefront.trouble(visitor, trouble.refused(
                                    visitor, refused.refusal(), List.of()));
            case VisitorBaskets.Result.Done done ->
                    Pages.seeOther(visitor.link("/basket?said=extended"));
            case VisitorBaskets.Result.Before _,VisitorBaskets.Result.Owed _,VisitorBaskets.Result.Paying _ ->
                    Pages.seeOther(visitor.link("/basket"));
        };
    }

    private Response again(Visitor visitor, Form form) {
        Optional<Hold> expired = visitor.basket().filter(hold -> hold instanceof Hold.Expired);
        return expired.isEmpty() ? Pages.seeOther(visitor.link("/basket"))
                : done(visitor, baskets.again(visitor, expired.get(),
                        ItemForms.key(form, expired.get().id())));
    }

    Response shown(
            Visitor visitor, int status, Map<String, String> entered, Map<String, String> wrong,
            String failed) {
        Optional<Hold.Held> found = visitor.held();
        if (found.isEmpty()) {
            return Pages.seeOther(visitor.link("/basket"));
        }
        Hold.Held held = found.get();
        boolean free = isFree(visitor, held);
        List<CheckoutPage.Option> options = options(visitor, held);
        String trouble = failed.isEmpty() && !free && options.isEmpty()
                ? visitor.say("checkout.none") : failed;
        String title = visitor.say("checkout.title");
        return storefront.page(visitor, status,
                wrong.isEmpty() ? title : visitor.say("checkout.wrong.title", title),
                CheckoutPage.class,
                new CheckoutPage.View(lines.of(visitor, held), entered, wrong, trouble, free,
                        options, rules.before(visitor, held),
                        OfferFacts.seller(storefront.rules().terms(visitor.workspace())),
                        deposit(visitor, held)));
    }

    private CheckoutPage.Deposit deposit(Visitor visitor, Hold.Held held) {
        return payments.deposit(visitor.workspace(), held).map(now -> {
            String rest = visitor.language().money(
                    lines.due(visitor, held).orElseThrow().minus(now));
            return new CheckoutPage.Deposit(visitor.language().money(now),
                    rules.restUntil(visitor, held)
                            .map(until -> visitor.say("checkout.deposit.until", rest, until))
                            .orElseGet(() -> visitor.say("checkout.deposit.onSite", rest)));
        }).orElse(CheckoutPage.Deposit.NONE);
    }

    private boolean isFree(Visitor visitor, Hold.Held held) {
        return lines.due(visitor, held).filter(total -> total.amount() > 0).isEmpty();
    }

    private List<CheckoutPage.Option> options(Visitor visitor, Hold.Held held) {
        return payments.deposit(visitor.workspace(), held).or(() -> lines.due(visitor, held))
                .filter(now -> now.amount() > 0)
                .map(now -> CheckoutPage.options(visitor,
                        payments.offered(visitor.workspace(), now), isOnSite(visitor, held),
                        checkout.practice(), visitor.language().money(now)))
                .orElse(List.of());
    }

    /// A deposit is not paid at the venue.
    private boolean isOnSite(Visitor visitor, Hold.Held held) {
        return payments.accounts().onSite(visitor.workspace())
                && payments.deposit(visitor.workspace(), held).isEmpty();
    }

    private Response confirm(Visitor visitor, Form form) {
        Optional<Hold> basket = visitor.basket();
        if (basket.isEmpty()) {
            return Pages.seeOther(visitor.link("/basket"));
        }
        String id = basket.get().id();
        if (basket.get() instanceof Hold.Booked) {
            return Pages.seeOther(storefront.booking(visitor, id));
        }
        if (basket.get() instanceof Hold.Held held
                && held.version() != form.number("version", 0, 999_999_999)) {
            return paying(visitor)
                    .orElseGet(() -> Pages.seeOther(visitor.link("/basket?said=changed")));
        }
        Map<String, String> wrong = CheckoutPage.complaints(visitor, form);
        if (!wrong.isEmpty() && visitor.held().isPresent()) {
            return shown(visitor, 422, CheckoutPage.entered(form), wrong, "");
        }
        String method = form.first("payment").orElse("");
        boolean chosen = visitor.held().isPresent() && options(visitor, visitor.held().get())
                .stream().map(CheckoutPage.Option::value).anyMatch(method::equals);
        if (!chosen && visitor.held().isPresent() && !isFree(visitor, visitor.held().get())
                && !isOnSite(visitor, visitor.held().get())) {
            return shown(visitor, 409, CheckoutPage.entered(form), Map.of(),
                    visitor.say("checkout.notOffered"));
        }
        if (chosen && payments.accounts().offered(visitor.workspace()).contains(method)) {
            return pay(visitor, form, method);
        }
        Optional<Response> paid = live(visitor).flatMap(_ -> withdrawn(visitor, id));
        return paid.orElseGet(() -> book(visitor, form, id));
    }

    /// Sends the browser to the provider, by way of the payment's own page.
    private Response pay(Visitor visitor, Form form, String provider) {
        Hold.Held held = visitor.held().orElseThrow();
        Payments.Begun begun = begin(visitor, form, provider);
        if (begun instanceof Payments.Begun.Other) {
            Optional<Response> paid = withdrawn(visitor, held.id());
            if (paid.isPresent()) {
                return paid.get();
            }
            begun = begin(visitor, form, provider);
        }
        String page = storefront.payment(visitor, held.id());
        return switch (begun) {
            case Payments.Begun.Going _ -> provider.equals(CheckoutPage.TRANSFER)
                    ? Visitors.withoutBasket(visitor, Pages.seeOther(page))
                    : Pages.seeOther(page + "&go=1");
            case Payments.Begun.Other _,Payments.Begun.KeyReused _ -> Pages.seeOther(page);
            case Payments.Begun.NotOffered _,Payments.Begun.Unpayable _,Payments.Begun.AddressMissing _ ->
                    shown(visitor, 409, CheckoutPage.entered(form), Map.of(),
                            visitor.say("checkout.notOffered"));
            case Payments.Begun.Refused refused -> refused(visitor, refused.refusal());
        };
    }

    private Payments.Begun begin(Visitor visitor, Form form, String provider) {
        String hold = visitor.held().orElseThrow().id();
        return payments.begin(visitor.workspace(), new Payments.Begin(hold, provider,
                storefront.whole(visitor, storefront.payment(visitor, hold) + "&back=1"),
                CheckoutPage.contact(visitor, form), "counter",
                Optional.of(ItemForms.key(form, provider))));
    }

    /// Closes the payment of a customer who chose another way. It may be paid already.
    private Optional<Response> withdrawn(Visitor visitor, String hold) {
        return switch (payments.withdraw(visitor.workspace(), hold, true)) {
            case Payments.Withdrawal.Free _ -> Optional.empty();
            case Payments.Withdrawal.Closing _ ->
                    Optional.of(Pages.seeOther(storefront.payment(visitor, hold)));
            case Payments.Withdrawal.Paid _ -> Optional.of(
                    Pages.seeOther(storefront.payment(visitor, hold) + "&said=paid"));
        };
    }

    private Response book(Visitor visitor, Form form, String id) {
        return switch (checkout.confirm(
                Checkout.HoldToConfirm.hold(visitor.workspace(), id).version(
                        (int) form.number("version", 0, 999_999_999)),
                CheckoutPage.particulars(visitor, form, checkout.practice(),
                        lines.isPaid(visitor, visitor.basket().orElseThrow())))) {
            case Checkout.Result.Confirmed booked ->
                    Pages.seeOther(storefront.booking(visitor, id) + "&said=thanks");
            case Checkout.Result.PaymentFailed failed -> shown(visitor, 402,
                    CheckoutPage.entered(form), Map.of(), visitor.say("checkout.declined"));
            case Checkout.Result.Refused refused -> refused(visitor, refused.refusal());
        };
    }

    private Response refused(Visitor visitor, Refusal refusal) {
        if (refusal instanceof Refusal.Overloaded) {
            return storefront.trouble(visitor, trouble.refused(visitor, refusal, List.of()));
        }
        return Pages.seeOther(visitor.link(
                refusal instanceof Refusal.Stale ? "/basket?said=changed" : "/basket"));
    }
}
