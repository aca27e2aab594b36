package holdfast.time;

import static holdfast.postgres.Columns.moment;

import holdfast.ledger.Line;
import holdfast.ledger.Lost;
import holdfast.ledger.Moves;
import holdfast.ledger.Moves.Effect;
import holdfast.ledger.Moves.Move;
import holdfast.ledger.Piece;
import holdfast.postgres.Columns;
import holdfast.postgres.Trip;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Writes a batch's decisions about time. Two overlapping periods in one lane cannot be written.
record TimeWrites(
        String workspace, long stamp, Map<String, CalendarRow> rows, Moves<Piece.Stretch> moves) {

    private static final String COUNT = """
            UPDATE calendar SET version = calendar.version + new.moves, stamp = ?
            FROM unnest(?::text[], ?::bigint[], ?::bigint[]) AS new (calendar, seen, moves)
            CROSS JOIN LATERAL (
                SELECT same.ctid, same.workspace FROM calendar AS same
                WHERE same.workspace = ? AND same.calendar = new.calendar
                  AND same.version = new.seen
                OFFSET 0) AS found
            WHERE calendar.ctid = found.ctid AND calendar.workspace = found.workspace""";

    private static final String GIVE = """
            DELETE FROM time_claim
            USING unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[])
                  AS old (calendar, lane, begins, ends, hold)
            CROSS JOIN LATERAL (
                SELECT same.ctid, same.workspace FROM time_claim AS same
                WHERE same.workspace = ? AND same.track = track(old.calendar, old.lane::integer)
                  AND same.period = tstzrange(old.begins::timestamptz, old.ends::timestamptz)
                  AND same.hold = old.hold
                OFFSET 0) AS found
            WHERE time_claim.ctid = found.ctid AND time_claim.workspace = found.workspace""";

    private static final String TAKE = """
            INSERT INTO time_claim (workspace, calendar, lane, period, hold, item, part, visit,
                                    state, until)
            SELECT ?, calendar, lane, tstzrange(begins::timestamptz, ends::timestamptz),
                   hold, item, part,
                   tstzrange(visit_begins::timestamptz, visit_ends::timestamptz),
                   state, until::timestamptz
            FROM unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::bigint[],
                        ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[])
                 AS new (calendar, lane, begins, ends, hold, item, part, visit_begins, visit_ends,
                         state, until)""";

    private static final String KEEP = """
            UPDATE time_claim SET state = new.state, until = new.until::timestamptz
            FROM unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[],
                        ?::text[])
                 AS new (calendar, lane, begins, ends, hold, state, until)
            CROSS JOIN LATERAL (
                SELECT same.ctid, same.workspace FROM time_claim AS same
                WHERE same.workspace = ? AND same.track = track(new.calendar, new.lane::integer)
                  AND same.period = tstzrange(new.begins::timestamptz, new.ends::timestamptz)
                  AND same.hold = new.hold
                OFFSET 0) AS found
            WHERE time_claim.ctid = found.ctid AND time_claim.workspace = found.workspace""";

    Runnable add(Trip trip, List<Line> lines) {
        Map<String, Long> versions = new HashMap<>();
        rows.values().forEach(row -> versions.put(row.calendar(), row.version()));
        moves.all().forEach(move -> lines.add(Line.moved(
                move, versions.merge(move.piece().inventory(), 1L, Long::sum))));
        List<Runnable> checks = new ArrayList<>();
        Columns calendars = new Columns(3);
        moves.counts().forEach((calendar, count) -> calendars.row(
                calendar, Objects.requireNonNull(rows.get(calendar)).version(), count));
        tell(trip, "calendars", COUNT, calendars, calendars.between(stamp, workspace), checks);
        Columns given = new Columns(5);
        for (Move<Piece.Stretch> move : moves.of(Effect.GIVE)) {
            Piece.Stretch piece = move.piece();
            given.row(piece.inventory(), piece.lane(), piece.occupied().from(),
                    piece.occupied().to(), move.cause().hold());
        }
        tell(trip, "times given back", GIVE, given, given.before(workspace), checks);
        Columns taken = new Columns(11);
        for (Move<Piece.Stretch> move : moves.of(Effect.TAKE)) {
            Piece.Stretch piece = move.piece();
            taken.row(piece.inventory(), piece.lane(), piece.occupied().from(),
                    piece.occupied().to(), move.cause().hold(), piece.item(),
                    piece.part(), piece.visit().from(), piece.visit().to(),
                    move.cause().state(), moment(move.cause().until()));
        }
        if (!taken.isEmpty()) {
            trip.tell(TAKE, taken.after(workspace));
        }
        Columns kept = new Columns(7);
        for (Move<Piece.Stretch> move : moves.of(Effect.KEEP)) {
            Piece.Stretch piece = move.piece();
            kept.row(piece.inventory(), piece.lane(), piece.occupied().from(),
                    piece.occupied().to(), move.cause().hold(), move.cause().state(),
                    moment(move.cause().until()));
        }
        tell(trip, "times kept", KEEP, kept, kept.before(workspace), checks);
        return () -> checks.forEach(Runnable::run);
    }

    private void tell(
            Trip trip, String what, String sql, Columns columns, Object[] arguments,
            List<Runnable> checks) {
        if (columns.isEmpty()) {
            return;
        }
        Trip.Answer<?> answer = trip.tell(sql, arguments);
        checks.add(() -> Lost.unless(columns.rows(), answer.changed(), what));
    }
}
