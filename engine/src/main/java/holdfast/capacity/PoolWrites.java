package holdfast.capacity;

import static holdfast.postgres.Columns.Sort.MOMENT;
import static holdfast.postgres.Columns.Sort.NUMBER;
import static holdfast.postgres.Columns.Sort.TEXT;
import static holdfast.postgres.Columns.moment;

import holdfast.Kind;
import holdfast.capacity.CapacityShelf.Redefined;
import holdfast.ledger.Line;
import holdfast.ledger.Moves;
import holdfast.ledger.Moves.Effect;
import holdfast.ledger.Moves.Move;
import holdfast.ledger.Piece;
import holdfast.postgres.Columns;
import holdfast.postgres.Trip;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Writes a batch's decisions about pools: a few set-based statements, each conditional on what the
/// decision saw.
///
/// Here and in the other rooms a row is found by its whole key inside a subquery that the planner
/// may not take apart, and then by its place. Left to choose, it walks through the whole workspace
/// for each batch wherever its statistics are older than the workspace.
record PoolWrites(
        String workspace,
        long stamp,
        Map<String, PoolRow> rows,
        Moves<Piece.Places> moves,
        List<Redefined> redefined) {

    // Counted on from what the row has, not set to what was decided: so the table's checks judge
    // the decision, whatever it was made from.
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

    void add(Trip trip, List<Line> lines) {
        Map<String, Long> versions = new HashMap<>();
        rows.values().forEach(row -> versions.put(row.pool, row.version));
        Iterator<Redefined> changes = redefined.iterator();
        Redefined change = changes.hasNext() ? changes.next() : null;
        List<Move<Piece.Places>> all = moves.all();
        for (int at = 0; at < all.size(); at++) {
            while (change != null && change.at() == at) {
                PoolRow row = change.row();
                lines.add(Line.offered(Kind.CAPACITY, row.pool,
                        versions.merge(row.pool, 1L, Long::sum), "offer",
                        Definition.of(change.capacity(), null, row.offered)));
                change = changes.hasNext() ? changes.next() : null;
            }
            lines.add(Line.moved(
                    all.get(at),
                    versions.merge(all.get(at).piece().inventory(), 1L, Long::sum)));
        }
        counters(trip, versions);
        given(trip);
        take(trip, workspace, moves.of(Effect.TAKE));
        kept(trip);
    }

    private void counters(Trip trip, Map<String, Long> versions) {
        Columns columns = new Columns(5);
        for (PoolRow row : rows.values()) {
            long count = versions.getOrDefault(row.pool, row.version) - row.version;
            if (count > 0) {
                columns.row(row.pool, row.version, row.delta(), row.capacity, count);
            }
        }
        if (!columns.isEmpty()) {
            trip.tell(COUNT, columns.between(stamp, workspace, columns.rows()));
        }
    }

    private void given(Trip trip) {
        Columns columns = new Columns(3);
        for (Move<Piece.Places> move : moves.of(Effect.GIVE)) {
            columns.row(move.piece().inventory(), move.cause().hold(), move.piece().item());
        }
        if (!columns.isEmpty()) {
            trip.tell(GIVE, columns.before(workspace, columns.rows()));
        }
    }

    private static void take(Trip trip, String workspace, List<Move<Piece.Places>> moves) {
        if (moves.isEmpty()) {
            return;
        }
        Columns columns = new Columns(TEXT, TEXT, NUMBER, NUMBER, TEXT, TEXT, MOMENT);
        for (Move<Piece.Places> move : moves) {
            Piece.Places piece = move.piece();
            columns.row(move.cause().hold(), piece.inventory(), piece.item(), piece.quantity(),
                    piece.role().word(), move.cause().state(), moment(move.cause().until()));
        }
        trip.tell(TAKE, columns.sparing(workspace));
    }

    private void kept(Trip trip) {
        Columns columns = new Columns(5);
        for (Move<Piece.Places> move : moves.of(Effect.KEEP)) {
            columns.row(move.piece().inventory(), move.cause().hold(), move.piece().item(),
                    move.cause().state(), moment(move.cause().until()));
        }
        if (!columns.isEmpty()) {
            trip.tell(KEEP, columns.before(workspace, columns.rows()));
        }
    }
}
