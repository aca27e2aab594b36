package holdfast.time;

import static holdfast.postgres.Columns.Sort.MOMENT;
import static holdfast.postgres.Columns.Sort.NUMBER;
import static holdfast.postgres.Columns.Sort.TEXT;
import static holdfast.postgres.Columns.moment;

import holdfast.ledger.Line;
import holdfast.ledger.Moves;
import holdfast.ledger.Moves.Effect;
import holdfast.ledger.Moves.Move;
import holdfast.ledger.Piece;
import holdfast.postgres.Columns;
import holdfast.postgres.Trip;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Writes a batch's decisions about time. Two overlapping periods in one lane cannot be written.
record TimeWrites(
        String workspace, long stamp, Map<String, CalendarRow> rows, Moves<Piece.Stretch> moves) {

    private static final String COUNT = """
            WITH counted AS (
                UPDATE calendar SET version = calendar.version + new.moves, stamp = ?
                FROM unnest(?::text[], ?::bigint[], ?::bigint[]) AS new (calendar, seen, moves)
                CROSS JOIN LATERAL (
                    SELECT same.ctid, same.workspace FROM calendar AS same
                    WHERE same.workspace = ? AND same.calendar = new.calendar
                      AND same.version = new.seen
                    OFFSET 0) AS found
                WHERE calendar.ctid = found.ctid AND calendar.workspace = found.workspace
                RETURNING 1)
            SELECT as_decided('calendars', count(*), ?) FROM counted""";

    private static final String GIVE = """
            WITH given AS (
                DELETE FROM time_claim
                USING unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[])
                      AS old (calendar, lane, begins, ends, hold)
                CROSS JOIN LATERAL (
                    SELECT same.ctid, same.workspace FROM time_claim AS same
                    WHERE same.workspace = ?
                      AND same.track = track(old.calendar, old.lane::integer)
                      AND same.period = tstzrange(old.begins::timestamptz, old.ends::timestamptz)
                      AND same.hold = old.hold
                    OFFSET 0) AS found
                WHERE time_claim.ctid = found.ctid AND time_claim.workspace = found.workspace
                RETURNING 1)
            SELECT as_decided('times given back', count(*), ?) FROM given""";

    private static final String TAKE = """
            INSERT INTO time_claim (workspace, calendar, lane, period, hold, item, part, visit,
                                    state, until)
            SELECT same.workspace, coalesce(new.calendar, same.calendar),
                   coalesce(new.lane, same.lane),
                   tstzrange(coalesce(new.begins::timestamptz, same.begins),
                             coalesce(new.ends::timestamptz, same.ends)),
                   new.hold, coalesce(new.item, same.item), coalesce(new.part, same.part),
                   tstzrange(coalesce(new.visit_begins::timestamptz, same.visit_begins),
                             coalesce(new.visit_ends::timestamptz, same.visit_ends)),
                   coalesce(new.state, same.state), coalesce(new.until::timestamptz, same.until)
            FROM (SELECT ?::text, ?::text, ?::bigint, ?::timestamptz, ?::timestamptz, ?::bigint,
                         ?::bigint, ?::timestamptz, ?::timestamptz, ?::text, ?::timestamptz)
                 AS same (workspace, calendar, lane, begins, ends, item, part, visit_begins,
                          visit_ends, state, until),
                 (SELECT unnest(?::text[]), unnest(?::text[]), unnest(?::bigint[]),
                         unnest(?::text[]), unnest(?::text[]), unnest(?::bigint[]),
                         unnest(?::bigint[]), unnest(?::text[]), unnest(?::text[]),
                         unnest(?::text[]), unnest(?::text[]))
                 AS new (hold, calendar, lane, begins, ends, item, part, visit_begins,
                         visit_ends, state, until)""";

    private static final String KEEP = """
            WITH kept AS (
                UPDATE time_claim SET state = new.state, until = new.until::timestamptz
                FROM unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[],
                            ?::text[])
                     AS new (calendar, lane, begins, ends, hold, state, until)
                CROSS JOIN LATERAL (
                    SELECT same.ctid, same.workspace FROM time_claim AS same
                    WHERE same.workspace = ?
                      AND same.track = track(new.calendar, new.lane::integer)
                      AND same.period = tstzrange(new.begins::timestamptz, new.ends::timestamptz)
                      AND same.hold = new.hold
                    OFFSET 0) AS found
                WHERE time_claim.ctid = found.ctid AND time_claim.workspace = found.workspace
                RETURNING 1)
            SELECT as_decided('times kept', count(*), ?) FROM kept""";

    void add(Trip trip, List<Line> lines) {
        Map<String, Long> versions = new HashMap<>();
        rows.values().forEach(row -> versions.put(row.calendar(), row.version()));
        moves.all().forEach(move -> lines.add(Line.moved(
                move, versions.merge(move.piece().inventory(), 1L, Long::sum))));
        Columns calendars = new Columns(3);
        moves.counts().forEach((calendar, count) -> calendars.row(
                calendar, Objects.requireNonNull(rows.get(calendar)).version(), count));
        if (!calendars.isEmpty()) {
            trip.tell(COUNT, calendars.between(stamp, workspace, calendars.rows()));
        }
        Columns given = new Columns(5);
        for (Move<Piece.Stretch> move : moves.of(Effect.GIVE)) {
            Piece.Stretch piece = move.piece();
            given.row(piece.inventory(), piece.lane(), piece.occupied().from(),
                    piece.occupied().to(), move.cause().hold());
        }
        if (!given.isEmpty()) {
            trip.tell(GIVE, given.before(workspace, given.rows()));
        }
        Columns taken = new Columns(TEXT, TEXT, NUMBER, MOMENT, MOMENT, NUMBER, NUMBER,
                MOMENT, MOMENT, TEXT, MOMENT);
        for (Move<Piece.Stretch> move : moves.of(Effect.TAKE)) {
            Piece.Stretch piece = move.piece();
            taken.row(move.cause().hold(), piece.inventory(), piece.lane(),
                    piece.occupied().from(), piece.occupied().to(), piece.item(), piece.part(),
                    piece.visit().from(), piece.visit().to(), move.cause().state(),
                    moment(move.cause().until()));
        }
        if (!taken.isEmpty()) {
            trip.tell(TAKE, taken.sparing(workspace));
        }
        Columns kept = new Columns(7);
        for (Move<Piece.Stretch> move : moves.of(Effect.KEEP)) {
            Piece.Stretch piece = move.piece();
            kept.row(piece.inventory(), piece.lane(), piece.occupied().from(),
                    piece.occupied().to(), move.cause().hold(), move.cause().state(),
                    moment(move.cause().until()));
        }
        if (!kept.isEmpty()) {
            trip.tell(KEEP, kept.before(workspace, kept.rows()));
        }
    }
}
