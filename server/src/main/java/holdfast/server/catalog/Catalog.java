package holdfast.server.catalog;

import holdfast.Unanswered;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An in-memory cache of every workspace's catalogue. Changes by this node are visible at once,
/// changes by other nodes within {@link #AGE}: changes are numbered, and a node reads those after
/// its last number. An unknown id is read from the database before it is called unknown.
///
/// A stale entry cannot cause a wrong sale: a hold names the versions that it was priced by, and
/// the engine compares them with the latest ones in the hold's own transaction.
public final class Catalog {
    /// How stale an entry may be that another node has changed.
    public static final Duration AGE = Duration.ofMillis(250);
    private static final Logger LOG = LoggerFactory.getLogger(Catalog.class);
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
    private static final int OLD_ONES = 10_000;
    private static final int OLD_ONES_WITHIN = 1_000;

    private final CatalogTable things;
    private final int oldOnes;
    private final Map<String, Entries> byWorkspace = new ConcurrentHashMap<>();
    private final Map<String, Versioned<CatalogEntry>> old = new ConcurrentHashMap<>();

    private static final class Entries {
        final Map<String, Versioned<CatalogEntry>> things = new ConcurrentHashMap<>();
        final ReentrantLock reading = new ReentrantLock();
        final AtomicLong number = new AtomicLong();
        /// The thread whose transaction holds the catalogue's lock; at most one does.
        volatile @Nullable Thread lockedBy;
        volatile long looked = System.nanoTime() - Duration.ofDays(1).toNanos();

        void keep(List<CatalogTable.Line> lines) {
            for (CatalogTable.Line line : lines) {
                line.stored().ifPresent(this::keep);
                number.accumulateAndGet(line.number(), Math::max);
            }
        }

        void keep(Versioned<CatalogEntry> stored) {
            things.merge(stored.id(), stored,
                    (one, other) -> one.version() >= other.version() ? one : other);
        }
    }

    public Catalog(DataSource source) {
        this(new CatalogTable(source), OLD_ONES);
    }

    private Catalog(CatalogTable things, int oldOnes) {
        this.things = things;
        this.oldOnes = oldOnes;
    }

    /// A catalogue that reads what one transaction sees, for use within that transaction.
    public static Catalog within(Transaction tx) {
        return new Catalog(new CatalogTable(tx), OLD_ONES_WITHIN);
    }

    private interface Work<T> {
        T get() throws SQLException;
    }

    private static <T> T certainly(Work<T> work) {
        try {
            return work.get();
        } catch (SQLException failure) {
            throw new Unanswered("the catalogue could not be read", failure);
        }
    }

    /// Reads the changes of other nodes, in all workspaces; {@link CatalogFeed} calls it
    /// periodically. A workspace that cannot be read does not keep the others from being read.
    public void refresh() {
        for (CatalogTable.Count count : certainly(things::counts)) {
            if (entries(count.workspace()).number.get() < count.changes()) {
                try {
                    catchUp(count.workspace());
                } catch (RuntimeException failure) {
                    LOG.warn("The catalogue of workspace {} could not be read: {}",
                            count.workspace(), failure.getMessage());
                }
            }
        }
    }

    private Entries entries(String workspace) {
        return byWorkspace.computeIfAbsent(workspace, word -> new Entries());
    }

    /// Reads the changes of other nodes in one workspace.
    public void catchUp(String workspace) {
        catchUp(workspace, System.nanoTime());
    }

    /// Single-flight: a read that began after `asked` serves all waiting calls.
    private void catchUp(String workspace, long requested) {
        Entries entries = entries(workspace);
        entries.reading.lock();
        try {
            if (entries.looked - requested > 0) {
                return;
            }
            long began = System.nanoTime();
            entries.keep(certainly(() -> things.after(workspace, entries.number.get())));
            entries.looked = began;
        } finally {
            entries.reading.unlock();
        }
    }

    /// Locks the workspace's catalogue until the transaction ends and reads what is new, so that
    /// every entry read from then on is the valid one.
    ///
    /// @return the number of the last change
    public long lock(Transaction tx, String workspace) throws SQLException {
        long number = CatalogTable.lock(tx, workspace);
        Entries entries = entries(workspace);
        if (entries.number.get() < number) {
            entries.keep(CatalogTable.after(tx, workspace, entries.number.get()));
        }
        // An id that is not known now is unknown. Reading it would take a second connection.
        entries.lockedBy = Thread.currentThread();
        return number;
    }

    /// Ends the lock, after its transaction.
    public void unlocked(String workspace) {
        Entries entries = entries(workspace);
        if (Thread.currentThread().equals(entries.lockedBy)) {
            entries.lockedBy = null;
        }
    }

    /// Caches what this node has just written.
    public void keep(String workspace, List<Versioned<CatalogEntry>> written) {
        written.forEach(entries(workspace)::keep);
    }

    /// Adds the next versions to a transaction that has locked the catalogue.
    public static void write(Pipeline pipeline, ChangeAuthor author, List<Draft> drafts,
            Instant at) {
        CatalogTable.write(pipeline, author, drafts, at);
    }

    /// What an earlier attempt of the same change wrote, whose reply was lost.
    public static List<Versioned<CatalogEntry>> written(Transaction tx, ChangeAuthor author)
            throws SQLException {
        return CatalogTable.own(tx, author);
    }

    /// An entry, whether or not it is listed.
    public <T extends CatalogEntry> Optional<Versioned<T>> find(
            String workspace, String id, Class<T> type) {
        Entries entries = entries(workspace);
        Versioned<CatalogEntry> found = entries.things.get(id);
        if (found == null && !isLockedHere(entries)) {
            catchUp(workspace);
            found = entries.things.get(id);
        }
        return Optional.ofNullable(found).filter(each -> type.isInstance(each.entry()))
                .map(each -> each.as(type));
    }

    /// An entry that is to be sold. Where this node knows it as withdrawn, it is read again, so
    /// that an entry that another node has just listed is not refused.
    public <T extends CatalogEntry> Optional<Versioned<T>> findOnSale(
            String workspace, String id, Class<T> type) {
        Optional<Versioned<T>> found = find(workspace, id, type);
        if (found.isPresent() && !found.get().listed() && !isLockedHere(entries(workspace))) {
            catchUp(workspace);
            return find(workspace, id, type);
        }
        return found;
    }

    private static boolean isLockedHere(Entries entries) {
        return Thread.currentThread().equals(entries.lockedBy);
    }

    /// All of a kind, by id.
    public <T extends CatalogEntry> List<Versioned<T>> all(String workspace, Class<T> type) {
        Entries entries = entries(workspace);
        if (entries.number.get() == 0 && !isLockedHere(entries)) {
            catchUp(workspace);
        }
        return entries.things.values().stream().filter(each -> type.isInstance(each.entry()))
                .map(each -> each.as(type)).sorted(Comparator.comparing(Versioned::id)).toList();
    }

    /// The version that a stamp names, as in `evt_1@3`. An item keeps the prices of the version it
    /// was sold from.
    public Optional<Versioned<CatalogEntry>> stamped(String workspace, String stamp) {
        int at = stamp.lastIndexOf('@');
        if (at < 0) {
            return Optional.empty();
        }
        String digits = stamp.substring(at + 1);
        return DIGITS.matcher(digits).matches()
                ? version(workspace, stamp.substring(0, at), Long.parseLong(digits))
                : Optional.empty();
    }

    /// One version of an entry, which never changes.
    public Optional<Versioned<CatalogEntry>> version(String workspace, String id, long version) {
        Versioned<CatalogEntry> now = entries(workspace).things.get(id);
        if (now != null && now.version() == version) {
            return Optional.of(now);
        }
        String key = workspace + "/" + id + "@" + version;
        Versioned<CatalogEntry> known = old.get(key);
        if (known == null) {
            known = certainly(() -> things.version(workspace, id, version)).orElse(null);
            if (known != null) {
                if (old.size() >= oldOnes) {
                    old.clear();
                }
                old.put(key, known);
            }
        }
        return Optional.ofNullable(known);
    }

    /// An entry's latest version; `stored` is empty where it cannot be read.
    @FunctionalInterface
    public interface Latest {
        void is(String id, long version, Optional<Versioned<CatalogEntry>> stored)
                throws SQLException;
    }

    /// The latest version of each entry that a transaction sees, by id, without caching them.
    public static void latest(Transaction tx, String workspace, Latest latest) throws SQLException {
        CatalogTable.latest(tx, workspace, latest);
    }

    /// Whether a transaction sees any catalogue of the workspace.
    public static boolean any(Transaction tx, String workspace) throws SQLException {
        return CatalogTable.any(tx, workspace);
    }

    /// The stamps without a version that the transaction sees.
    public static List<String> missing(Transaction tx, String workspace, Collection<String> stamps)
            throws SQLException {
        return CatalogTable.missing(tx, workspace, stamps);
    }

    /// Every version of an entry, oldest first.
    public List<Versioned<CatalogEntry>> versions(String workspace, String id) {
        return certainly(() -> things.versions(workspace, id));
    }
}
