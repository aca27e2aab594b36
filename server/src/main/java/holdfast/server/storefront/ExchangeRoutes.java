package holdfast.server.storefront;

import holdfast.Claim;
import holdfast.Hold;
import holdfast.server.booking.AuditTrail;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.ClaimMapper;
import holdfast.server.booking.EventInventories;
import holdfast.server.booking.Item;
import holdfast.server.booking.Payment;
import holdfast.server.booking.PriceDifference;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Form;
import holdfast.server.web.Pages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The routes of an exchange of a booked item: choose on the usual page, review the changes, and
/// exchange in one step. Until that step, and after a refusal, the booking is unchanged.
final class ExchangeRoutes {
    private final Storefront storefront;
    private final VisitorBaskets baskets;
    private final ChooserPages chooser;
    private final ProblemPage trouble;
    private final ExchangePage page;
    private final AuditTrail trail;

    ExchangeRoutes(
            Storefront storefront, VisitorBaskets baskets, ChooserPages chooser,
            ProblemPage trouble,
            ExchangePage page, AuditTrail trail) {
        this.storefront = storefront;
        this.baskets = baskets;
        this.chooser = chooser;
        this.trouble = trouble;
        this.page = page;
        this.trail = trail;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(storefront.get("/booking/{id}/change", "changeBookingPage",
                "Choose a replacement for one item.", visitor -> allowed(
                        visitor, Form.query(visitor.request()), this::choose)));
        routes.addAll(storefront.get("/booking/{id}/review", "reviewExchange",
                "The difference that an exchange would make.", visitor -> allowed(
                        visitor, Form.query(visitor.request()), this::review)));
        routes.addAll(storefront.post("/booking/{id}/exchange", "exchangeOwnBooking",
                "Exchange a booking.", (visitor, form) -> allowed(visitor, form, this::exchange)));
        return routes;
    }

    /// An item of a booking that its customer may exchange.
    private record Line(Hold booking, String word, int at, List<WantedLine> all, Form form) {
        Item item() {
            return all.get(at).item();
        }
    }

    @FunctionalInterface
    private interface Step {
        Response take(Visitor visitor, Line line);
    }

    private Response allowed(Visitor visitor, Form form, Step step) {
        String word = form.must("word");
        Hold booking = storefront.linked(visitor, word);
        int at = (int) form.number("item", 0, 100);
        List<WantedLine> all = baskets.portions(visitor, booking);
        if (!(booking instanceof Hold.Booked) || at >= all.size()) {
            return Pages.seeOther(storefront.booking(visitor, booking.id()));
        }
        RulesText.Said permission = page.rules().exchanging(
                visitor, booking, List.of(all.get(at).had().orElseThrow()));
        if (!permission.given()) {
            return storefront.trouble(visitor, new ProblemPage.View(409,
                    visitor.say("change.refused.title"), permission.words(), List.of(),
                    new ProblemPage.Choices(ChoicePurpose.into(visitor), List.of()),
                    back(visitor, booking)));
        }
        return step.take(visitor, new Line(booking, word, at, all, form));
    }

    private ProblemPage.Back back(Visitor visitor, Hold booking) {
        return new ProblemPage.Back(storefront.booking(visitor, booking.id()),
                visitor.say("booking.title"));
    }

    private static String path(Visitor visitor, Line line, String step) {
        return visitor.link("/booking/" + line.booking().id() + step);
    }

    private ChoicePurpose.Target target(Visitor visitor, Line line) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("item", Integer.toString(line.at()));
        fields.put("word", line.word());
        return new ChoicePurpose.Target("get", path(visitor, line, "/review"), fields);
    }

    private String chooserLink(Visitor visitor, Line line) {
        return path(visitor, line, "/change") + "?item=" + line.at() + "&word=" + line.word();
    }

    private Response choose(Visitor visitor, Line line) {
        return chooser.like(visitor, line.item(), new ChoicePurpose(
                target(visitor, line), chooserLink(visitor, line) + "&",
                Optional.of(new ChoicePurpose.Instead(line.booking().id(), line.item(),
                        page.has(visitor, line.booking(), line.at()),
                        back(visitor, line.booking())))));
    }

    private Response review(Visitor visitor, Line line) {
        List<Item> wanted = ItemForms.wanted(line.form());
        if (wanted.isEmpty()) {
            return storefront.trouble(visitor, ProblemPage.view(visitor, 400, "trouble.nothing",
                    again(visitor, line)));
        }
        List<Item> exactly = new ArrayList<>();
        for (Item item : wanted) {
            Optional<Item> exact = exactly(visitor, item);
            if (exact.isEmpty()) {
                return storefront.trouble(visitor, ProblemPage.view(visitor, 409, "change.together",
                        again(visitor, line)));
            }
            exactly.add(exact.get());
        }
        return storefront.page(visitor, visitor.say("exchange.title"), ExchangePage.class,
                page.view(visitor, new ExchangePage.Choice(
                        line.booking(), line.at(), line.all(), exactly),
                        new ExchangePage.Links(path(visitor, line, "/exchange"), line.word(),
                                chooserLink(visitor, line),
                                storefront.booking(visitor, line.booking().id()))));
    }

    private ProblemPage.Back again(Visitor visitor, Line line) {
        return new ProblemPage.Back(chooserLink(visitor, line), visitor.say("trouble.again"));
    }

    /// A customer pays a higher price as the booking is paid: on site, or with the practice card
    /// where that is accepted. The venue settles the difference of an external payment.
    private VisitorBaskets.Agreed agree(Visitor visitor, Line line,
            ClaimMapper.Result.Ready ready) {
        Hold booking = line.booking();
        Optional<Payment> payment = BookingNote.of(booking).flatMap(BookingNote::payment)
                .filter(paid -> paid instanceof Payment.OnSite
                        || (page.practice() && paid instanceof Payment.Practice));
        return switch (PriceDifference.of(booking, page.summary(visitor, booking), ready,
                page.rules().change(visitor, booking, line.at())).settle(
                        new PriceDifference.PaymentOffer(payment, false, true), ready.note())) {
            case PriceDifference.Result.Settled settled -> {
                trail.record(visitor.workspace(), booking.id(), "exchange", "customer",
                        settled.reason());
                yield new VisitorBaskets.Agreed.Note(settled.note());
            }
            case PriceDifference.Result.Owed more -> new VisitorBaskets.Agreed.Owed(more.owed());
            case PriceDifference.Result.Declined declined -> throw new IllegalStateException(
                    "a card that paid a booking is declined: " + declined.why());
        };
    }

    /// Names the best seats, so that the customer sees them before the exchange.
    private Optional<Item> exactly(Visitor visitor, Item item) {
        return item instanceof Item.Seats seats && seats.choice() instanceof Claim.Best
                ? storefront.engine().nextBest(visitor.workspace(),
                        EventInventories.area(seats.event(), seats.area()), seats.choice(), 1)
                        .stream().findFirst()
                        .map(named -> new Item.Seats(seats.event(), seats.area(), named))
                : Optional.of(item);
    }

    private Response exchange(Visitor visitor, Line line) {
        List<Item> wanted = ItemForms.wanted(line.form());
        Hold booking = line.booking();
        int version = (int) line.form().number("version", 1, 999_999_999);
        if (wanted.isEmpty()) {
            return Pages.seeOther(storefront.booking(visitor, booking.id()));
        }
        VisitorBaskets.Result result = baskets.exchange(visitor,
                new VisitorBaskets.Seen(booking.id(), version),
                WantedLine.instead(line.all(), line.at(), wanted),
                Optional.of(ItemForms.key(line.form(), line.at() + " " + wanted)),
                ready -> agree(visitor, line, ready));
        return switch (result) {
            case VisitorBaskets.Result.Owed more -> storefront.trouble(visitor,
                    new ProblemPage.View(402,
                            visitor.say("exchange.owed.title"),
                            visitor.say("exchange.owed.text",
                                    visitor.language().money(more.owed())),
                            List.of(),
                            new ProblemPage.Choices(ChoicePurpose.into(visitor), List.of()),
                            back(visitor, booking)));
            case VisitorBaskets.Result.Done done -> Pages.seeOther(
                    storefront.booking(visitor, booking.id()) + "&said=exchanged");
            case VisitorBaskets.Result.Before _,VisitorBaskets.Result.Paying _ ->
                    Pages.seeOther(storefront.booking(visitor, booking.id()));
            case VisitorBaskets.Result.Refused refused -> storefront.trouble(visitor,
                    trouble.refused(
                            visitor, refused.refusal(), refused.items(),
                            new ProblemPage.Standing("exchange", back(visitor, booking),
                                    target(visitor, line)),
                            again(visitor, line)));
        };
    }
}
