package holdfast.server.availability;

import holdfast.HoldfastReads;
import holdfast.Unanswered;
import holdfast.server.booking.EventInventories;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Chart;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Versioned;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The live events of this node: one for each event that is viewed.
public final class LiveEvents implements AutoCloseable {
    /// How often a viewed event is polled, besides all reads.
    static final Duration TICK = Duration.ofMillis(100);
    private static final Logger LOG = LoggerFactory.getLogger(LiveEvents.class);
    private static final Duration IDLE = Duration.ofMinutes(2);
    private static final int MOST_SEATS = 2_000_000;
    private static final int MOST_BOARDS = 2_000;

    private final HoldfastReads engine;
    private final Catalog catalog;
    private final EventInventories stock;
    private final Map<Key, LiveEvent> events = new ConcurrentHashMap<>();
    private final Map<Key, EventShape> shapes = new ConcurrentHashMap<>();
    private final StreamLimits watchers;
    private volatile boolean closed;

    private record Key(String workspace, String event) {}

    /// @param watchers counts the streams of all events together
    public LiveEvents(HoldfastReads engine, Catalog catalog, EventInventories stock,
            StreamLimits watchers) {
        this.engine = engine;
        this.catalog = catalog;
        this.stock = stock;
        this.watchers = watchers;
    }

    /// The current state of an event. It includes everything that was answered to any client before
    /// this call.
    public Snapshot sheet(String workspace, Versioned<Event> event) {
        return board(workspace, event).fresh();
    }

    private LiveEvent board(String workspace, Versioned<Event> event) {
        Key key = new Key(workspace, event.id());
        LiveEvent found = events.get(key);
        if (found != null) {
            return found;
        }
        makeRoom();
        return events.computeIfAbsent(key, any -> new LiveEvent(
                new EventFollower(engine, workspace, () -> shape(workspace, latest(key, event)))));
    }

    private Versioned<Event> latest(Key key, Versioned<Event> otherwise) {
        return catalog.find(key.workspace, key.event, Event.class).orElse(otherwise);
    }

    /// Drops events that were not used for a while, and more if there are too many.
    private void makeRoom() {
        events.forEach((key, event) -> {
            if (event.idle(IDLE)) {
                forget(key);
            }
        });
        List<Map.Entry<Key, LiveEvent>> all = events.entrySet().stream()
                .sorted(Comparator.comparingLong(each -> each.getValue().used())).toList();
        long seats = all.stream().mapToLong(each -> each.getValue().seats()).sum();
        int count = all.size();
        for (Map.Entry<Key, LiveEvent> each : all) {
            if (seats <= MOST_SEATS && count < MOST_BOARDS) {
                break;
            }
            seats -= each.getValue().seats();
            count--;
            forget(each.getKey());
        }
    }

    private void forget(Key key) {
        LiveEvent gone = events.remove(key);
        if (gone != null) {
            gone.close();
        }
        shapes.remove(key);
    }

    private EventShape shape(String workspace, Versioned<Event> event) {
        String stamp = event.stamp();
        Key key = new Key(workspace, event.id());
        EventShape known = shapes.get(key);
        if (known == null || !known.stamp().equals(stamp)) {
            known = EventShape.of(workspace, event, stamp, stock);
            shapes.put(key, known);
        }
        return known;
    }

    /// A drawing and its name.
    public record Drawing(String hash, Packet packet) {}

    public Drawing drawing(String workspace, Versioned<Event> event) {
        Geometry geometry = shape(workspace, event).geometry();
        return new Drawing(geometry.hash(), geometry.packet());
    }

    /// The drawing of that name, if any event of the workspace has it now.
    public Optional<Packet> drawing(String workspace, String hash) {
        Optional<Packet> known = shapes.entrySet().stream()
                .filter(each -> each.getKey().workspace.equals(workspace))
                .map(each -> each.getValue().geometry())
                .filter(each -> each.hash().equals(hash)).map(Geometry::packet).findAny();
        return known.or(() -> catalog.all(workspace, Event.class).stream()
                .map(event -> drawing(workspace, event))
                .filter(each -> each.hash().equals(hash)).map(Drawing::packet).findFirst());
    }

    /// The result of opening a stream.
    public sealed interface Watch {
        record Open(EventStream watching) implements Watch {}

        /// This node has its maximum of streams, or it is stopping.
        record Full() implements Watch {}

        /// The address has its maximum of streams.
        record TooMany(int most) implements Watch {}
    }

    /// Opens a stream.
    ///
    /// @param address the address by which it is counted; empty for none
    public Watch watch(String workspace, Versioned<Event> event, Optional<String> address) {
        if (closed) {
            return new Watch.Full();
        }
        return switch (watchers.enter(address)) {
            case FULL -> new Watch.Full();
            case TOO_MANY -> new Watch.TooMany(watchers.mostPerAddress());
            case OPEN -> new Watch.Open(watching(board(workspace, event), event.id(), address));
        };
    }

    private EventStream watching(LiveEvent event, String id, Optional<String> address) {
        if (event.join()) {
            Thread.ofVirtual().name("live event " + id).start(() -> tick(event));
        }
        return new EventStream(event, () -> {
            event.leave();
            watchers.leave(address);
        });
    }

    /// Polls while there are viewers, and at once when a hold expires.
    private static void tick(LiveEvent event) {
        while (event.watched()) {
            long micros = Math.min(TICK.toNanos() / 1_000, event.untilExpiry() + 1_000);
            LockSupport.parkNanos(micros * 1_000);
            try {
                event.fresh();
            } catch (Unanswered trouble) {
                LOG.warn("Change streams get no updates: {}", trouble.getMessage());
            } catch (RuntimeException bug) {
                LOG.error("Change streams get no updates", bug);
            }
        }
    }

    /// How many events are followed now.
    public int boards() {
        return events.size();
    }

    /// Ends every stream.
    @Override
    public void close() {
        closed = true;
        events.values().forEach(LiveEvent::close);
    }
}
