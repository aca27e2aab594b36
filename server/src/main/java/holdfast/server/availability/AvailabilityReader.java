package holdfast.server.availability;

import holdfast.Free;
import holdfast.HoldfastReads;
import holdfast.InventoryChanges;
import holdfast.Kind;
import holdfast.server.availability.CachedAvailability.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Reads the entries of the cache. An inventory that is not on sale is not cached: the engine
/// answers for it.
final class AvailabilityReader {
    private static final int MOST_NEWS = 2_000;
    /// A bigger map is not cached; the engine answers for it.
    private static final int MOST_SEATS = 200_000;
    private static final int MOST_CUSTOMERS = 10_000;

    private final HoldfastReads engine;

    AvailabilityReader(HoldfastReads engine) {
        this.engine = engine;
    }

    Optional<CachedAvailability.Pool> pool(String workspace, String id, long began, long epoch) {
        Instant at = engine.now();
        return engine.freePlaces(workspace, id).filter(Free.Places::onSale)
                .map(free -> new CachedAvailability.Pool(new Reading(at, began, epoch),
                        free.places(),
                        free.nextDeadline().map(SeatMapReplica::micros).orElse(Long.MAX_VALUE)));
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
    Optional<CachedAvailability.SeatMap> map(
            String workspace, String id, Optional<CachedAvailability> before, long began,
            long epoch) {
        if (before.orElse(null) instanceof CachedAvailability.SeatMap map) {
            InventoryChanges changes = engine.since(workspace, List.of(new InventoryChanges.Mark(
                    Kind.SEATS, id, map.seats().version)), MOST_NEWS);
            Optional<SeatMapReplica> next = changed(map.seats(), changes);
            if (next.isPresent()) {
                return next.map(seats -> new CachedAvailability.SeatMap(
                        new Reading(changes.now(), began, epoch), seats));
            }
        }
        Instant at = engine.now();
        return engine.freeSeats(workspace, id)
                .filter(free -> free.onSale() && free.seats().size() <= MOST_SEATS)
                .map(free -> new CachedAvailability.SeatMap(
                        new Reading(at, began, epoch), SeatMapReplica.of(free)));
    }

    /// Empty when the map itself was changed, or so much that a full read is better.
    private static Optional<SeatMapReplica> changed(
            SeatMapReplica before, InventoryChanges changes) {
        SeatMapReplica seats = before.copy();
        boolean followed = changes.all() && changes.changes().stream().allMatch(
                change -> change instanceof InventoryChanges.Seats seatsChange
                        && seats.apply(seatsChange));
        return followed ? Optional.of(seats) : Optional.empty();
    }
}
