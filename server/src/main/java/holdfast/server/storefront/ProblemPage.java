package holdfast.server.storefront;

import holdfast.Claim;
import holdfast.Hold;
import holdfast.Refusal;
import holdfast.Shortage;
import holdfast.server.booking.Alternatives;
import holdfast.server.booking.Item;
import holdfast.server.web.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The error page: what did not work, in a customer's words, and what to do next.
public final class ProblemPage {
    private final Alternatives alternatives;
    private final ItemLines lines;

    ProblemPage(Alternatives alternatives, ItemLines lines) {
        this.alternatives = alternatives;
        this.lines = lines;
    }

    /// The page's data.
    ///
    /// @param choices the alternatives, one click each
    /// @param back where to continue
    public record View(
            int status, String headline, String text, List<Detail> details, Choices choices,
            Back back) {}

    /// One item that was refused.
    ///
    /// @param taken the seats that are taken, as forms name them
    public record Detail(String text, List<String> taken) {}

    /// The alternatives, and where their forms are sent.
    public record Choices(ChoicePurpose.Target target, List<Choice> all) {}

    public record Back(String link, String text) {}

    /// An alternative that is free, as a form that requests it.
    ///
    /// @param first what distinguishes it from the others: its seats, or its time
    /// @param more  further details
    public record Choice(String first, List<String> more, Map<String, List<String>> fields) {}

    /// What is unchanged after the failure.
    ///
    /// @param words  the message keys that say so
    /// @param home   the page that shows it
    /// @param target where another choice is sent
    record Standing(String words, Back home, ChoicePurpose.Target target) {
        static Standing basket(Visitor visitor) {
            return new Standing("trouble",
                    new Back(visitor.link("/basket"), visitor.say("trouble.basket")),
                    ChoicePurpose.into(visitor));
        }
    }

    static View plain(Visitor visitor, int status, String key) {
        return view(visitor, status, key,
                new Back(visitor.link("/"), visitor.say("trouble.home")));
    }

    /// A form without a choice, with the way back to its page.
    static View nothing(Visitor visitor, Form form) {
        Optional<String> page = form.first("event").map(id -> "/events/" + id)
                .or(() -> form.first("service").map(id -> "/services/" + id))
                .filter(path -> path.matches("/[a-z]+/[A-Za-z0-9_-]{1,80}"));
        return page.map(path -> view(visitor, 400, "trouble.nothing",
                new Back(visitor.link(path), visitor.say("trouble.again"))))
                .orElseGet(() -> plain(visitor, 400, "trouble.nothing"));
    }

    static View view(Visitor visitor, int status, String key, Back back) {
        return new View(status, visitor.say(key + ".title"), visitor.say(key + ".text"),
                List.of(), new Choices(ChoicePurpose.into(visitor), List.of()), back);
    }

    /// The basket is unchanged.
    View refused(Visitor visitor, Refusal refusal, List<WantedLine> items) {
        Back again = items.isEmpty() ? Standing.basket(visitor).home()
                : new Back(link(visitor, items.getLast().item()), visitor.say("trouble.again"));
        return refused(visitor, refusal, items, Standing.basket(visitor), again);
    }

    View refused(
            Visitor visitor, Refusal refusal, List<WantedLine> items, Standing standing,
            Back again) {
        String of = standing.words();
        return switch (refusal) {
            case Refusal.Unavailable none -> unavailable(visitor, none, items, standing, again);
            case Refusal.LimitReached limit -> new View(409, visitor.say("trouble.limit.title"),
                    limit(visitor, limit), List.of(),
                    new Choices(standing.target(), List.of()), again);
            case Refusal.NotOnSale closed -> view(visitor, 409, of + ".closed", again);
            case Refusal.Unknown unknown -> plain(visitor, 404, "trouble.unknown");
            case Refusal.Overloaded _,Refusal.Outdated _ ->
                    view(visitor, 503, "trouble.busy", again);
            case Refusal.Expired _,Refusal.Cancelled _ ->
                    view(visitor, 410, of + ".expired", standing.home());
            case Refusal.Stale _,Refusal.KeyReused _,Refusal.Booked _,Refusal.InTheWay _ ->
                    view(visitor, 409, of + ".stale", standing.home());
        };
    }

    /// The refusal does not count what is in the basket, because the new items were to take its
    /// place.
    private String limit(Visitor visitor, Refusal.LimitReached limit) {
        long had = visitor.held().stream()
                .flatMap(hold -> lines.lines(visitor, hold).stream())
                .mapToLong(line -> counted(line.item(), limit.scope())).sum();
        return had > 0 && had >= limit.left()
                ? visitor.say("trouble.limit.had", had, limit.most())
                : visitor.say("trouble.limit.text", limit.most(), limit.left() - had);
    }

    private static long counted(Item item, String scope) {
        return switch (item) {
            case Item.Places places -> places.event().equals(scope) ? places.quantity() : 0;
            case Item.Seats seats -> seats.event().equals(scope)
                    && seats.choice() instanceof Claim.Named named ? named.names().size() : 0;
            case Item.Visit visit -> visit.service().equals(scope) ? 1 : 0;
        };
    }

    private View unavailable(
            Visitor visitor, Refusal.Unavailable none, List<WantedLine> items, Standing standing,
            Back again) {
        List<Item> all = WantedLine.items(items);
        List<Detail> details = new ArrayList<>();
        for (Shortage shortage : none.shortages()) {
            if (shortage.item() < items.size()) {
                details.add(detail(visitor, shortage, all.get(shortage.item())));
            }
        }
        List<Choice> choices = alternatives.of(visitor.workspace(), all, none).stream()
                .map(other -> choice(visitor, other, items)).toList();
        return new View(409, visitor.say("trouble.taken.title"),
                visitor.say(standing.words() + (choices.isEmpty() ? ".taken.none" : ".taken.text")),
                details, new Choices(standing.target(), choices), again);
    }

    /// What can still be had instead of what a hold had.
    List<Choice> instead(Visitor visitor, Hold gone) {
        List<WantedLine> items = WantedLine.fresh(WantedLine.items(
                WantedLine.of(lines.lines(visitor, gone))));
        return alternatives.of(visitor.workspace(), WantedLine.items(items), Alternatives.USUAL)
                .stream().map(other -> choice(visitor, other, items)).toList();
    }

    /// The form requests the other items again, with the alternative in the place of the missing
    /// one.
    private Choice choice(Visitor visitor, Alternatives.Other other, List<WantedLine> items) {
        List<Item> wanted = new ArrayList<>();
        for (int at = 0; at < items.size(); at++) {
            if (at == other.item()) {
                wanted.add(other.instead());
            } else if (items.get(at).had().isEmpty()) {
                wanted.add(items.get(at).item());
            }
        }
        ItemLines.Line line = lines.item(visitor, other.instead());
        String when = line.when().text()
                + (line.when().place().isEmpty() ? "" : " · " + line.when().place())
                + line.when().there().map(there -> " · " + there).orElse("");
        boolean byTime = other.instead() instanceof Item.Visit;
        return new Choice(byTime ? when : line.detail(),
                List.of(line.name(), byTime ? line.detail() : when), ItemForms.fields(wanted));
    }

    private Detail detail(Visitor visitor, Shortage shortage, Item item) {
        ItemLines.Line line = lines.item(visitor, item);
        return switch (item) {
            case Item.Places places -> new Detail(few(visitor, line, shortage), List.of());
            case Item.Seats seats -> shortage.taken().isEmpty()
                    ? new Detail(few(visitor, line, shortage), List.of())
                    : new Detail(
                            visitor.say("trouble.seats", line.name(),
                                    ItemLines.seats(visitor, shortage.taken())),
                            shortage.taken().stream()
                                    .map(name -> seats.area() + ":" + name).toList());
            case Item.Visit visit -> new Detail(visitor.say(
                    "trouble.visit", line.name(), line.when().text()), List.of());
        };
    }

    private static String few(Visitor visitor, ItemLines.Line line, Shortage shortage) {
        return visitor.say("trouble.places", line.name(), shortage.asked(), shortage.left());
    }

    private static String link(Visitor visitor, Item item) {
        return switch (item) {
            case Item.Places places -> visitor.link("/events/" + places.event());
            case Item.Seats seats -> visitor.link("/events/" + seats.event());
            case Item.Visit visit -> visitor.link("/services/" + visit.service()
                    + "?day=" + visit.start().toLocalDate() + Optional.of(visit.with())
                            .filter(with -> with.size() == 1)
                            .map(with -> "&with=" + with.getFirst()).orElse(""));
        };
    }
}
