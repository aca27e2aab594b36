package holdfast.time;

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

/// Writes a batch's changes to calendars and time claims. The database rejects two overlapping
/// periods in one lane.
final class TimeWrites {
    private final String workspace;
    private final long stamp;
    private final Map<String, CalendarRow> rows;
    private final ClaimMoves<Allotment.Stretch> moves;

    TimeWrites(
            String workspace, long stamp, Map<String, CalendarRow> rows,
            ClaimMoves<Allotment.Stretch> moves) {
        this.workspace = workspace;
        this.stamp = stamp;
        this.rows = rows;
        this.moves = moves;
    }

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
                      AND same.calendar = old.calendar AND same.lane = old.lane
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
                      AND same.calendar = new.calendar AND same.lane = new.lane
                      AND same.period = tstzrange(new.begins::timestamptz, new.ends::timestamptz)
                      AND same.hold = new.hold
                    OFFSET 0) AS found
                WHERE time_claim.ctid = found.ctid AND time_claim.workspace = found.workspace
                RETURNING 1)
            SELECT as_decided('times kept', count(*), ?) FROM kept""";

    void add(Pipeline pipeline, List<PendingLine> lines) {
        Map<String, Long> versions = new HashMap<>();
        rows.values().forEach(row -> versions.put(row.calendar(), row.version()));
        moves.all().forEach(move -> lines.add(PendingLine.moved(
                move, versions.merge(move.allotment().inventory(), 1L, Long::sum))));
        ColumnArrays calendars = new ColumnArrays(3);
        moves.counts().forEach((calendar, count) -> calendars.row(
                calendar, Objects.requireNonNull(rows.get(calendar)).version(), count));
        if (!calendars.isEmpty()) {
            pipeline.update(COUNT, calendars.between(stamp, workspace, calendars.rows()));
        }
        ColumnArrays given = new ColumnArrays(5);
        for (Move<Allotment.Stretch> move : moves.of(Effect.GIVE)) {
            Allotment.Stretch allotment = move.allotment();
            given.row(allotment.inventory(), allotment.lane(), allotment.occupied().from(),
                    allotment.occupied().to(), move.cause().hold());
        }
        if (!given.isEmpty()) {
            pipeline.update(GIVE, given.before(workspace, given.rows()));
        }
        ColumnArrays taken = new ColumnArrays(TEXT, TEXT, NUMBER, MOMENT, MOMENT, NUMBER, NUMBER,
                MOMENT, MOMENT, TEXT, MOMENT);
        for (Move<Allotment.Stretch> move : moves.of(Effect.TAKE)) {
            Allotment.Stretch allotment = move.allotment();
            taken.row(move.cause().hold(), allotment.inventory(), allotment.lane(),
                    allotment.occupied().from(), allotment.occupied().to(), allotment.item(),
                    allotment.part(),
                    allotment.visit().from(), allotment.visit().to(), move.cause().stateText(),
                    moment(move.cause().until()));
        }
        if (!taken.isEmpty()) {
            pipeline.update(TAKE, taken.sparing(workspace));
        }
        ColumnArrays kept = new ColumnArrays(7);
        for (Move<Allotment.Stretch> move : moves.of(Effect.KEEP)) {
            Allotment.Stretch allotment = move.allotment();
            kept.row(allotment.inventory(), allotment.lane(), allotment.occupied().from(),
                    allotment.occupied().to(), move.cause().hold(), move.cause().stateText(),
                    moment(move.cause().until()));
        }
        if (!kept.isEmpty()) {
            pipeline.update(KEEP, kept.before(workspace, kept.rows()));
        }
    }
}
