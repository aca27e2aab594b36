package holdfast.capacity;

import holdfast.claims.Allotment;
import holdfast.claims.ClaimBatch;
import holdfast.claims.HoldChange;
import holdfast.postgres.ColumnArrays;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Reads pools under lock, and their expired claims.
final class PoolRows {
    private static final int AT_ONCE = 500;

    private PoolRows() {}

    private static final String MAKE_LIMITS = """
            INSERT INTO pool (workspace, pool, version, stamp, offered, purpose, capacity, taken)
            SELECT ?, made.pool, 0, 0, true, 'limit', 0, 0
            FROM unnest(?::text[]) AS made (pool)
            ORDER BY made.pool
            ON CONFLICT ON CONSTRAINT pool_once DO NOTHING""";

    // All transactions lock in the order of the ids, so that no two wait for each other.
    private static final String LOCK = """
            SELECT pool, version, offered, inside, capacity, taken
            FROM pool
            WHERE workspace = ? AND pool = ANY (?::text[])
            ORDER BY pool
            FOR UPDATE""";

    static void lock(
            Pipeline pipeline,
            String workspace,
            Set<String> limits,
            Collection<String> pools,
            Consumer<PoolRow> row) {
        if (!limits.isEmpty()) {
            pipeline.update(MAKE_LIMITS, workspace, limits.toArray(new String[0]));
        }
        pipeline.query(
                LOCK,
                set -> {
                    row.accept(read(set));
                    return true;
                },
                workspace, pools.toArray(new String[0]));
    }

    private static PoolRow read(ResultSet set) throws SQLException {
        PoolRow.Look look = new PoolRow.Look(set.getBoolean(3), set.getString(4));
        return new PoolRow(
                set.getString(1), set.getLong(2), look, set.getLong(5), set.getLong(6));
    }

    private static final String EXPIRED = """
            SELECT hold, item, quantity, until, role
            FROM pool_claim
            WHERE workspace = ? AND pool = ? AND state = 'held' AND until <= ?
            ORDER BY until, hold, item
            LIMIT ? OFFSET ?""";

    /// Called for an expired claim; true when the pool has enough again.
    interface Expiry {
        boolean enough(Allotment.Places allotment, HoldChange cause);
    }

    private record Found(Allotment.Places allotment, HoldChange cause) {}

    /// Reads the expired claims of pools that look too full, oldest first, until each has enough
    /// again or nothing more has expired: no request is refused because of an expired hold.
    static void expired(
            Transaction tx, String workspace, Map<String, Long> missing, Instant now, Expiry expiry)
            throws SQLException {
        Map<String, Integer> offsets = new HashMap<>();
        missing.keySet().forEach(pool -> offsets.put(pool, 0));
        while (!offsets.isEmpty()) {
            Pipeline pipeline = tx.pipeline();
            Map<String, Pipeline.Answer<Found>> answers = new HashMap<>();
            offsets.forEach((pool, offset) -> answers.put(pool, pipeline.query(
                    EXPIRED, row -> found(pool, row), workspace, pool, now, AT_ONCE, offset)));
            pipeline.run();
            answers.forEach((pool, answer) -> {
                boolean enough = false;
                for (Found found : answer.rows()) {
                    enough = expiry.enough(found.allotment, found.cause);
                    if (enough) {
                        break;
                    }
                }
                if (enough || answer.rows().size() < AT_ONCE) {
                    offsets.remove(pool);
                } else {
                    offsets.merge(pool, AT_ONCE, Integer::sum);
                }
            });
        }
    }

    private static Found found(String pool, ResultSet row) throws SQLException {
        String hold = row.getString(1);
        return new Found(
                new Allotment.Places(
                        pool, row.getInt(2), row.getLong(3), Allotment.role(row.getString(5))),
                HoldChange.expired(hold, Rows.certainly(row, 4)));
    }

    private static final String PRESENT = """
            SELECT asked.place
            FROM unnest(?::bigint[], ?::text[], ?::text[], ?::bigint[])
                 AS asked (place, pool, hold, item)
            CROSS JOIN LATERAL (
                SELECT FROM pool_claim AS claim
                WHERE claim.workspace = ? AND claim.pool = asked.pool
                  AND claim.hold = asked.hold AND claim.item = asked.item
                OFFSET 0) AS found""";

    static List<ClaimBatch.Standing> present(Transaction tx, String workspace,
            List<ClaimBatch.Standing> allotments)
            throws SQLException {
        ColumnArrays columns = new ColumnArrays(4);
        for (ClaimBatch.Standing each : allotments) {
            columns.row(columns.rows(), each.allotment().inventory(), each.hold(),
                    each.allotment().item());
        }
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<ClaimBatch.Standing> answer = pipeline.query(
                PRESENT, row -> allotments.get(row.getInt(1)), columns.before(workspace));
        pipeline.run();
        return answer.rows();
    }

    private static final String STANDING = """
            SELECT claim.pool, claim.hold, claim.item, claim.quantity, claim.role
            FROM unnest(?::text[]) AS full_pool (pool)
            CROSS JOIN LATERAL (
                SELECT * FROM pool_claim AS same
                WHERE same.workspace = ? AND same.pool = full_pool.pool AND same.until > ?
                ORDER BY same.hold, same.item LIMIT 1000) AS claim
            ORDER BY claim.pool, claim.hold, claim.item LIMIT 1000""";

    /// The live claims in these pools, at most a thousand.
    static List<ClaimBatch.Standing> standing(
            Transaction tx, String workspace, Collection<String> pools, Instant now)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<ClaimBatch.Standing> answer = pipeline.query(
                STANDING,
                row -> new ClaimBatch.Standing(row.getString(2), new Allotment.Places(
                        row.getString(1), row.getInt(3), row.getLong(4),
                        Allotment.role(row.getString(5)))),
                pools.toArray(new String[0]), workspace, now);
        pipeline.run();
        return answer.rows();
    }
}
