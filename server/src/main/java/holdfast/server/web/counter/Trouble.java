package holdfast.server.web.counter;

import holdfast.Refusal;
import holdfast.Shortage;
import holdfast.server.checkout.Alternatives;
import holdfast.server.checkout.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What did not work, in a customer's words, with what to do next.
public final class Trouble {
    private final Alternatives alternatives;
    private final Lines lines;

    Trouble(Alternatives alternatives, Lines lines) {
        this.alternatives = alternatives;
        this.lines = lines;
    }

    /// What the page shows.
    ///
    /// @param ways what could be had instead, one click each
    /// @param back where to go on
    public record View(
            int status, String headline, String text, List<String> details, List<Way> ways,
            Back back) {}

    public record Back(String link, String text) {}

    /// Something else that is free, as a form that wants it.
    ///
    /// @param first what tells it from the others: its seats, or its time
    /// @param more  what else is to be known of it
    public record Way(String first, List<String> more, Map<String, List<String>> fields) {}

    static View plain(Guest guest, int status, String key) {
        return new View(status, guest.say(key + ".title"), guest.say(key + ".text"),
                List.of(), List.of(), new Back(guest.link("/"), guest.say("trouble.home")));
    }

    View refused(Guest guest, Refusal refusal, List<Item> items) {
        Back back = items.isEmpty() ? new Back(guest.link("/basket"), guest.say("trouble.basket"))
                : new Back(link(guest, items.getLast()), guest.say("trouble.again"));
        return switch (refusal) {
            case Refusal.Unavailable none -> unavailable(guest, none, items, back);
            case Refusal.LimitReached limit -> new View(409, guest.say("trouble.limit.title"),
                    guest.say("trouble.limit.text", limit.most(), limit.left()), List.of(),
                    List.of(), back);
            case Refusal.NotOnSale closed -> new View(409, guest.say("trouble.closed.title"),
                    guest.say("trouble.closed.text"), List.of(), List.of(), back);
            case Refusal.Unknown unknown -> plain(guest, 404, "trouble.unknown");
            case Refusal.Overloaded busy -> new View(503, guest.say("trouble.busy.title"),
                    guest.say("trouble.busy.text"), List.of(), List.of(), back);
            case Refusal.Expired late -> plain(guest, 410, "trouble.lapsed");
            case Refusal.Cancelled gone -> plain(guest, 410, "trouble.lapsed");
            case Refusal.Stale stale -> new View(409, guest.say("trouble.stale.title"),
                    guest.say("trouble.stale.text"), List.of(), List.of(),
                    new Back(guest.link("/basket"), guest.say("trouble.basket")));
            case Refusal.KeyReused reused -> plain(guest, 409, "trouble.stale");
            case Refusal.Booked booked -> plain(guest, 409, "trouble.stale");
            case Refusal.InTheWay standing -> plain(guest, 409, "trouble.stale");
        };
    }

    private View unavailable(
            Guest guest, Refusal.Unavailable none, List<Item> items, Back back) {
        List<String> details = new ArrayList<>();
        for (Shortage shortage : none.shortages()) {
            if (shortage.item() < items.size()) {
                details.add(detail(guest, shortage, items.get(shortage.item())));
            }
        }
        List<Way> ways = alternatives.of(guest.workspace(), items, none.shortages()).stream()
                .map(Alternatives.Other::instead)
                .map(item -> way(guest, item)).toList();
        return new View(409, guest.say("trouble.taken.title"),
                guest.say(ways.isEmpty() ? "trouble.taken.none" : "trouble.taken.text"),
                details, ways, back);
    }

    private Way way(Guest guest, Item item) {
        Lines.Line line = lines.item(guest, item);
        String when = line.when().text() + " · " + line.when().city()
                + line.when().there().map(there -> " · " + there).orElse("");
        boolean byTime = item instanceof Item.Visit;
        return new Way(byTime ? when : line.detail(),
                List.of(line.name(), byTime ? line.detail() : when), Contents.fields(item));
    }

    private String detail(Guest guest, Shortage shortage, Item item) {
        Lines.Line line = lines.item(guest, item);
        return switch (item) {
            case Item.Places places -> guest.say("trouble.places", line.name(),
                    shortage.asked(), shortage.left());
            case Item.Seats seats -> shortage.taken().isEmpty()
                    ? guest.say("trouble.places", line.name(), shortage.asked(), shortage.left())
                    : guest.say("trouble.seats", line.name(),
                            Lines.seats(guest, shortage.taken()));
            case Item.Visit visit -> guest.say("trouble.visit", line.name(), line.when().text());
        };
    }

    private static String link(Guest guest, Item item) {
        return switch (item) {
            case Item.Places places -> guest.link("/events/" + places.event());
            case Item.Seats seats -> guest.link("/events/" + seats.event());
            case Item.Visit visit -> guest.link("/services/" + visit.service()
                    + "?day=" + visit.start().toLocalDate() + Optional.of(visit.with())
                            .filter(with -> with.size() == 1)
                            .map(with -> "&with=" + with.getFirst()).orElse(""));
        };
    }
}
