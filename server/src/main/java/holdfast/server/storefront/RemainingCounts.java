package holdfast.server.storefront;

import holdfast.Free;
import holdfast.HoldfastReads;
import holdfast.server.booking.EventInventories;
import holdfast.server.booking.VisitPlanner;
import holdfast.server.catalog.Area;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Versioned;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Caches how much is left, for pages that list many events: at most a second old, so that a rush
/// on such a page does not count the seats for each visitor.
final class RemainingCounts {
    private static final Duration AGE = Duration.ofSeconds(1);
    private static final Duration DAYS_AGE = Duration.ofSeconds(5);
    private static final int REMEMBERED = 5_000;
    private static final int AHEAD = 14;

    private final HoldfastReads engine;
    private final VisitPlanner visits;
    private final Map<String, Count> counts = new ConcurrentHashMap<>();
    private final Map<String, Days> days = new ConcurrentHashMap<>();

    /// How many are free, of how many.
    record Count(long free, long capacity, long at) {}

    private record Days(List<LocalDate> all, long at) {}

    RemainingCounts(HoldfastReads engine, VisitPlanner visits) {
        this.engine = engine;
        this.visits = visits;
    }

    /// All areas together, from the cache.
    Count event(String workspace, Versioned<Event> event) {
        return recent(workspace + "/" + event.id(), () -> {
            Count all = event.entry().areas().stream()
                    .map(area -> area(workspace, event.id(), area))
                    .reduce(new Count(0, 0, System.nanoTime()), (one, other) -> new Count(
                            one.free() + other.free(), one.capacity() + other.capacity(),
                            one.at()));
            return event.entry().limits().capacity().flatMap(
                    most -> engine.freePlaces(workspace, EventInventories.whole(event.id())))
                    .map(whole -> new Count(
                            Math.min(whole.places(), all.free()), all.capacity(), all.at()))
                    .orElse(all);
        });
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

    private Count recent(String key, Supplier<Count> read) {
        Count known = counts.get(key);
        if (known != null && System.nanoTime() - known.at() < AGE.toNanos()) {
            return known;
        }
        if (counts.size() > REMEMBERED) {
            counts.clear();
        }
        Count now = read.get();
        counts.put(key, now);
        return now;
    }

    /// The first day within two weeks on which a service can begin.
    Optional<LocalDate> next(String workspace, Versioned<Service> service, LocalDate today) {
        String key = workspace + "/" + service.stamp() + "/" + today;
        Days known = days.get(key);
        if (known == null || System.nanoTime() - known.at() > DAYS_AGE.toNanos()) {
            if (days.size() > REMEMBERED) {
                days.clear();
            }
            known = new Days(visits.days(workspace, service, today, today.plusDays(AHEAD),
                    List.of()), System.nanoTime());
            days.put(key, known);
        }
        return known.all().stream().findFirst();
    }
}
