package holdfast.server.availability;

import holdfast.Free;
import holdfast.HoldfastReads;
import holdfast.InventoryChanges;
import holdfast.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Follows the journals of one event's seat maps and pools, step by step. A step reads what changed
/// since the last one, all as of one moment, and which holds expired. {@link LiveEvent} runs one
/// step at a time.
final class EventFollower {
    private static final int AT_ONCE = 2_000;

    private final HoldfastReads engine;
    private final String workspace;
    private final Supplier<EventShape> shapes;
    private @Nullable EventShape shape;
    private List<Area> areas = List.of();
    private Map<String, Area> byMap = Map.of();
    private Map<String, Long> pools = new HashMap<>();
    private List<PoolState> places = List.of();
    private long nextPlaceExpiry = Long.MAX_VALUE;
    private long now;
    private boolean anew;
    private volatile long nextExpiry = Long.MAX_VALUE;
    private volatile long at = System.nanoTime();
    private volatile int seats;

    /// An area of the event that has seats.
    private record Area(EventShape.SeatedArea layout, SeatMapReplica seats) {}

    EventFollower(HoldfastReads engine, String workspace, Supplier<EventShape> shapes) {
        this.engine = engine;
        this.workspace = workspace;
        this.shapes = shapes;
    }

    /// The result of a step.
    ///
    /// @param anew the full state has to be sent again, because the event itself was changed
    /// @param touched the seats of each area that changed meanwhile, even if they changed back
    /// @param expired the seats whose hold expired without a line in the journal
    record Step(Snapshot snapshot, boolean anew, List<BitSet> touched, List<BitSet> expired) {
        boolean moved() {
            return touched.stream().anyMatch(each -> !each.isEmpty());
        }
    }

    Step step() {
        EventShape wanted = shapes.get();
        if (shape == null || !shape.stamp().equals(wanted.stamp())) {
            take(wanted);
        }
        read();
        areas.forEach(area -> area.seats.expire(now));
        count(wanted);
        List<Snapshot.AreaState> states = areas.stream()
                .map(area -> new Snapshot.AreaState(area.layout, area.seats.states())).toList();
        nextExpiry = Math.min(nextPlaceExpiry, areas.stream()
                .mapToLong(area -> area.seats.nextExpiry()).min().orElse(Long.MAX_VALUE));
        at = System.nanoTime();
        boolean first = anew;
        anew = false;
        return new Step(new Snapshot(version(wanted), wanted.geometry().hash(), states, places),
                first,
                areas.stream().map(area -> area.seats.moves()).toList(),
                areas.stream().map(area -> area.seats.expired()).toList());
    }

    private void take(EventShape wanted) {
        List<Area> all = new ArrayList<>();
        Map<String, Area> maps = new HashMap<>();
        for (EventShape.SeatedArea layout : wanted.seatedAreas()) {
            Area area = new Area(layout, new SeatMapReplica(layout.names()));
            begin(area);
            all.add(area);
            maps.put(layout.seatMap(), area);
        }
        Map<String, Long> versions = new HashMap<>();
        wanted.counters().forEach(counter -> versions.put(counter.pool(),
                engine.freePlaces(workspace, counter.pool()).map(Free.Places::version)
                        .orElse(0L)));
        areas = all;
        byMap = maps;
        pools = versions;
        nextPlaceExpiry = 0;
        seats = wanted.seats();
        anew = true;
        shape = wanted;
    }

    private void begin(Area area) {
        engine.freeSeats(workspace, area.layout.seatMap()).ifPresent(area.seats::begin);
    }

    private List<InventoryChanges.Mark> marks() {
        List<InventoryChanges.Mark> marks = new ArrayList<>();
        areas.forEach(area -> marks.add(
                new InventoryChanges.Mark(Kind.SEATS, area.layout.seatMap(), area.seats.version)));
        pools.forEach((pool, version) -> marks
                .add(new InventoryChanges.Mark(Kind.CAPACITY, pool, version)));
        return marks;
    }

    /// Reads until all inventories are as of one moment.
    private void read() {
        boolean again;
        do {
            InventoryChanges news = engine.since(workspace, marks(), AT_ONCE);
            now = Math.max(now, SeatMapReplica.micros(news.now()));
            again = !news.all();
            for (InventoryChanges.Change change : news.changes()) {
                again |= apply(change);
            }
        } while (again);
    }

    /// True when a map was read as a whole and is now ahead of the others.
    private boolean apply(InventoryChanges.Change change) {
        Area area = byMap.get(change.inventory());
        if (area == null) {
            if (pools.replace(change.inventory(), change.version()) != null) {
                nextPlaceExpiry = 0;
            }
            return false;
        }
        if (change.version() <= area.seats.version) {
            return false;
        }
        return switch (change) {
            case InventoryChanges.Seats seats -> {
                area.seats.apply(seats);
                yield false;
            }
            case InventoryChanges.Offered offered -> {
                area.seats.version = offered.version();
                if (offered.onSale()) {
                    begin(area);
                    anew = true;
                }
                yield offered.onSale();
            }
            case InventoryChanges.Other other ->
                    throw new IllegalStateException("no seats: " + other);
        };
    }

    /// The engine counts a pool when something in it changed or may have expired.
    private void count(EventShape wanted) {
        if (now < nextPlaceExpiry) {
            return;
        }
        long next = Long.MAX_VALUE;
        List<PoolState> all = new ArrayList<>();
        for (EventShape.Counter counter : wanted.counters()) {
            Optional<Free.Places> found = engine.freePlaces(workspace, counter.pool());
            if (found.isPresent()) {
                all.add(PoolState.of(counter, found.get()));
                next = Math.min(next, found.get().nextDeadline().map(SeatMapReplica::micros)
                        .orElse(Long.MAX_VALUE));
            }
        }
        places = List.copyOf(all);
        nextPlaceExpiry = next;
    }

    private long version(EventShape wanted) {
        return EventVersions.of(wanted.description(),
                areas.stream().mapToLong(area -> area.seats.version).sum()
                        + wanted.counters().stream().filter(each -> each.tier().isEmpty())
                                .mapToLong(each -> pools.getOrDefault(each.pool(), 0L)).sum());
    }

    int seats() {
        return seats;
    }

    long untilExpiry() {
        long passed = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - at);
        return nextExpiry == Long.MAX_VALUE ? nextExpiry : nextExpiry - now - passed;
    }
}
