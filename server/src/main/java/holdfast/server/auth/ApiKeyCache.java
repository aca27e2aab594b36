package holdfast.server.auth;

import holdfast.postgres.ColumnArrays;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// A cache of all live API keys; a lookup is one hash and one map access. All keys are read again
/// each second, and at once after a change on this node. So a key that another node revoked is
/// refused after a second at most.
public final class ApiKeyCache {
    private static final Duration RARELY = Duration.ofMinutes(1);

    private final AuthTransaction tables;
    private final AtomicLong tickets = new AtomicLong();
    private final AtomicReference<Snapshot> snapshot;
    private final Map<String, Use> uses = new ConcurrentHashMap<>();

    /// Whether a key was used since its last use was written, and when that was written.
    private static final class Use {
        volatile boolean fresh;
        volatile Instant written = Instant.MIN;

        void now() {
            // It is usually set already; a read of an unchanged field is cheap, a write is not.
            if (!fresh) {
                fresh = true;
            }
        }

        boolean due(Instant now) {
            return fresh && written.isBefore(now.minus(RARELY));
        }
    }

    private record Entry(Identity identity, Instant ends, Use use) {}

    /// The result of one read.
    ///
    /// @param ticket  orders the reads by their beginning
    /// @param at      the database's time, and `nanos` this machine's at the same moment
    private record Snapshot(long ticket, Map<String, Entry> entries, Instant at, long nanos) {
        Instant now() {
            return at.plusNanos(System.nanoTime() - nanos);
        }
    }

    ApiKeyCache(AuthTransaction tables) {
        this.tables = tables;
        this.snapshot = new AtomicReference<>(
                new Snapshot(0, Map.of(), Instant.EPOCH, System.nanoTime()));
        refresh();
    }

    /// The identity behind a key; empty for an unknown or ended key.
    public Optional<Identity> find(String secret) {
        Snapshot now = snapshot.get();
        Entry entry = now.entries.get(Secrets.digest(secret));
        if (entry == null || !entry.ends.isAfter(now.now())) {
            return Optional.empty();
        }
        entry.use.now();
        return Optional.of(entry.identity);
    }

    private static final String ALIVE = """
            SELECT workspace, access_key, kind, digest, ends_at, the_clock()
              FROM access_key
             WHERE ends_at > the_clock()
            """;
    private static final String TIME = """
            SELECT the_clock()
            """;

    /// Reads all keys again. Of two overlapping reads, the result of the later one stays.
    void refresh() {
        long ticket = tickets.incrementAndGet();
        long before = System.nanoTime();
        Snapshot read = tables.read(tx -> {
            Pipeline pipeline = tx.pipeline();
            Map<String, Entry> entries = new HashMap<>();
            Pipeline.Answer<Instant> time = pipeline.query(TIME, row -> Rows.certainly(row, 1));
            pipeline.query(ALIVE, row -> entries.put(row.getString(4), entry(row)));
            pipeline.run();
            return new Snapshot(ticket, entries, time.only(), before);
        });
        snapshot.accumulateAndGet(read, (old, fresh) -> old.ticket > fresh.ticket ? old : fresh);
        uses.keySet().retainAll(read.entries.values().stream().map(ApiKeyCache::name).toList());
    }

    private Entry entry(ResultSet row) throws SQLException {
        String workspace = row.getString(1);
        String id = row.getString(2);
        ApiKey.Kind kind = ApiKey.Kind.of(row.getString(3)).orElseThrow();
        Instant ends = Rows.moment(row, 5);
        Identity identity = new Identity(new Principal(workspace, kind.right(), id), switch (kind) {
            case SECRET -> Identity.Means.SECRET_KEY;
            case PUBLISHABLE -> Identity.Means.PUBLISHABLE_KEY;
        }, id);
        return new Entry(identity, ends == null ? Instant.MAX : ends,
                uses.computeIfAbsent(name(workspace, id), any -> new Use()));
    }

    private static String name(Entry entry) {
        return name(entry.identity.who().workspace(), entry.identity.id());
    }

    private static String name(String workspace, String id) {
        return workspace + " " + id;
    }

    private static final String USED = """
            WITH due AS (
                SELECT k.workspace, k.access_key
                  FROM unnest(?::text[], ?::text[]) AS used (workspace, access_key)
                  JOIN access_key AS k
                    ON k.workspace = used.workspace AND k.access_key = used.access_key
                 WHERE k.used_at IS NULL OR k.used_at <= the_clock() - interval '1 minute'
                 ORDER BY k.workspace, k.access_key
                   FOR UPDATE OF k SKIP LOCKED)
            UPDATE access_key AS k
               SET used_at = the_clock()
              FROM due
             WHERE k.workspace = due.workspace AND k.access_key = due.access_key
            """;

    /// Writes which keys were used, at most once a minute for each, across all nodes. Returns how
    /// many rows were written.
    int writeUses() {
        Instant now = snapshot.get().now();
        Map<String, Use> due = new TreeMap<>();
        uses.forEach((name, use) -> {
            if (use.due(now)) {
                due.put(name, use);
            }
        });
        if (due.isEmpty()) {
            return 0;
        }
        // Cleared before the write, so that a use during the write is not lost.
        due.values().forEach(use -> use.fresh = false);
        int written = tables.change(tx -> used(tx, due));
        due.values().forEach(use -> use.written = now);
        return written;
    }

    private static int used(Transaction tx, Map<String, Use> due) throws SQLException {
        ColumnArrays columns = new ColumnArrays(2);
        due.keySet().forEach(name -> {
            int gap = name.indexOf(' ');
            columns.row(name.substring(0, gap), name.substring(gap + 1));
        });
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Boolean> written = pipeline.update(USED, columns.after());
        pipeline.run();
        return written.changed();
    }
}
