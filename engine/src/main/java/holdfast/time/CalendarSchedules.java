package holdfast.time;

import holdfast.Free;
import holdfast.Invalid;
import holdfast.Schedule;
import holdfast.Schedule.Taken;
import holdfast.TimeQuery;
import holdfast.Window;
import holdfast.claims.ColumnText;
import holdfast.claims.DatabaseClock;
import holdfast.postgres.ColumnArrays;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads what calendars have during a window.
final class CalendarSchedules {
    private static final int MOST_CLAIMS = 50_000;

    private CalendarSchedules() {}

    private record Claimed(String calendar, Taken taken, Optional<Instant> until) {}

    private static final String CLAIMS = """
            SELECT claim.calendar, claim.lane, lower(claim.visit), upper(claim.visit),
                   lower(claim.period), upper(claim.period), claim.hold, claim.item, claim.until,
                   claim.state
            FROM unnest(?::text[], ?::bigint[]) AS wanted (calendar, lane)
            CROSS JOIN LATERAL (
                SELECT * FROM time_claim AS same
                WHERE same.workspace = ?
                  AND same.track = track(wanted.calendar, wanted.lane::integer)
                  AND same.period && tstzrange(?::timestamptz, ?::timestamptz)
                OFFSET 0) AS claim
            LIMIT ?""";

    /// In the order of the ids; unknown ones are left out.
    static List<Schedule> read(
            Transaction tx, String workspace, Collection<String> calendars, Window window)
            throws SQLException {
        Map<String, CalendarRow> rows = new HashMap<>();
        Pipeline first = tx.pipeline();
        Pipeline.Answer<Instant> clock = DatabaseClock.query(first);
        CalendarRow.read(first, workspace, calendars, row -> rows.put(row.calendar(), row));
        first.run();
        if (rows.values().stream().mapToLong(CalendarRow::lanes).sum() > TimeQuery.MOST_LANES) {
            throw new Invalid("calendars", "must have at most " + TimeQuery.MOST_LANES
                    + " lanes in all");
        }
        ColumnArrays lanes = new ColumnArrays(2);
        for (CalendarRow row : rows.values()) {
            for (int lane = 0; lane < row.lanes(); lane++) {
                lanes.row(row.calendar(), lane);
            }
        }
        Pipeline second = tx.pipeline();
        Pipeline.Answer<Claimed> claims = second.query(CLAIMS, CalendarSchedules::claimed,
                lanes.before(workspace, window.from(), window.to(), MOST_CLAIMS + 1));
        second.run();
        if (claims.rows().size() > MOST_CLAIMS) {
            throw new Invalid("window", "has more than " + MOST_CLAIMS
                    + " claims on these calendars, too many to list");
        }
        Map<String, List<Taken>> taken = live(claims.rows(), clock.only());
        return calendars.stream().distinct().filter(rows::containsKey).map(rows::get)
                .map(row -> new Schedule(row.calendar(), row.offered(), row.lanes(),
                        open(row, window), taken.getOrDefault(row.calendar(), List.of())))
                .toList();
    }

    private static Map<String, List<Taken>> live(List<Claimed> claims, Instant now) {
        Map<String, List<Taken>> taken = new HashMap<>();
        claims.stream().filter(each -> each.until.map(until -> until.isAfter(now)).orElse(true))
                .forEach(each -> taken.computeIfAbsent(each.calendar, _ -> new ArrayList<>())
                        .add(each.taken));
        taken.values().forEach(each -> each.sort(
                Comparator.<Taken, Instant>comparing(one -> one.visit().from())
                        .thenComparingInt(Taken::lane)));
        return taken;
    }

    private static List<Window> open(CalendarRow row, Window window) {
        return row.hours().map(hours -> hours.stretches(window.from(), window.to()).stream()
                .filter(window::overlaps)
                .map(each -> new Window(
                        each.from().isBefore(window.from()) ? window.from() : each.from(),
                        each.to().isAfter(window.to()) ? window.to() : each.to()))
                .toList()).orElse(List.of(window));
    }

    private static Claimed claimed(ResultSet row) throws SQLException {
        return new Claimed(row.getString(1), new Taken(row.getInt(2),
                new Window(Rows.certainly(row, 3), Rows.certainly(row, 4)),
                new Window(Rows.certainly(row, 5), Rows.certainly(row, 6)),
                row.getString(7), row.getInt(8), state(row.getString(10))),
                Optional.ofNullable(Rows.moment(row, 9)));
    }

    private static Free.State state(String text) {
        return switch (ColumnText.state(text)) {
            case HELD -> Free.State.HELD;
            case BOOKED -> Free.State.BOOKED;
            case BLOCKED -> Free.State.BLOCKED;
            case CANCELLED, EXPIRED -> throw new IllegalStateException("no claim is " + text);
        };
    }
}
