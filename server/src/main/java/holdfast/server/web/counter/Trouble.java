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
            int status, String headline, String text, List<String> details, Ways ways,
            Back back) {}

    /// What could be had instead, and where whoever wants it sends that.
    public record Ways(Purpose.Target target, List<Way> all) {}

    public record Back(String link, String text) {}

    /// Something else that is free, as a form that wants it.
    ///
    /// @param first what tells it from the others: its seats, or its time
    /// @param more  what else is to be known of it
    public record Way(String first, List<String> more, Map<String, List<String>> fields) {}

    /// What still stands although it did not work.
    ///
    /// @param words  the messages that say so
    /// @param home   where it is to be seen
    /// @param target where another choice is sent
    record Standing(String words, Back home, Purpose.Target target) {
        static Standing basket(Guest guest) {
            return new Standing("trouble",
                    new Back(guest.link("/basket"), guest.say("trouble.basket")),
                    Purpose.into(guest));
        }
    }

    static View plain(Guest guest, int status, String key) {
        return told(guest, status, key,
                new Back(guest.link("/"), guest.say("trouble.home")));
    }

    static View told(Guest guest, int status, String key, Back back) {
        return new View(status, guest.say(key + ".title"), guest.say(key + ".text"),
                List.of(), new Ways(Purpose.into(guest), List.of()), back);
    }

    /// A basket is as it was.
    View refused(Guest guest, Refusal refusal, List<Portion> items) {
        Back again = items.isEmpty() ? Standing.basket(guest).home()
                : new Back(link(guest, items.getLast().item()), guest.say("trouble.again"));
        return refused(guest, refusal, items, Standing.basket(guest), again);
    }

    View refused(
            Guest guest, Refusal refusal, List<Portion> items, Standing standing, Back again) {
        String of = standing.words();
        return switch (refusal) {
            case Refusal.Unavailable none -> unavailable(guest, none, items, standing, again);
            case Refusal.LimitReached limit -> new View(409, guest.say("trouble.limit.title"),
                    guest.say("trouble.limit.text", limit.most(), limit.left()), List.of(),
                    new Ways(standing.target(), List.of()), again);
            case Refusal.Outdated changed -> told(guest, 503, "trouble.busy", again);
            case Refusal.NotOnSale closed -> told(guest, 409, of + ".closed", again);
            case Refusal.Unknown unknown -> plain(guest, 404, "trouble.unknown");
            case Refusal.Overloaded busy -> told(guest, 503, "trouble.busy", again);
            case Refusal.Expired late -> told(guest, 410, of + ".lapsed", standing.home());
            case Refusal.Cancelled gone -> told(guest, 410, of + ".lapsed", standing.home());
            case Refusal.Stale stale -> told(guest, 409, of + ".stale", standing.home());
            case Refusal.KeyReused reused -> told(guest, 409, of + ".stale", standing.home());
            case Refusal.Booked booked -> told(guest, 409, of + ".stale", standing.home());
            case Refusal.InTheWay way -> told(guest, 409, of + ".stale", standing.home());
        };
    }

    private View unavailable(
            Guest guest, Refusal.Unavailable none, List<Portion> items, Standing standing,
            Back again) {
        List<Item> all = Portion.items(items);
        List<String> details = new ArrayList<>();
        for (Shortage shortage : none.shortages()) {
            if (shortage.item() < items.size()) {
                details.add(detail(guest, shortage, all.get(shortage.item())));
            }
        }
        List<Way> ways = alternatives.of(guest.workspace(), all, none).stream()
                .map(other -> way(guest, other, items)).toList();
        return new View(409, guest.say("trouble.taken.title"),
                guest.say(standing.words() + (ways.isEmpty() ? ".taken.none" : ".taken.text")),
                details, new Ways(standing.target(), ways), again);
    }

    /// Whatever else was wanted besides what is gone is still wanted.
    private Way way(Guest guest, Alternatives.Other other, List<Portion> items) {
        List<Item> wanted = new ArrayList<>();
        for (int at = 0; at < items.size(); at++) {
            if (at == other.item()) {
                wanted.add(other.instead());
            } else if (items.get(at).had().isEmpty()) {
                wanted.add(items.get(at).item());
            }
        }
        Lines.Line line = lines.item(guest, other.instead());
        String when = line.when().text() + " · " + line.when().city()
                + line.when().there().map(there -> " · " + there).orElse("");
        boolean byTime = other.instead() instanceof Item.Visit;
        return new Way(byTime ? when : line.detail(),
                List.of(line.name(), byTime ? line.detail() : when), Contents.fields(wanted));
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
