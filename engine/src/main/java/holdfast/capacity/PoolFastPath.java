package holdfast.capacity;

import static holdfast.postgres.ColumnArrays.Sort.NUMBER;
import static holdfast.postgres.ColumnArrays.Sort.TEXT;

import holdfast.claims.BatchTotals;
import holdfast.postgres.ColumnArrays;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// The fast path: writes holds of pools without reading the pools first, on condition that
/// everything fits and the pools are as assumed. If anything differs, the pipeline fails.
final class PoolFastPath {
    private final String workspace;
    private final long stamp;
    private final PoolNesting pools;

    PoolFastPath(String workspace, long stamp, PoolNesting pools) {
        this.workspace = workspace;
        this.stamp = stamp;
        this.pools = pools;
    }

    private static final String TAKE = """
            INSERT INTO pool_claim (workspace, pool, hold, item, quantity, role, state, until)
            SELECT same.workspace, coalesce(new.pool, same.pool), new.hold,
                   coalesce(new.item, same.item), coalesce(new.quantity, same.quantity),
                   coalesce(new.role, same.role), 'held',
                   made.at + coalesce(new.lasts, same.lasts) * interval '1 microsecond'
            FROM (SELECT kept_clock() AS at OFFSET 0) AS made,
                 (SELECT ?::text, ?::text, ?::bigint, ?::bigint, ?::text, ?::bigint)
                 AS same (workspace, pool, item, quantity, role, lasts),
                 (SELECT unnest(?::text[]), unnest(?::text[]), unnest(?::bigint[]),
                         unnest(?::bigint[]), unnest(?::text[]), unnest(?::bigint[]))
                 AS new (hold, pool, item, quantity, role, lasts)""";

    /// Writes claims whose deadlines count from the kept clock.
    void take(Pipeline pipeline, BatchTotals totals) {
        ColumnArrays columns = new ColumnArrays(TEXT, TEXT, NUMBER, NUMBER, TEXT, NUMBER);
        for (BatchTotals.Line line : totals.lines()) {
            columns.row(line.hold().hold(), line.allotment().inventory(), line.allotment().item(),
                    line.allotment().quantity(), line.allotment().role().word(),
                    line.hold().lasts());
        }
        pipeline.update(TAKE, columns.sparing(workspace));
    }

    // If this UPDATE waits for another batch, it checks the row again as that batch left it. A
    // single pool has none around it.
    private static final String COUNT_ONE = """
            WITH counted AS (
                UPDATE pool
                SET taken = taken + ?, version = version + ?, stamp = ?
                WHERE workspace = ? AND pool = ? AND offered AND inside IS NULL
                  AND taken + ? <= capacity
                RETURNING version - ? AS version)
            SELECT kept_clock(), as_decided('pools', count(*), 1),
                   keep_versions(array_agg(version))
            FROM counted""";

    private static final String COUNT_MANY = """
            WITH counted AS (
                UPDATE pool
                SET taken = pool.taken + new.delta, version = pool.version + new.moves, stamp = ?
                FROM unnest(?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::bigint[])
                     AS new (place, pool, inside, delta, moves)
                CROSS JOIN LATERAL (
                    SELECT same.ctid, same.workspace FROM pool AS same
                    WHERE same.workspace = ? AND same.pool = new.pool
                    OFFSET 0) AS found
                WHERE pool.ctid = found.ctid AND pool.workspace = found.workspace
                  AND pool.offered AND pool.inside IS NOT DISTINCT FROM new.inside
                  AND pool.taken + new.delta <= pool.capacity
                RETURNING new.place, pool.version - new.moves AS version)
            SELECT kept_clock(), as_decided('pools', count(*), ?),
                   keep_versions(array_agg(version ORDER BY place))
            FROM counted""";

    /// Adds to the pools' counters, which locks them, and keeps their journals' versions. The
    /// answer is the moment at which the holds are made.
    Pipeline.Answer<Instant> count(Pipeline pipeline, BatchTotals totals) {
        List<BatchTotals.Pool> all = totals.pools();
        if (all.size() == 1) {
            BatchTotals.Pool pool = all.getFirst();
            return pipeline.query(COUNT_ONE, row -> Rows.certainly(row, 1),
                    pool.quantity(), pool.lines(), stamp, workspace, pool.id(), pool.quantity(),
                    pool.lines());
        }
        PoolRows.lock(pipeline, workspace, Set.of(),
                all.stream().map(BatchTotals.Pool::id).toList(),
                row -> {});
        ColumnArrays columns = new ColumnArrays(5);
        for (BatchTotals.Pool pool : all) {
            columns.row(pool.place(), pool.id(), pools.around(workspace, pool.id()),
                    pool.quantity(), pool.lines());
        }
        return pipeline.query(COUNT_MANY, row -> Rows.certainly(row, 1),
                columns.between(stamp, workspace, all.size()));
    }
}
