package holdfast.capacity;

import holdfast.Free;
import holdfast.Inventory;
import holdfast.claims.DatabaseClock;
import holdfast.claims.InventoryChange;
import holdfast.claims.JournalVersions;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Batches, offers and reads of pools.
public final class PoolStore {
    private final PoolNesting pools = new PoolNesting();

    public PoolBatch open(String workspace, long stamp) {
        return new PoolBatch(pools, workspace, stamp);
    }

    public PoolOffers offers(
            String workspace, long stamp, InventoryChange<Inventory.Pool> change) {
        return new PoolOffers(workspace, stamp, change);
    }

    private static final String VERSIONS = """
            SELECT pool, version FROM pool
            WHERE workspace = ? AND pool = ANY (?::text[])""";

    public Map<String, Long> versions(Transaction tx, String workspace, Collection<String> pools)
            throws SQLException {
        return JournalVersions.read(tx, VERSIONS, workspace, pools);
    }

    // A range from the slash to the character after it, by the primary key, which compares bytes.
    private static final String COUNTED = """
            SELECT pool FROM pool
            WHERE workspace = ? AND pool > ? AND pool < ? AND taken > 0
            LIMIT ?""";

    /// The customers who have anything in a limit's scope, those included whose holds have
    /// expired and whose end is not written yet.
    public Optional<Set<String>> counted(Transaction tx, String workspace, String scope, int most)
            throws SQLException {
        String first = LimitPools.within(scope);
        String beyond = first.substring(0, first.length() - 1) + (char) ('/' + 1);
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<String> answer = pipeline.query(COUNTED,
                row -> URLDecoder.decode(
                        row.getString(1).substring(first.length()), StandardCharsets.UTF_8),
                workspace, first, beyond, most + 1);
        pipeline.run();
        return answer.rows().size() > most
                ? Optional.empty() : Optional.of(Set.copyOf(answer.rows()));
    }

    private static final String FREE = """
            WITH RECURSIVE around AS (
                SELECT pool, inside, version, offered, capacity, taken, 0 AS far
                FROM pool WHERE workspace = ? AND pool = ? AND purpose = 'capacity'
                UNION ALL
                SELECT p.pool, p.inside, p.version, p.offered, p.capacity, p.taken, far + 1
                FROM around JOIN pool AS p ON p.workspace = ? AND p.pool = around.inside
            ), expired AS (
                SELECT c.pool, sum(c.quantity) AS quantity
                FROM pool_claim AS c
                WHERE c.workspace = ? AND c.pool IN (SELECT pool FROM around)
                  AND c.state = 'held' AND c.until <= ?
                GROUP BY c.pool
            )
            SELECT version, offered, capacity,
                   min(capacity - taken + coalesce(quantity, 0)) OVER (),
                   min(next.until) OVER ()
            FROM around LEFT JOIN expired USING (pool)
            LEFT JOIN LATERAL (
                SELECT until FROM pool_claim AS c
                WHERE c.workspace = ? AND c.pool = around.pool
                  AND c.state = 'held' AND c.until > ?
                ORDER BY until LIMIT 1) AS next ON true
            ORDER BY far LIMIT 1""";

    public Optional<Free.Places> free(Transaction tx, String workspace, String pool)
            throws SQLException {
        Instant now = DatabaseClock.read(tx);
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Free.Places> answer = pipeline.query(
                FREE,
                row -> new Free.Places(
                        pool, row.getLong(1), row.getBoolean(2), row.getLong(3), row.getLong(4),
                        Optional.ofNullable(Rows.moment(row, 5))),
                workspace, pool, workspace, workspace, now, workspace, now);
        pipeline.run();
        return answer.rows().stream().findFirst();
    }
}
