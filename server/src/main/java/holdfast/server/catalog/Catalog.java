package holdfast.server.catalog;

import holdfast.Unanswered;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/// What every workspace offers, from memory. What this node changes it knows at once; what another
/// one changes is read within {@link #AGE}, by the numbers that changes are committed in. An id
/// that is not known is looked for in the database before anybody says that there is none.
///
/// Nothing is sold because of what stands here: prices and names come from it, places do not.
public final class Catalog {
    /// How old a thing may be that another node has changed.
    public static final Duration AGE = Duration.ofMillis(250);
    private static final int OLD_ONES = 10_000;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final Things things;
    private final Map<String, Shelf> shelves = new ConcurrentHashMap<>();
    private final Map<String, Stored<Thing>> old = new ConcurrentHashMap<>();

    private static final class Shelf {
        final Map<String, Stored<Thing>> things = new ConcurrentHashMap<>();
        final ReentrantLock reading = new ReentrantLock();
        volatile long number;
        volatile long looked = System.nanoTime() - Duration.ofDays(1).toNanos();
    }

    public Catalog(DataSource source) {
        things = new Things(source);
    }

    private interface Work<T> {
        T get() throws SQLException;
    }

    private static <T> T certainly(Work<T> work) {
        try {
            return work.get();
        } catch (SQLException failure) {
            throw new Unanswered("the catalogue could not be read or written", failure);
        }
    }

    /// Reads what other nodes changed, in all workspaces. Somebody calls it all the time.
    public void refresh() {
        for (Things.Count count : certainly(things::counts)) {
            if (shelf(count.workspace()).number < count.changes()) {
                catchUp(count.workspace());
            }
        }
    }

    private Shelf shelf(String workspace) {
        return shelves.computeIfAbsent(workspace, word -> new Shelf());
    }

    private void catchUp(String workspace) {
        Shelf shelf = shelf(workspace);
        shelf.reading.lock();
        try {
            long began = System.nanoTime();
            List<Things.Line> lines;
            do {
                lines = certainly(() -> things.after(workspace, shelf.number));
                for (Things.Line line : lines) {
                    keep(shelf, line.stored());
                    shelf.number = line.number();
                }
            } while (!lines.isEmpty());
            shelf.looked = began;
        } finally {
            shelf.reading.unlock();
        }
    }

    private static void keep(Shelf shelf, Stored<Thing> stored) {
        shelf.things.merge(stored.id(), stored, (one, other) ->
                one.version() >= other.version() ? one : other);
    }

    /// A thing, whether or not it is listed.
    public <T extends Thing> Optional<Stored<T>> find(
            String workspace, String id, Class<T> type) {
        Shelf shelf = shelf(workspace);
        Stored<Thing> found = shelf.things.get(id);
        if (found == null && stale(shelf)) {
            catchUp(workspace);
            found = shelf.things.get(id);
        }
        return Optional.ofNullable(found).filter(each -> type.isInstance(each.thing()))
                .map(each -> each.as(type));
    }

    /// Not looked at since just now: many who ask for what is not there make one look.
    private static boolean stale(Shelf shelf) {
        return System.nanoTime() - shelf.looked > LOOK_AGAIN.toNanos();
    }

    /// All of a kind, by id.
    public <T extends Thing> List<Stored<T>> all(String workspace, Class<T> type) {
        Shelf shelf = shelf(workspace);
        if (shelf.number == 0 && stale(shelf)) {
            catchUp(workspace);
        }
        return shelf.things.values().stream().filter(each -> type.isInstance(each.thing()))
                .map(each -> each.as(type)).sorted(Comparator.comparing(Stored::id)).toList();
    }

    /// The version that a stamp names, as in `evt_1@3`; what was sold was sold at its prices.
    public Optional<Stored<Thing>> stamped(String workspace, String stamp) {
        int at = stamp.lastIndexOf('@');
        if (at < 0) {
            return Optional.empty();
        }
        String id = stamp.substring(0, at);
        long version = Long.parseLong(stamp.substring(at + 1));
        Stored<Thing> now = shelf(workspace).things.get(id);
        if (now != null && now.version() == version) {
            return Optional.of(now);
        }
        String key = workspace + "/" + stamp;
        Stored<Thing> known = old.get(key);
        if (known == null) {
            known = certainly(() -> things.version(workspace, id, version))
                    .map(Things.Line::stored).orElse(null);
            if (known != null) {
                if (old.size() >= OLD_ONES) {
                    old.clear();
                }
                old.put(key, known);
            }
        }
        return Optional.ofNullable(known);
    }

    /// Every version of a thing, the first one first.
    public List<Stored<Thing>> versions(String workspace, String id) {
        return certainly(() -> things.versions(workspace, id)).stream()
                .map(Things.Line::stored).toList();
    }

    /// Writes a thing's first version; nothing when there is one with this id.
    public <T extends Thing> Optional<Stored<T>> add(
            String workspace, String id, T thing, String author) {
        return write(workspace, new Things.Change(id, 0, thing, true, author), thing);
    }

    /// Writes the next version; nothing when `seen` is not the latest one any more.
    public <T extends Thing> Optional<Stored<T>> change(
            String workspace, Stored<T> seen, T thing, String author) {
        return write(workspace, new Things.Change(
                seen.id(), seen.version(), thing, seen.listed(), author), thing);
    }

    /// Takes off sale, or puts on sale again.
    public <T extends Thing> Optional<Stored<T>> list(
            String workspace, Stored<T> seen, boolean listed, String author) {
        return write(workspace, new Things.Change(
                seen.id(), seen.version(), seen.thing(), listed, author), seen.thing());
    }

    private <T extends Thing> Optional<Stored<T>> write(
            String workspace, Things.Change change, T thing) {
        Optional<Things.Line> line = certainly(() -> things.write(workspace, change));
        line.ifPresent(done -> keep(shelf(workspace), done.stored()));
        return line.map(done -> new Stored<>(
                done.stored().id(), done.stored().version(), thing, done.stored().listed(),
                done.stored().at(), done.stored().author()));
    }
}
