package holdfast.capacity;

import static holdfast.postgres.Columns.Sort.NUMBER;
import static holdfast.postgres.Columns.Sort.TEXT;

import holdfast.ledger.Foresight;
import holdfast.postgres.Columns;
import holdfast.postgres.Rows;
import holdfast.postgres.Trip;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Writes holds of pools that were never looked at: on condition that all of it fits and that the
/// pools are what they were thought to be. Where they are not, in the least thing, the trip fails.
record PoolsAhead(String workspace, long stamp, Pools pools) {

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

    /// Claims whose deadlines count from the clock that was kept.
    void take(Trip trip, Foresight foresight) {
        Columns columns = new Columns(TEXT, TEXT, NUMBER, NUMBER, TEXT, NUMBER);
        for (Foresight.Line line : foresight.lines()) {
            columns.row(line.hold().hold(), line.piece().inventory(), line.piece().item(),
                    line.piece().quantity(), line.piece().role().word(), line.hold().lasts());
        }
        trip.tell(TAKE, columns.sparing(workspace));
    }

    // Whoever waits here for another batch looks again at the row that it left. A pool alone has
    // none around it.
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

    /// Counts the pools on, which locks them, and keeps how far their journals were. The answer is
    /// the moment at which the holds are made.
    Trip.Answer<Instant> count(Trip trip, Foresight foresight) {
        List<Foresight.Pool> all = foresight.pools();
        if (all.size() == 1) {
            Foresight.Pool pool = all.getFirst();
            return trip.ask(COUNT_ONE, row -> Rows.certainly(row, 1),
                    pool.quantity(), pool.lines(), stamp, workspace, pool.id(), pool.quantity(),
                    pool.lines());
        }
        PoolRows.lock(trip, workspace, Set.of(), all.stream().map(Foresight.Pool::id).toList(),
                row -> { });
        Columns columns = new Columns(5);
        for (Foresight.Pool pool : all) {
            columns.row(pool.place(), pool.id(), pools.around(workspace, pool.id()),
                    pool.quantity(), pool.lines());
        }
        return trip.ask(COUNT_MANY, row -> Rows.certainly(row, 1),
                columns.between(stamp, workspace, all.size()));
    }
}
