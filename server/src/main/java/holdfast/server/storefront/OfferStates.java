package holdfast.server.storefront;

import holdfast.server.booking.VisitPlanner;
import holdfast.server.catalog.Area;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Versioned;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What is left of an event or a service, and at which price, in a visitor's language.
public final class OfferStates {
    private static final Comparator<Optional<Money>> CHEAPEST =
            Comparator.comparingLong(price -> price.map(Money::amount).orElse(0L));

    private final RemainingCounts left;
    private final VisitPlanner visits;

    OfferStates(RemainingCounts left, VisitPlanner visits) {
        this.left = left;
        this.visits = visits;
    }

    /// How much is left, and the style of the badge.
    public record Badge(String text, Tone tone) {
        /// Whether nothing of it can be had any more.
        public boolean gone() {
            return tone == Tone.NONE;
        }
    }

    /// The style of a badge. Its name in lower case is the class in the style sheet.
    public enum Tone {
        FREE, FEW, NONE, SOON, OVER;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// The state of an offer.
    ///
    /// @param price  from which price it can be had now, or will be
    /// @param amount the same in the currency's smallest unit; empty when nothing can be had
    public record State(Badge badge, String price, Optional<Long> amount) {}

    State event(Visitor visitor, Versioned<Event> event) {
        Optional<Badge> closed = closed(visitor, event.entry());
        List<Optional<Money>> listed = listed(event.entry());
        if (closed.isPresent()) {
            return new State(closed.get(), from(visitor, listed),
                    closed.get().tone() == Tone.SOON ? least(listed) : Optional.empty());
        }
        RemainingCounts.Stock stock = left.event(visitor.workspace(), event);
        Badge badge = badge(visitor, stock.count());
        return stock.prices().isEmpty() ? new State(badge, from(visitor, listed), Optional.empty())
                : new State(badge, from(visitor, stock.prices()), least(stock.prices()));
    }

    /// Why an event cannot be bought now, other than that it is sold out.
    static Optional<Badge> closed(Visitor visitor, Event event) {
        Event.When when = event.when();
        Optional<Instant> from = when.saleFrom().filter(visitor.now()::isBefore);
        if (from.isPresent()) {
            return Optional.of(new Badge(visitor.say("left.from",
                    visitor.language().moment(from.get().atZone(when.zone()))), Tone.SOON));
        }
        return when.saleUntil().filter(until -> !visitor.now().isBefore(until)).isPresent()
                || !visitor.now().isBefore(when.end().toInstant())
                        ? Optional.of(new Badge(visitor.say("left.over"), Tone.OVER))
                        : Optional.empty();
    }

    static Badge badge(Visitor visitor, RemainingCounts.Count count) {
        if (count.free() == 0) {
            return new Badge(visitor.say("left.none"), Tone.NONE);
        }
        boolean few = count.free() <= 10 || count.free() * 10 <= count.capacity();
        return new Badge(visitor.language().count(few ? "left.few" : "left", count.free()),
                few ? Tone.FEW : Tone.FREE);
    }

    State service(Visitor visitor, Versioned<Service> service) {
        Service entry = service.entry();
        LocalDate today =
                visitor.now().atZone(visits.zone(visitor.workspace(), entry)).toLocalDate();
        Badge badge = left.next(visitor.workspace(), service, today)
                .map(day -> new Badge(day.equals(today) ? visitor.say("left.today")
                        : visitor.say("left.next", visitor.language().shortDate(day)), Tone.FREE))
                .orElse(new Badge(visitor.say("left.later"), Tone.FEW));
        return new State(badge, ItemLines.price(visitor, entry.price()),
                Optional.of(entry.price().map(Money::amount).orElse(0L)));
    }

    /// Every price of an event, whether or not there is any left of it.
    static List<Optional<Money>> listed(Event event) {
        return event.areas().stream().map(Area::card).flatMap(OfferStates::listed).toList();
    }

    private static Stream<Optional<Money>> listed(Area.Card card) {
        Stream<Optional<Money>> tiers = card.tiers().stream().map(Area.Tier::price)
                .map(Optional::of);
        return card.tiers().isEmpty() || card.price().isPresent()
                ? Stream.concat(Stream.of(card.price()), tiers) : tiers;
    }

    static Optional<Long> least(List<Optional<Money>> prices) {
        return prices.stream().min(CHEAPEST)
                .map(price -> price.map(Money::amount).orElse(0L));
    }

    private static String from(Visitor visitor, List<Optional<Money>> prices) {
        List<Optional<Money>> sorted = prices.stream().sorted(CHEAPEST).toList();
        String least = ItemLines.price(visitor, sorted.getFirst());
        return sorted.getFirst().equals(sorted.getLast()) ? least
                : sorted.getFirst().isEmpty() ? visitor.say("price.partly")
                        : visitor.say("price.from", least);
    }
}
