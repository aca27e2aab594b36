package holdfast.time;

import holdfast.Claim;
import holdfast.Free;
import holdfast.Invalid;
import holdfast.TimeQuery;
import holdfast.Window;
import holdfast.claims.DatabaseClock;
import holdfast.postgres.ColumnArrays;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Lists the starts at which a visit can be held. One short transaction reads calendars and claims.
/// The starts are computed afterwards, day by day, without a connection.
///
/// The work is bounded. An answer that would take more than {@link #MOST_STEPS}, or have more than
/// {@link #MOST_NAMES}, ends after the last whole day that fits, and says where the next query
/// begins.
public final class FreeTimes {
    static final long MOST_STEPS = 100_000_000;
    static final int MOST_NAMES = 12_000;
    static final int MOST_CLAIMS = 100_000;
    private static final String NO_HOLD = "";

    private final TimeQuery query;
    private final Read read;
    private long steps;

    /// What the transaction read.
    ///
    /// @param within the part of the query's window for which all claims were read
    record Read(
            Map<String, CalendarRow> calendars, Map<Lane, List<Window>> occupied, Window within) {}

    record Lane(String calendar, int lane) {}

    FreeTimes(TimeQuery query, Read read) {
        this.query = query;
        this.read = read;
    }

    static FreeTimes read(Transaction tx, TimeQuery query) throws SQLException {
        Set<String> named = new HashSet<>();
        query.parts().forEach(part -> named.addAll(part.anyOf()));
        Map<String, CalendarRow> calendars = new HashMap<>();
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Instant> clock = DatabaseClock.query(pipeline);
        CalendarRow.read(pipeline, query.workspace(), named,
                row -> calendars.put(row.calendar(), row));
        pipeline.run();
        if (calendars.values().stream().mapToLong(CalendarRow::lanes)
                .sum() > TimeQuery.MOST_LANES) {
            throw new Invalid("parts", "must name calendars of at most " + TimeQuery.MOST_LANES
                    + " lanes in all");
        }
        Window within = query.within();
        while (true) {
            Pipeline look = tx.pipeline();
            Pipeline.Answer<Claimed> claims = claims(
                    look, query, calendars.values(), hull(query.parts(), within));
            look.run();
            if (claims.rows().size() <= MOST_CLAIMS) {
                return new FreeTimes(query, new Read(
                        calendars, occupied(claims.rows(), clock.only()), within));
            }
            within = shorter(within, query.zone());
        }
    }

    /// A window that covers all parts of all visits that begin within `within`.
    private static Window hull(List<Claim.Part> parts, Window within) {
        return new Window(
                parts.stream().map(part -> part.occupied(within.from()).from())
                        .min(Comparator.naturalOrder()).orElseThrow(),
                parts.stream().map(part -> part.occupied(within.to()).to())
                        .max(Comparator.naturalOrder()).orElseThrow());
    }

    /// The first quarter of the days, so that few tries bring the claims below the bound.
    private static Window shorter(Window within, ZoneId zone) {
        LocalDate first = within.from().atZone(zone).toLocalDate();
        long days = Math.max(1, within.length().toDays() / 4);
        Instant to = first.plusDays(days).atStartOfDay(zone).toInstant();
        if (!to.isBefore(within.to())) {
            throw new Invalid("within", "has a day with more than " + MOST_CLAIMS
                    + " claims on these calendars, too many to list what is free");
        }
        return new Window(within.from(), to);
    }

    private record Claimed(Lane lane, Window period, Optional<Instant> until) {}

    private static final String CLAIMS = """
            SELECT claim.calendar, claim.lane, lower(claim.period), upper(claim.period),
                   claim.until
            FROM unnest(?::text[], ?::bigint[]) AS wanted (calendar, lane)
            CROSS JOIN LATERAL (
                SELECT * FROM time_claim AS same
                WHERE same.workspace = ?
                  AND same.track = track(wanted.calendar, wanted.lane::integer)
                  AND same.period && tstzrange(?::timestamptz, ?::timestamptz)
                  AND NOT (same.hold = ?
                           AND same.visit <@ tstzrange(?::timestamptz, ?::timestamptz))
                OFFSET 0) AS claim
            LIMIT ?""";

    private static Pipeline.Answer<Claimed> claims(
            Pipeline pipeline, TimeQuery query, Iterable<CalendarRow> calendars, Window hull) {
        Window moved = query.moved().map(TimeQuery.Moved::visit).orElse(hull);
        ColumnArrays lanes = new ColumnArrays(2);
        for (CalendarRow calendar : calendars) {
            for (int lane = 0; lane < calendar.lanes(); lane++) {
                lanes.row(calendar.calendar(), lane);
            }
        }
        return pipeline.query(CLAIMS, FreeTimes::claimed, lanes.before(
                query.workspace(), hull.from(), hull.to(),
                query.moved().map(TimeQuery.Moved::hold).orElse(NO_HOLD),
                moved.from(), moved.to(), MOST_CLAIMS + 1));
    }

    private static Claimed claimed(ResultSet row) throws SQLException {
        return new Claimed(new Lane(row.getString(1), row.getInt(2)),
                new Window(Rows.certainly(row, 3), Rows.certainly(row, 4)),
                Optional.ofNullable(Rows.moment(row, 5)));
    }

    /// The live claims of each lane; expired ones count as free.
    private static Map<Lane, List<Window>> occupied(List<Claimed> claims, Instant now) {
        Map<Lane, List<Window>> occupied = new HashMap<>();
        for (Claimed claim : claims) {
            if (claim.until.map(until -> until.isAfter(now)).orElse(true)) {
                occupied.computeIfAbsent(claim.lane, lane -> new ArrayList<>()).add(claim.period);
            }
        }
        return occupied;
    }

    /// Computes the starts.
    ///
    /// @param wanted whether the caller still wants the answer; where it does not, the answer ends
    ///               before the day that was not finished
    public Free.Times list(BooleanSupplier wanted) {
        DayStarts starts = new DayStarts(query, read);
        List<Free.Start> all = new ArrayList<>();
        Window within = read.within;
        LocalDate day = within.from().atZone(query.zone()).toLocalDate();
        LocalDate last = within.to().atZone(query.zone()).toLocalDate();
        Optional<Instant> next = Optional.of(within.to())
                .filter(to -> to.isBefore(query.within().to()));
        for (boolean first = true; !day.isAfter(last); day = day.plusDays(1)) {
            Optional<List<Free.Start>> found = first || starts.steps() <= MOST_STEPS
                    ? starts.of(day, wanted) : Optional.empty();
            int names = (all.size() + found.map(List::size).orElse(0)) * query.parts().size();
            boolean much = names > MOST_NAMES && !first;
            if (found.isEmpty() || much) {
                next = Optional.of(first ? within.from()
                        : day.atStartOfDay(query.zone()).toInstant());
                break;
            }
            all.addAll(found.get());
            first = false;
        }
        steps = starts.steps();
        all.sort(Comparator.comparing(Free.Start::start));
        return new Free.Times(all, next);
    }

    /// The steps that {@link #list} took.
    long steps() {
        return steps;
    }
}
