package holdfast.server.web.counter;

import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.Hold;
import holdfast.Refusal;
import holdfast.Taken;
import holdfast.server.checkout.Deeds;
import holdfast.server.checkout.Priced;
import holdfast.server.checkout.References;
import holdfast.server.checkout.Rules;
import holdfast.server.http.Answer;
import holdfast.server.http.Problem;
import holdfast.server.http.Route;
import holdfast.server.web.Form;
import holdfast.server.web.Language;
import holdfast.server.web.Pages;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A booking for whoever has its link: see it, put it into a calendar, cancel it. To have something
/// else instead is a walk of its own, {@link Exchanges}.
final class MyBooking {
    private final Counter counter;
    private final Lines lines;
    private final Priced priced;
    private final Deeds deeds;
    private final BookingPage page;

    MyBooking(
            Counter counter, Lines lines, Priced priced, Deeds deeds, BookingPage page) {
        this.counter = counter;
        this.lines = lines;
        this.priced = priced;
        this.deeds = deeds;
        this.page = page;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(counter.get("/booking/{id}", "bookingPage", "One booking.", guest -> {
            String word = guest.call().query("word").orElse("");
            return counter.page(guest, guest.say("booking.title"), BookingPage.class,
                    page.view(guest, counter.linked(guest, word), word));
        }));
        routes.addAll(counter.get("/booking/{id}/calendar", "bookingCalendar",
                "A booking for somebody's calendar.", this::calendar));
        routes.addAll(counter.post("/booking/{id}/cancel", "cancelOwnBooking",
                "Cancel one's booking.", this::cancel));
        return routes;
    }

    private Answer cancel(Guest guest, Form form) {
        String word = form.must("word");
        Hold booking = counter.linked(guest, word);
        String back = counter.booking(guest, booking.id());
        if (!(booking instanceof Hold.Booked) || !(counter.rules().cancelling(
                guest.workspace(), booking, guest.now()) instanceof Rules.Leave.Given)) {
            return Pages.seeOther(back);
        }
        deeds.asks(guest.workspace(), booking.id(), "cancel", "customer", Optional.empty());
        return switch (counter.engine().cancel(
                new CancelRequest(guest.workspace(), booking.id(), true))) {
            case CancelOutcome.Done done -> Pages.seeOther(back);
            case Refusal.Expired late -> Pages.seeOther(back);
            case Refusal.Booked booked -> Pages.seeOther(back);
            case Refusal.KeyReused reused -> Pages.seeOther(back);
            case Refusal.Unknown unknown -> throw Problem.unknown(booking.id());
            case Refusal.Overloaded busy -> counter.trouble(
                    guest, Trouble.plain(guest, 503, "trouble.busy"));
        };
    }

    private Answer calendar(Guest guest) {
        Hold booking = counter.linked(guest, guest.call().query("word").orElse(""));
        CalendarFile file = new CalendarFile(
                booking.basket().madeAt(), booking.version(), !(booking instanceof Hold.Booked));
        List<Priced.Line> all = priced.lines(guest.workspace(), booking);
        List<Lines.Line> shown = lines.of(guest, booking).lines();
        for (int at = 0; at < all.size(); at++) {
            ZonedDateTime start = lines.start(guest.workspace(), all.get(at));
            file.add(new CalendarFile.Entry(
                    booking.id() + "-" + at + "@holdfast", start, end(guest, all.get(at), start),
                    shown.get(at).name(), shown.get(at).detail() + "\n"
                            + guest.say("booking.reference", References.of(booking.id())),
                    Language.city(start.getZone())));
        }
        return Answer.bytes(200, "text/calendar; charset=utf-8", file.bytes())
                .header("Content-Disposition", "attachment; filename=\"booking.ics\"")
                .header("Cache-Control", "no-store");
    }

    private ZonedDateTime end(Guest guest, Priced.Line line, ZonedDateTime start) {
        if (line.taken() instanceof Taken.Time time) {
            return Contents.end(time).atZone(start.getZone());
        }
        return priced.when(guest.workspace(), line)
                .map(when -> when.end().atZoneSameInstant(when.zone()))
                .orElse(start.plusHours(1));
    }
}
