package holdfast.server.booking;

import holdfast.Claim;
import holdfast.Invalid;
import holdfast.server.catalog.Area;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.Seating;
import holdfast.server.catalog.TaxRate;
import holdfast.server.catalog.Versioned;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The prices of places and seats in one version of an event. Prices that cannot be added up are
/// refused here, before anything is held.
final class PriceList {
    private static final int REMEMBERED = 200;

    private final EventInventories stock;
    private final Map<String, Map<String, String>> tiers = new ConcurrentHashMap<>();

    PriceList(EventInventories stock) {
        this.stock = stock;
    }

    /// So many at one price.
    ///
    /// @param tier the tier that has the price, if one has
    record PricedQuantity(long quantity, Money each, Optional<TaxRate> tax,
            Optional<String> tier) {}

    /// The price of one place or seat.
    static Optional<PricedQuantity> portion(
            Event event, String area, Optional<String> tier, long quantity) {
        Optional<Area.Card> card = event.area(area).map(Area::card);
        Optional<Area.Tier> own = card.flatMap(each -> tier.flatMap(each::tier));
        Optional<TaxRate> tax =
                own.flatMap(Area.Tier::tax).or(() -> card.flatMap(Area.Card::tax));
        return one(event, area, tier)
                .map(price -> new PricedQuantity(quantity, price, tax, own.map(Area.Tier::id)));
    }

    /// The seats that have a price, those at the same price together.
    List<PricedQuantity> portions(
            String workspace, String stamp, Event event, String area, List<String> seats) {
        Map<String, String> rows = tiers(workspace, stamp, event, area);
        Map<PricedQuantity, Long> counts = new LinkedHashMap<>();
        for (String seat : seats) {
            portion(event, area, Optional.ofNullable(rows.get(seat)), 1)
                    .ifPresent(each -> counts.merge(each, 1L, Long::sum));
        }
        return counts.entrySet().stream().map(each -> new PricedQuantity(each.getValue(),
                each.getKey().each(), each.getKey().tax(), each.getKey().tier())).toList();
    }

    static Optional<Money> one(Event event, String area, Optional<String> tier) {
        return event.area(area).map(Area::card).flatMap(card -> tier.flatMap(card::tier)
                .map(Area.Tier::price).or(card::price));
    }

    static Optional<Price> places(Versioned<Event> event, Item.Places item) {
        return one(event.entry(), item.area(), item.tier())
                .map(price -> new Price(price.times(item.quantity()), true));
    }

    /// For seats that are still to be found: the price of the most expensive ones.
    Optional<Price> seats(String workspace, Versioned<Event> event, Item.Seats item) {
        return switch (item.choice()) {
            case Claim.Named named -> sum(
                    each(workspace, event.stamp(), event.entry(), item.area(), named.names()))
                    .map(price -> new Price(price, true));
            case Claim.Best best -> {
                Set<Optional<Money>> all = possible(workspace, event, item.area());
                Optional<Money> dearest = all.stream().flatMap(Optional::stream)
                        .reduce(PriceList::dearer);
                yield dearest.map(price -> new Price(price.times(best.count()), all.size() == 1));
            }
        };
    }

    private static Money dearer(Money one, Money other) {
        if (!one.currency().equals(other.currency())) {
            throw new Invalid("area", "has prices in two currencies; name the seats");
        }
        return one.amount() >= other.amount() ? one : other;
    }

    private static Optional<Money> sum(List<Money> prices) {
        return prices.stream().reduce(Money::plus);
    }

    /// Every price that a seat of the area can have; empty for seats without a price.
    private Set<Optional<Money>> possible(
            String workspace, Versioned<Event> event, String area) {
        Set<Optional<Money>> all = new HashSet<>();
        if (event.entry().area(area).orElse(null) instanceof Area.Seats seats
                && !seats.card().tiers().isEmpty()) {
            stock.seating(workspace, event.entry(), seats).rows()
                    .forEach(row -> all.add(one(event.entry(), area, row.tier())));
        }
        if (all.isEmpty()) {
            all.add(one(event.entry(), area, Optional.empty()));
        }
        return all;
    }

    /// The prices of the seats that have one.
    List<Money> each(
            String workspace, String stamp, Event event, String area, List<String> seats) {
        Map<String, String> rows = tiers(workspace, stamp, event, area);
        return seats.stream()
                .flatMap(seat -> one(event, area, Optional.ofNullable(rows.get(seat))).stream())
                .toList();
    }

    /// The seats of each tier; empty where the area has no tiers.
    private Map<String, String> tiers(
            String workspace, String stamp, Event event, String area) {
        if (!(event.area(area).orElse(null) instanceof Area.Seats seats)
                || seats.card().tiers().isEmpty()) {
            return Map.of();
        }
        if (tiers.size() > REMEMBERED) {
            tiers.clear();
        }
        return tiers.computeIfAbsent(workspace + "/" + stamp + "/" + area, key -> {
            Map<String, String> known = new HashMap<>();
            for (Seating.Row row : stock.seating(workspace, event, seats).rows()) {
                row.tier().ifPresent(tier -> row.seats()
                        .forEach(seat -> known.put(Seating.full(row, seat), tier)));
            }
            return Map.copyOf(known);
        });
    }

    /// Checks the prices of all items: one basket has one currency, and a total within the limit of
    /// {@link Money}.
    static void together(List<MappedClaim> items) {
        Optional<Money> sum = Optional.empty();
        for (int at = 0; at < items.size(); at++) {
            Optional<Money> price = items.get(at).price().map(Price::most);
            try {
                sum = sum.isPresent() && price.isPresent()
                        ? Optional.of(sum.get().plus(price.get())) : sum.or(() -> price);
            } catch (Invalid wrong) {
                throw new Invalid("items[" + at + "]", wrong.field().equals("amount")
                        ? "makes the total too large" : "must have its price in "
                                + sum.map(Money::currency).orElse("") + ", as the others have");
            }
        }
    }
}
