package holdfast.capacity;

import static holdfast.postgres.ColumnArrays.Sort.MOMENT;
import static holdfast.postgres.ColumnArrays.Sort.NUMBER;
import static holdfast.postgres.ColumnArrays.Sort.TEXT;
import static holdfast.postgres.ColumnArrays.moment;

import holdfast.Effect;
import holdfast.Kind;
import holdfast.Verb;
import holdfast.capacity.PoolBatch.Redefined;
import holdfast.claims.Allotment;
import holdfast.claims.ClaimMoves;
import holdfast.claims.ClaimMoves.Move;
import holdfast.claims.PendingLine;
import holdfast.postgres.ColumnArrays;
import holdfast.postgres.Pipeline;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Writes a batch's decisions about pools: a few set-based statements, each conditional on what the
/// decision saw.
///
/// Here and for the other kinds, a subquery with OFFSET 0, which the planner may not take apart,
/// finds a row by its whole key; the write then goes by its ctid. Otherwise the planner scans the
/// whole workspace for each batch wherever its statistics are older than the workspace.
final class PoolWrites {
    private final String workspace;
    private final long stamp;
    private final Map<String, PoolRow> rows;
    private final ClaimMoves<Allotment.Places> moves;
    private final List<Redefined> redefined;

    PoolWrites(
            String workspace, long stamp, Map<String, PoolRow> rows,
            ClaimMoves<Allotment.Places> moves, List<Redefined> redefined) {
        this.workspace = workspace;
        this.stamp = stamp;
        this.rows = rows;
        this.moves = moves;
        this.redefined = redefined;
    }

    // Adds to the row's value instead of setting the decided one, so that the table's CHECKs judge
    // the decision even if it was made from wrong state.
    private static final String COUNT = """
            WITH counted AS (
                UPDATE pool
                SET taken = pool.taken + new.delta, capacity = new.capacity,
                    version = pool.version + new.moves, stamp = ?
                FROM unnest(?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
                     AS new (pool, seen, delta, capacity, moves)
                CROSS JOIN LATERAL (
                    SELECT same.ctid, same.workspace FROM pool AS same
                    WHERE same.workspace = ? AND same.pool = new.pool AND same.version = new.seen
                    OFFSET 0) AS found
                WHERE pool.ctid = found.ctid AND pool.workspace = found.workspace
                RETURNING 1)
            SELECT as_decided('pools', count(*), ?) FROM counted""";

    private static final String GIVE = """
            WITH given AS (
                DELETE FROM pool_claim
                USING unnest(?::text[], ?::text[], ?::bigint[]) AS old (pool, hold, item)
                CROSS JOIN LATERAL (
                    SELECT same.ctid, same.workspace FROM pool_claim AS same
                    WHERE same.workspace = ? AND same.pool = old.pool AND same.hold = old.hold
                      AND same.item = old.item
                    OFFSET 0) AS found
                WHERE pool_claim.ctid = found.ctid AND pool_claim.workspace = found.workspace
                RETURNING 1)
            SELECT as_decided('places given back', count(*), ?) FROM given""";

    private static final String TAKE = """
            INSERT INTO pool_claim (workspace, pool, hold, item, quantity, role, state, until)
            SELECT same.workspace, coalesce(new.pool, same.pool), new.hold,
                   coalesce(new.item, same.item), coalesce(new.quantity, same.quantity),
                   coalesce(new.role, same.role), coalesce(new.state, same.state),
                   coalesce(new.until::timestamptz, same.until)
            FROM (SELECT ?::text, ?::text, ?::bigint, ?::bigint, ?::text, ?::text, ?::timestamptz)
                 AS same (workspace, pool, item, quantity, role, state, until),
                 (SELECT unnest(?::text[]), unnest(?::text[]), unnest(?::bigint[]),
                         unnest(?::bigint[]), unnest(?::text[]), unnest(?::text[]),
                         unnest(?::text[]))
                 AS new (hold, pool, item, quantity, role, state, until)""";

    private static final String KEEP = """
            WITH kept AS (
                UPDATE pool_claim SET state = new.state, until = new.until::timestamptz
                FROM unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[])
                     AS new (pool, hold, item, state, until)
                CROSS JOIN LATERAL (
                    SELECT same.ctid, same.workspace FROM pool_claim AS same
                    WHERE same.workspace = ? AND same.pool = new.pool AND same.hold = new.hold
                      AND same.item = new.item
                    OFFSET 0) AS found
                WHERE pool_claim.ctid = found.ctid AND pool_claim.workspace = found.workspace
                RETURNING 1)
            SELECT as_decided('places kept', count(*), ?) FROM kept""";

    void add(Pipeline pipeline, List<PendingLine> lines) {
        Map<String, Long> versions = new HashMap<>();
        rows.values().forEach(row -> versions.put(row.pool, row.version));
        Iterator<Redefined> changes = redefined.iterator();
        Redefined change = changes.hasNext() ? changes.next() : null;
        List<Move<Allotment.Places>> all = moves.all();
        for (int at = 0; at < all.size(); at++) {
            while (change != null && change.at() == at) {
                PoolRow row = change.row();
                lines.add(PendingLine.offered(Kind.CAPACITY, row.pool,
                        versions.merge(row.pool, 1L, Long::sum), Verb.OFFER,
                        PoolDefinition.of(change.capacity(), null, row.offered)));
                change = changes.hasNext() ? changes.next() : null;
            }
            lines.add(PendingLine.moved(
                    all.get(at),
                    versions.merge(all.get(at).allotment().inventory(), 1L, Long::sum)));
        }
        counters(pipeline, versions);
        given(pipeline);
        take(pipeline, workspace, moves.of(Effect.TAKE));
        kept(pipeline);
    }

    private void counters(Pipeline pipeline, Map<String, Long> versions) {
        ColumnArrays columns = new ColumnArrays(5);
        for (PoolRow row : rows.values()) {
            long count = versions.getOrDefault(row.pool, row.version) - row.version;
            if (count > 0) {
                columns.row(row.pool, row.version, row.delta(), row.capacity, count);
            }
        }
        if (!columns.isEmpty()) {
            pipeline.update(COUNT, columns.between(stamp, workspace, columns.rows()));
        }
    }

    private void given(Pipeline pipeline) {
        ColumnArrays columns = new ColumnArrays(3);
        for (Move<Allotment.Places> move : moves.of(Effect.GIVE)) {
            columns.row(move.allotment().inventory(), move.cause().hold(), move.allotment().item());
        }
        if (!columns.isEmpty()) {
            pipeline.update(GIVE, columns.before(workspace, columns.rows()));
        }
    }

    private static void take(Pipeline pipeline, String workspace,
            List<Move<Allotment.Places>> moves) {
        if (moves.isEmpty()) {
            return;
        }
        ColumnArrays columns = new ColumnArrays(TEXT, TEXT, NUMBER, NUMBER, TEXT, TEXT, MOMENT);
        for (Move<Allotment.Places> move : moves) {
            Allotment.Places allotment = move.allotment();
            columns.row(move.cause().hold(), allotment.inventory(), allotment.item(),
                    allotment.quantity(),
                    allotment.role().word(), move.cause().stateText(),
                    moment(move.cause().until()));
        }
        pipeline.update(TAKE, columns.sparing(workspace));
    }

    private void kept(Pipeline pipeline) {
        ColumnArrays columns = new ColumnArrays(5);
        for (Move<Allotment.Places> move : moves.of(Effect.KEEP)) {
            columns.row(move.allotment().inventory(), move.cause().hold(), move.allotment().item(),
                    move.cause().stateText(), moment(move.cause().until()));
        }
        if (!columns.isEmpty()) {
            pipeline.update(KEEP, columns.before(workspace, columns.rows()));
        }
    }
}
