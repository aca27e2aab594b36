package holdfast.server.web.counter;

import holdfast.Claim;
import holdfast.Hold;
import holdfast.server.checkout.Asking;
import holdfast.server.checkout.Deeds;
import holdfast.server.checkout.Difference;
import holdfast.server.checkout.Item;
import holdfast.server.checkout.Particulars;
import holdfast.server.checkout.Payment;
import holdfast.server.checkout.Stock;
import holdfast.server.http.Answer;
import holdfast.server.http.Route;
import holdfast.server.web.Form;
import holdfast.server.web.Pages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// To have something else instead of what one has booked: choose it where it was chosen, look at
/// what changes, and exchange it in one step. Until that step, and after a refusal, the booking
/// stands as it was.
final class Exchanges {
    private final Counter counter;
    private final Baskets baskets;
    private final Chooser chooser;
    private final Trouble trouble;
    private final ExchangePage page;
    private final Deeds deeds;

    Exchanges(
            Counter counter, Baskets baskets, Chooser chooser, Trouble trouble,
            ExchangePage page, Deeds deeds) {
        this.counter = counter;
        this.baskets = baskets;
        this.chooser = chooser;
        this.trouble = trouble;
        this.page = page;
        this.deeds = deeds;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(counter.get("/booking/{id}/change", "changeBookingPage",
                "Choose something else instead of one line.", guest -> allowed(
                        guest, Form.asked(guest.call()), this::choose)));
        routes.addAll(counter.get("/booking/{id}/review", "reviewExchange",
                "What an exchange would give and take.", guest -> allowed(
                        guest, Form.asked(guest.call()), this::review)));
        routes.addAll(counter.post("/booking/{id}/exchange", "exchangeOwnBooking",
                "Exchange it.", (guest, form) -> allowed(guest, form, this::exchange)));
        return routes;
    }

    /// A line of a booking that its customer may exchange.
    private record Line(Hold booking, String word, int at, List<Portion> all, Form form) {
        Item item() {
            return all.get(at).item();
        }
    }

    @FunctionalInterface
    private interface Step {
        Answer take(Guest guest, Line line);
    }

    private Answer allowed(Guest guest, Form form, Step step) {
        String word = form.must("word");
        Hold booking = counter.linked(guest, word);
        int at = (int) form.number("item", 0, 100);
        List<Portion> all = baskets.portions(guest, booking);
        if (!(booking instanceof Hold.Booked) || at >= all.size()) {
            return Pages.seeOther(counter.booking(guest, booking.id()));
        }
        Rulebook.Said said = page.rules().exchanging(guest, booking);
        if (!said.given()) {
            return counter.trouble(guest, new Trouble.View(409,
                    guest.say("change.refused.title"), said.words(), List.of(),
                    new Trouble.Ways(Purpose.into(guest), List.of()), back(guest, booking)));
        }
        return step.take(guest, new Line(booking, word, at, all, form));
    }

    private Trouble.Back back(Guest guest, Hold booking) {
        return new Trouble.Back(counter.booking(guest, booking.id()), guest.say("booking.title"));
    }

    private static String path(Guest guest, Line line, String step) {
        return guest.link("/booking/" + line.booking().id() + step);
    }

    private Purpose.Target target(Guest guest, Line line) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("item", Integer.toString(line.at()));
        fields.put("word", line.word());
        return new Purpose.Target("get", path(guest, line, "/review"), fields);
    }

    private String chooserLink(Guest guest, Line line) {
        return path(guest, line, "/change") + "?item=" + line.at() + "&word=" + line.word();
    }

    private Answer choose(Guest guest, Line line) {
        return chooser.like(guest, line.item(), new Purpose(
                target(guest, line), chooserLink(guest, line) + "&",
                Optional.of(new Purpose.Instead(line.item(),
                        page.has(guest, line.booking(), line.at()), back(guest, line.booking())))));
    }

    private Answer review(Guest guest, Line line) {
        List<Item> wanted = Contents.wanted(line.form());
        if (wanted.isEmpty()) {
            return counter.trouble(guest, Trouble.told(guest, 400, "trouble.nothing",
                    again(guest, line)));
        }
        List<Item> exactly = new ArrayList<>();
        for (Item item : wanted) {
            Optional<Item> exact = exactly(guest, item);
            if (exact.isEmpty()) {
                return counter.trouble(guest, Trouble.told(guest, 409, "change.together",
                        again(guest, line)));
            }
            exactly.add(exact.get());
        }
        return counter.page(guest, guest.say("exchange.title"), ExchangePage.class,
                page.view(guest, new ExchangePage.Choice(
                        line.booking(), line.at(), line.all(), exactly),
                        new ExchangePage.Links(path(guest, line, "/exchange"), line.word(),
                                chooserLink(guest, line),
                                counter.booking(guest, line.booking().id()))));
    }

    private Trouble.Back again(Guest guest, Line line) {
        return new Trouble.Back(chooserLink(guest, line), guest.say("trouble.again"));
    }

    /// A customer pays what it is dearer as the booking is paid: on site, or with the practice card
    /// where that is taken; what was paid elsewhere the shop has to settle.
    private Baskets.Agreed agree(Guest guest, Hold booking, Asking.Result.Ready ready) {
        Optional<Payment> payment = Particulars.of(booking).flatMap(Particulars::payment)
                .filter(paid -> paid instanceof Payment.OnSite
                        || (page.practice() && paid instanceof Payment.Practice));
        return switch (Difference.of(booking, page.lines(guest, booking), ready).settle(
                new Difference.Paying(payment, false, true), ready.note())) {
            case Difference.Result.Settled settled -> {
                deeds.asks(guest.workspace(), booking.id(), "exchange", "customer",
                        settled.told());
                yield new Baskets.Agreed.Note(settled.note());
            }
            case Difference.Result.Owed more -> new Baskets.Agreed.Owed(more.owed());
            case Difference.Result.Declined declined -> throw new IllegalStateException(
                    "a card that paid a booking is declined: " + declined.why());
        };
    }

    /// Whoever wants the best seats wants to see which before giving any back.
    private Optional<Item> exactly(Guest guest, Item item) {
        return item instanceof Item.Seats seats && seats.choice() instanceof Claim.Best
                ? counter.engine().nextBest(guest.workspace(),
                                Stock.area(seats.event(), seats.area()), seats.choice(), 1)
                        .stream().findFirst().map(named ->
                                new Item.Seats(seats.event(), seats.area(), named))
                : Optional.of(item);
    }

    private Answer exchange(Guest guest, Line line) {
        List<Item> wanted = Contents.wanted(line.form());
        Hold booking = line.booking();
        int version = (int) line.form().number("version", 1, 999_999_999);
        if (wanted.isEmpty()) {
            return Pages.seeOther(counter.booking(guest, booking.id()));
        }
        Baskets.Result result = baskets.exchange(guest,
                new Baskets.Seen(booking.id(), version),
                Portion.instead(line.all(), line.at(), wanted),
                Optional.of(Contents.key(line.form(), line.at() + " " + wanted)),
                ready -> agree(guest, booking, ready));
        return switch (result) {
            case Baskets.Result.Owed more -> counter.trouble(guest, new Trouble.View(402,
                    guest.say("exchange.owed.title"),
                    guest.say("exchange.owed.text", guest.language().money(more.owed())),
                    List.of(), new Trouble.Ways(Purpose.into(guest), List.of()),
                    back(guest, booking)));
            case Baskets.Result.Done done -> Pages.seeOther(
                    counter.booking(guest, booking.id()) + "&said=exchanged");
            case Baskets.Result.Before before ->
                    Pages.seeOther(counter.booking(guest, booking.id()));
            case Baskets.Result.Refused refused -> counter.trouble(guest, trouble.refused(
                    guest, refused.refusal(), refused.items(),
                    new Trouble.Standing("exchange", back(guest, booking), target(guest, line)),
                    again(guest, line)));
        };
    }
}
