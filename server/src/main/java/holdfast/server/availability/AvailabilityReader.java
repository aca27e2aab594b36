package holdfast.server.availability;

import holdfast.Free;
import holdfast.HoldfastReads;
import holdfast.InventoryChanges;
import holdfast.Kind;
import holdfast.server.availability.CachedAvailability.Reading;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the entries of the cache. An inventory that is not on sale is not cached: the engine
/// answers for it.
record AvailabilityReader(HoldfastReads engine) {
    private static final int MOST_NEWS = 2_000;
    /// A bigger map is not cached; the engine answers for it.
    private static final int MOST_SEATS = 200_000;
    private static final int MOST_CUSTOMERS = 10_000;

    Optional<CachedAvailability.Pool> pool(String workspace, String id, long began, long epoch) {
        Instant at = engine.now();
        return engine.freePlaces(workspace, id).filter(Free.Places::onSale)
                .map(free -> new CachedAvailability.Pool(new Reading(at, began, epoch),
                        free.places(),
                        free.nextDeadline().map(SeatAreaState::micros).orElse(Long.MAX_VALUE)));
    }

    /// A scope with too many customers is not cached: reading all of them again and again would
    /// cost more than it saves.
    Optional<CachedAvailability.Counted> counted(String workspace, String scope, long began,
            long epoch) {
        Instant at = engine.now();
        return engine.counted(workspace, scope, MOST_CUSTOMERS)
                .map(customers -> new CachedAvailability.Counted(new Reading(at, began, epoch),
                        customers));
    }

    /// The whole map the first time, and then only the changes.
    Optional<CachedAvailability.Hall> hall(
            String workspace, String id, Optional<CachedAvailability> before, long began,
            long epoch) {
        if (before.orElse(null) instanceof CachedAvailability.Hall hall) {
            InventoryChanges news = engine.since(workspace,
                    List.of(new InventoryChanges.Mark(Kind.SEATS, id, hall.version)), MOST_NEWS);
            Optional<CachedAvailability.Hall> next =
                    changed(hall, news, new Reading(news.now(), began, epoch));
            if (next.isPresent()) {
                return next;
            }
        }
        Instant at = engine.now();
        return engine.freeSeats(workspace, id)
                .filter(free -> free.onSale() && free.seats().size() <= MOST_SEATS)
                .map(free -> whole(free, new Reading(at, began, epoch)));
    }

    private static CachedAvailability.Hall whole(Free.Seats free, Reading reading) {
        int count = free.seats().size();
        Map<String, Integer> numbers = HashMap.newHashMap(count);
        long[] until = new long[count];
        for (int number = 0; number < count; number++) {
            Free.Place seat = free.seats().get(number);
            numbers.put(seat.name(), number);
            until[number] = until(seat.state(), seat.until());
        }
        return new CachedAvailability.Hall(reading, free.version(), numbers, until);
    }

    private static long until(Free.State state, Optional<Instant> deadline) {
        return switch (state) {
            case FREE -> CachedAvailability.Hall.FREE;
            case HELD -> deadline.map(SeatAreaState::micros).orElse(CachedAvailability.Hall.FREE);
            case BOOKED, BLOCKED -> CachedAvailability.Hall.GONE;
        };
    }

    /// Empty when the map itself was changed, or so much that a full read is better.
    private static Optional<CachedAvailability.Hall> changed(CachedAvailability.Hall hall,
            InventoryChanges news, Reading reading) {
        long version = hall.version;
        long[] until = hall.until.clone();
        for (InventoryChanges.Change change : news.changes()) {
            if (!(change instanceof InventoryChanges.Seats seats)) {
                return Optional.empty();
            }
            version = seats.version();
            for (String name : seats.names()) {
                Integer number = hall.numbers.get(name);
                if (number == null) {
                    return Optional.empty();
                }
                until[number] = until(seats.state(), seats.until());
            }
        }
        return news.all()
                ? Optional.of(new CachedAvailability.Hall(reading, version, hall.numbers, until))
                : Optional.empty();
    }
}
