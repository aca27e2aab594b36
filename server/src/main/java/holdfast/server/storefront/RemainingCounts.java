package holdfast.server.storefront;

import holdfast.Free;
import holdfast.HoldfastReads;
import holdfast.server.booking.EventInventories;
import holdfast.server.booking.VisitPlanner;
import holdfast.server.catalog.Area;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.Seating;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Versioned;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Caches how much is left, for pages that list many events: at most a second old, so that a rush
/// on such a page does not count the seats for each visitor.
final class RemainingCounts {
    private static final Duration AGE = Duration.ofSeconds(1);
    private static final Duration DAYS_AGE = Duration.ofSeconds(5);
    private static final int REMEMBERED = 5_000;
    private static final int AHEAD = 14;

    private final HoldfastReads engine;
    private final VisitPlanner visits;
    private final EventInventories stock;
    private final Map<String, Stock> counts = new ConcurrentHashMap<>();
    private final Map<String, Days> days = new ConcurrentHashMap<>();

    /// How many are free, of how many.
    record Count(long free, long capacity, long at) {}

    /// What is left of an event.
    ///
    /// @param prices those that can still be had; empty for what costs nothing
    record Stock(Count count, List<Optional<Money>> prices) {}

    private record Days(List<LocalDate> all, long at) {}

    RemainingCounts(HoldfastReads engine, VisitPlanner visits, EventInventories stock) {
        this.engine = engine;
        this.visits = visits;
        this.stock = stock;
    }

    /// All areas together, from the cache.
    Stock event(String workspace, Versioned<Event> event) {
        return recent(workspace + "/" + event.stamp(), () -> {
            Set<Optional<Money>> prices = new LinkedHashSet<>();
            long free = 0;
            long capacity = 0;
            for (Area area : event.entry().areas()) {
                Count count = switch (area) {
                    case Area.Places places -> places(workspace, event.id(), places, prices);
                    case Area.Seats seats -> seats(workspace, event, seats, prices);
                };
                free += count.free();
                capacity += count.capacity();
            }
            long most = free;
            long left = event.entry().limits().capacity().flatMap(
                    limit -> engine.freePlaces(workspace, EventInventories.whole(event.id())))
                    .map(whole -> Math.min(whole.places(), most)).orElse(most);
            return new Stock(new Count(left, capacity, System.nanoTime()),
                    left == 0 ? List.of() : List.copyOf(prices));
        });
    }

    private Count places(
            String workspace, String event, Area.Places area, Set<Optional<Money>> prices) {
        Area.Card card = area.card();
        Count all = area(workspace, event, area);
        if (all.free() > 0) {
            if (card.tiers().isEmpty() || card.price().isPresent()) {
                prices.add(card.price());
            }
            card.tiers().stream().filter(tier -> tier.capacity().isEmpty()
                    || tier(workspace, event, area, tier).free() > 0)
                    .forEach(tier -> prices.add(Optional.of(tier.price())));
        }
        return all;
    }

    private Count seats(String workspace, Versioned<Event> event, Area.Seats area,
            Set<Optional<Money>> prices) {
        Optional<Free.Seats> now = engine.freeSeats(
                workspace, EventInventories.area(event.id(), area.id()));
        Set<String> free = now.filter(Free.Seats::onSale).map(Free.Seats::seats)
                .orElse(List.of()).stream().filter(seat -> seat.state() == Free.State.FREE)
                .map(Free.Place::name).collect(Collectors.toSet());
        if (!free.isEmpty() && area.card().tiers().isEmpty()) {
            prices.add(area.card().price());
        } else if (!free.isEmpty()) {
            stock.seating(workspace, event.entry(), area).rows().stream()
                    .filter(row -> row.seats().stream()
                            .anyMatch(seat -> free.contains(Seating.full(row, seat))))
                    .forEach(row -> prices.add(row.tier().flatMap(area.card()::tier)
                            .map(Area.Tier::price).or(area.card()::price)));
        }
        return new Count(free.size(), now.map(all -> (long) all.seats().size()).orElse(0L),
                System.nanoTime());
    }

    /// One area, now.
    Count area(String workspace, String event, Area area) {
        String inventory = EventInventories.area(event, area.id());
        return switch (area) {
            case Area.Places places -> places(workspace, inventory);
            case Area.Seats seats -> engine.freeSeats(workspace, inventory)
                    .map(free -> new Count(free.onSale() ? free.free() : 0, free.seats().size(),
                            System.nanoTime()))
                    .orElseGet(() -> new Count(0, 0, System.nanoTime()));
        };
    }

    Count tier(String workspace, String event, Area area, Area.Tier tier) {
        return tier.capacity().map(limited -> places(
                workspace, EventInventories.tier(event, area.id(), tier.id())))
                .orElseGet(() -> area(workspace, event, area));
    }

    private Count places(String workspace, String pool) {
        return engine.freePlaces(workspace, pool)
                .filter(Free.Places::onSale)
                .map(free -> new Count(free.places(), free.capacity(), System.nanoTime()))
                .orElseGet(() -> new Count(0, 0, System.nanoTime()));
    }

    private Stock recent(String key, Supplier<Stock> read) {
        Stock known = counts.get(key);
        if (known != null && System.nanoTime() - known.count().at() < AGE.toNanos()) {
            return known;
        }
        if (counts.size() > REMEMBERED) {
            counts.clear();
        }
        Stock now = read.get();
        counts.put(key, now);
        return now;
    }

    /// The first day within two weeks on which a service can begin.
    Optional<LocalDate> next(String workspace, Versioned<Service> service, LocalDate today) {
        return days(workspace, service, today, today.plusDays(AHEAD)).stream().findFirst();
    }

    /// Whether a service can begin on a day.
    boolean opens(String workspace, Versioned<Service> service, LocalDate day) {
        return !days(workspace, service, day, day.plusDays(1)).isEmpty();
    }

    private List<LocalDate> days(
            String workspace, Versioned<Service> service, LocalDate from, LocalDate until) {
        String key = workspace + "/" + service.stamp() + "/" + from + "/" + until;
        Days known = days.get(key);
        if (known == null || System.nanoTime() - known.at() > DAYS_AGE.toNanos()) {
            if (days.size() > REMEMBERED) {
                days.clear();
            }
            known = new Days(visits.days(workspace, service, from, until, List.of()),
                    System.nanoTime());
            days.put(key, known);
        }
        return known.all();
    }
}
