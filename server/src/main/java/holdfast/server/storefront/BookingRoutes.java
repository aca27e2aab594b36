package holdfast.server.storefront;

import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.Hold;
import holdfast.Refusal;
import holdfast.server.booking.AuditTrail;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.BookingRules;
import holdfast.server.booking.Contact;
import holdfast.server.booking.PricedHolds;
import holdfast.server.booking.References;
import holdfast.server.catalog.Location;
import holdfast.server.catalog.Money;
import holdfast.server.http.Problem;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.ical.BookingTimes;
import holdfast.server.ical.CalendarFile;
import holdfast.server.payment.BookingCancellations;
import holdfast.server.payment.ItemCancellations;
import holdfast.server.payment.Payments;
import holdfast.server.web.Form;
import holdfast.server.web.Pages;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The routes of a booking, for a visitor with its link: show it, export it to a calendar, cancel
/// it. {@link ExchangeRoutes} has the routes of an exchange.
final class BookingRoutes {
    private final Storefront storefront;
    private final ItemLines lines;
    private final PricedHolds priced;
    private final AuditTrail trail;
    private final BookingPage page;
    private final BookingCancellations cancellations;
    private final ItemCancellations items;
    private final Payments payments;

    BookingRoutes(
            Storefront storefront, ItemLines lines, PricedHolds priced, AuditTrail trail,
            BookingPage page, BookingCancellations cancellations, ItemCancellations items,
            Payments payments) {
        this.items = items;
        this.payments = payments;
        this.storefront = storefront;
        this.lines = lines;
        this.priced = priced;
        this.trail = trail;
        this.page = page;
        this.cancellations = cancellations;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(storefront.get("/booking/{id}", "bookingPage", "One booking.", visitor -> {
            String word = visitor.request().query("word").orElse("");
            return storefront.page(visitor, visitor.say("booking.title"), BookingPage.class,
                    page.view(visitor, storefront.linked(visitor, word), word));
        }));
        routes.addAll(storefront.get("/booking/{id}/calendar", "bookingCalendar",
                "A booking as a calendar file.", this::calendar));
        routes.addAll(storefront.post("/booking/{id}/cancel", "cancelOwnBooking",
                "Cancel a booking.", this::cancel));
        routes.addAll(storefront.post("/booking/{id}/cancel-item", "cancelOwnItem",
                "Cancel one item of a booking.", this::cancelItem));
        routes.addAll(storefront.post("/booking/{id}/pay", "payRestOfOwnBooking",
                "Begin a payment of what is still to be paid.", this::pay));
        return routes;
    }

    /// Sends the browser to the provider, by way of the payment's own page.
    private Response pay(Visitor visitor, Form form) {
        Hold booking = storefront.linked(visitor, form.must("word"));
        String back = storefront.booking(visitor, booking.id());
        if (!(booking instanceof Hold.Booked)
                || payments.rest(visitor.workspace(), booking).isEmpty()) {
            return Pages.seeOther(back);
        }
        String page = storefront.payment(visitor, booking.id());
        Payments.Begin wish = new Payments.Begin(booking.id(), form.must("provider"),
                storefront.whole(visitor, page + "&back=1"),
                BookingNote.of(booking).map(BookingNote::contact).orElse(Contact.NONE),
                "counter", Optional.empty());
        Payments.Begun begun = payments.begin(visitor.workspace(), wish);
        if (begun instanceof Payments.Begun.Other other && payments.leave(
                other.payment(), true) instanceof Payments.Withdrawal.Free) {
            begun = payments.begin(visitor.workspace(), wish);
        }
        return Pages.seeOther(switch (begun) {
            case Payments.Begun.Going _ -> wish.provider().equals(CheckoutPage.TRANSFER)
                    ? page : page + "&go=1";
            case Payments.Begun.Other _ -> page;
            case Payments.Begun.KeyReused _,Payments.Begun.NotOffered _,Payments.Begun.Unpayable _,Payments.Begun.AddressMissing _,Payments.Begun.Refused _ ->
                    back + "&said=restFailed";
        });
    }

    private Response cancel(Visitor visitor, Form form) {
        String word = form.must("word");
        Hold booking = storefront.linked(visitor, word);
        String back = storefront.booking(visitor, booking.id());
        if (!(booking instanceof Hold.Booked) || !(storefront.rules().cancelling(
                visitor.workspace(), booking, visitor.now()) instanceof BookingRules.Leave.Given)) {
            return Pages.seeOther(back);
        }
        switch (cancellations.prepare(visitor.workspace(), booking,
                BookingCancellations.Wish.seen("customer", form.number("fee", 0, Money.MOST)))) {
            case BookingCancellations.Prepared.Ready _ -> {}
            case BookingCancellations.Prepared.FeeChanged _ -> {
                return Pages.seeOther(back + "&said=fee");
            }
            case BookingCancellations.Prepared.Missed _ -> {
                return Pages.seeOther(back);
            }
        }
        trail.record(visitor.workspace(), booking.id(), "cancel", "customer", Optional.empty());
        return switch (storefront.engine().cancel(
                new CancelRequest(visitor.workspace(), booking.id(), true))) {
            case CancelOutcome.Done _,Refusal.Expired _,Refusal.Booked _,Refusal.KeyReused _ ->
                    Pages.seeOther(back);
            case Refusal.Unknown unknown -> throw Problem.unknown(booking.id());
            case Refusal.Overloaded busy -> storefront.trouble(
                    visitor, ProblemPage.plain(visitor, 503, "trouble.busy"));
        };
    }

    private Response cancelItem(Visitor visitor, Form form) {
        Hold found = storefront.linked(visitor, form.must("word"));
        String back = storefront.booking(visitor, found.id());
        int version = (int) form.number("version", 1, 999_999_999);
        int item = (int) form.number("item", 0, 100);
        if (!(found instanceof Hold.Booked booking)) {
            return Pages.seeOther(back);
        }
        List<PricedHolds.Line> all = priced.lines(visitor.workspace(), booking);
        // Of another version the item may be another one; the same form again is answered as before.
        if (booking.version() == version && (item >= all.size() || !(storefront.rules().cancelling(
                visitor.workspace(), all.get(item),
                visitor.now()) instanceof BookingRules.Leave.Given))) {
            return Pages.seeOther(back + "&said=itemKept");
        }
        String key = ItemForms.key(form, "cancel item " + item);
        ItemCancellations.Result result = items.cancel(visitor.workspace(),
                new ItemCancellations.Wish(booking, version, item,
                        Optional.of(form.number("fee", 0, Money.MOST)), false, "customer",
                        Optional.empty(), Optional.of(key),
                        Optional.of(visitor.who().id() + " " + key)));
        return switch (result) {
            case ItemCancellations.Result.Cancelled _ ->
                    Pages.seeOther(back + "&said=itemCancelled");
            case ItemCancellations.Result.FeeChanged _ -> Pages.seeOther(back + "&said=fee");
            case ItemCancellations.Result.LastItem _,ItemCancellations.Result.Missed _,ItemCancellations.Result.Paying _ ->
                    Pages.seeOther(back + "&said=itemKept");
            case ItemCancellations.Result.Refused refused ->
                    refused.refusal() instanceof Refusal.Overloaded
                            ? storefront.trouble(visitor,
                                    ProblemPage.plain(visitor, 503, "trouble.busy"))
                            : Pages.seeOther(back + "&said=itemKept");
        };
    }

    private Response calendar(Visitor visitor) {
        Hold booking = storefront.linked(visitor, visitor.request().query("word").orElse(""));
        List<PricedHolds.Line> all = priced.lines(visitor.workspace(), booking);
        List<ItemLines.Line> shown = lines.of(visitor, booking).lines();
        CalendarFile file = new CalendarFile(CalendarFile.Method.PUBLISH,
                booking.basket().madeAt(),
                lines.times().sequence(visitor.workspace(), booking, all),
                !(booking instanceof Hold.Booked));
        for (int at = 0; at < all.size(); at++) {
            ZonedDateTime start = lines.times().start(visitor.workspace(), all.get(at));
            file.add(new CalendarFile.Entry(BookingTimes.id(booking, at), start,
                    lines.times().end(visitor.workspace(), all.get(at)), shown.get(at).name(),
                    shown.get(at).detail() + "\n"
                            + visitor.say("booking.reference", References.of(booking.id()))
                            + "\n" + storefront.whole(
                                    visitor, storefront.booking(visitor, booking.id())),
                    lines.times().place(visitor.workspace(), all.get(at)).map(Location::whole),
                    Optional.empty()));
        }
        return Response.bytes(200, "text/calendar; charset=utf-8", file.bytes())
                .header("Content-Disposition", "attachment; filename=\"booking.ics\"")
                .header("Cache-Control", "no-store");
    }
}
