package holdfast.seats;

import static holdfast.postgres.ColumnArrays.Sort.MOMENT;
import static holdfast.postgres.ColumnArrays.Sort.NUMBER;
import static holdfast.postgres.ColumnArrays.Sort.TEXT;
import static holdfast.postgres.ColumnArrays.moment;

import holdfast.Effect;
import holdfast.claims.Allotment;
import holdfast.claims.ClaimMoves;
import holdfast.claims.ClaimMoves.Move;
import holdfast.claims.PendingLine;
import holdfast.postgres.ColumnArrays;
import holdfast.postgres.Pipeline;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Writes a batch's decisions about seats. Each seat is one row, and a second row for a seat
/// cannot be written.
final class SeatWrites {
    private final String workspace;
    private final long stamp;
    private final Map<String, SeatMapRow> rows;
    private final ClaimMoves<Allotment.Seats> moves;

    SeatWrites(
            String workspace, long stamp, Map<String, SeatMapRow> rows,
            ClaimMoves<Allotment.Seats> moves) {
        this.workspace = workspace;
        this.stamp = stamp;
        this.rows = rows;
        this.moves = moves;
    }

    private static final String COUNT = """
            WITH counted AS (
                UPDATE seat_map SET version = seat_map.version + new.moves, stamp = ?
                FROM unnest(?::text[], ?::bigint[], ?::bigint[]) AS new (seat_map, seen, moves)
                CROSS JOIN LATERAL (
                    SELECT same.ctid, same.workspace FROM seat_map AS same
                    WHERE same.workspace = ? AND same.seat_map = new.seat_map
                      AND same.version = new.seen
                    OFFSET 0) AS found
                WHERE seat_map.ctid = found.ctid AND seat_map.workspace = found.workspace
                RETURNING 1)
            SELECT as_decided('seat maps', count(*), ?) FROM counted""";

    private static final String GIVE = """
            WITH given AS (
                DELETE FROM seat_claim
                USING unnest(?::text[], ?::text[], ?::text[]) AS old (seat_map, seat, hold)
                CROSS JOIN LATERAL (
                    SELECT same.ctid, same.workspace FROM seat_claim AS same
                    WHERE same.workspace = ? AND same.seat_map = old.seat_map
                      AND same.seat = old.seat AND same.hold = old.hold
                    OFFSET 0) AS found
                WHERE seat_claim.ctid = found.ctid AND seat_claim.workspace = found.workspace
                RETURNING 1)
            SELECT as_decided('seats given back', count(*), ?) FROM given""";

    private static final String TAKE = """
            INSERT INTO seat_claim (workspace, seat_map, seat, hold, item, state, until)
            SELECT same.workspace, coalesce(new.seat_map, same.seat_map), new.seat,
                   coalesce(new.hold, same.hold), coalesce(new.item, same.item),
                   coalesce(new.state, same.state), coalesce(new.until::timestamptz, same.until)
            FROM (SELECT ?::text, ?::text, ?::text, ?::bigint, ?::text, ?::timestamptz)
                 AS same (workspace, seat_map, hold, item, state, until),
                 (SELECT unnest(?::text[]), unnest(?::text[]), unnest(?::text[]),
                         unnest(?::bigint[]), unnest(?::text[]), unnest(?::text[]))
                 AS new (seat, seat_map, hold, item, state, until)""";

    private static final String KEEP = """
            WITH kept AS (
                UPDATE seat_claim SET state = new.state, until = new.until::timestamptz
                FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                     AS new (seat_map, seat, hold, state, until)
                CROSS JOIN LATERAL (
                    SELECT same.ctid, same.workspace FROM seat_claim AS same
                    WHERE same.workspace = ? AND same.seat_map = new.seat_map
                      AND same.seat = new.seat AND same.hold = new.hold
                    OFFSET 0) AS found
                WHERE seat_claim.ctid = found.ctid AND seat_claim.workspace = found.workspace
                RETURNING 1)
            SELECT as_decided('seats kept', count(*), ?) FROM kept""";

    void add(Pipeline pipeline, List<PendingLine> lines) {
        Map<String, Long> versions = new HashMap<>();
        rows.values().forEach(row -> versions.put(row.map(), row.version()));
        moves.all().forEach(move -> lines.add(PendingLine.moved(
                move, versions.merge(move.allotment().inventory(), 1L, Long::sum))));
        ColumnArrays maps = new ColumnArrays(3);
        moves.counts().forEach((map, count) -> maps.row(map,
                Objects.requireNonNull(rows.get(map)).version(), count));
        if (!maps.isEmpty()) {
            pipeline.update(COUNT, maps.between(stamp, workspace, maps.rows()));
        }
        ColumnArrays given = new ColumnArrays(3);
        each(Effect.GIVE,
                (move, seat) -> given.row(move.allotment().inventory(), seat, move.cause().hold()));
        if (!given.isEmpty()) {
            pipeline.update(GIVE, given.before(workspace, given.rows()));
        }
        ColumnArrays taken = new ColumnArrays(TEXT, TEXT, TEXT, NUMBER, TEXT, MOMENT);
        each(Effect.TAKE, (move, seat) -> taken.row(
                seat, move.allotment().inventory(), move.cause().hold(), move.allotment().item(),
                move.cause().stateText(), moment(move.cause().until())));
        if (!taken.isEmpty()) {
            pipeline.update(TAKE, taken.sparing(workspace));
        }
        ColumnArrays kept = new ColumnArrays(5);
        each(Effect.KEEP, (move, seat) -> kept.row(move.allotment().inventory(), seat,
                move.cause().hold(), move.cause().stateText(), moment(move.cause().until())));
        if (!kept.isEmpty()) {
            pipeline.update(KEEP, kept.before(workspace, kept.rows()));
        }
    }

    private interface Each {
        void seat(Move<Allotment.Seats> move, String seat);
    }

    private void each(Effect effect, Each each) {
        moves.of(effect)
                .forEach(move -> move.allotment().names().forEach(seat -> each.seat(move, seat)));
    }
}
