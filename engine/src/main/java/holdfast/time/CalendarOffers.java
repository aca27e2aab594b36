package holdfast.time;

import holdfast.Inventory;
import holdfast.Kind;
import holdfast.Refusal;
import holdfast.ledger.Cause;
import holdfast.ledger.Clock;
import holdfast.ledger.Line;
import holdfast.ledger.Moves;
import holdfast.ledger.Moves.Effect;
import holdfast.ledger.Offer;
import holdfast.ledger.Piece;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Puts calendars on sale and changes their lanes and hours.
record CalendarOffers(Tx tx, String workspace, long stamp) {

    private static final String MAKE = """
            INSERT INTO calendar (workspace, calendar, version, stamp, offered, lanes)
            VALUES (?, ?, 0, 0, false, 1)
            ON CONFLICT ON CONSTRAINT calendar_once DO NOTHING""";

    private static final String CHANGE = """
            UPDATE calendar
            SET offered = ?, lanes = ?, hours = nullif(?, ''), version = version + 1, stamp = ?
            WHERE workspace = ? AND calendar = ? AND version = ?""";

    private static final String BEYOND = """
            SELECT calendar, lane, lower(period), upper(period), hold, item, state, until,
                   part, lower(visit), upper(visit)
            FROM time_claim
            WHERE workspace = ? AND calendar = ? AND lane >= ?
            ORDER BY lower(period)""";

    /// A calendar with these lanes and hours; a lane that is to go must have no live claim. What
    /// was agreed while other hours were valid stays.
    Offer offer(Inventory.Calendar wanted) throws SQLException {
        Trip make = tx.trip();
        make.tell(MAKE, workspace, wanted.id());
        make.go();
        CalendarRow row = lock(wanted.id());
        if (row == null) {
            return Offer.refused(new Refusal.Unknown(List.of(wanted.id())));
        }
        Instant now = Clock.read(tx);
        List<Line> lines = new ArrayList<>();
        Refusal.InTheWay standing = clear(row, wanted.lanes(), now, lines);
        if (!standing.claims().isEmpty()) {
            return Offer.refused(standing);
        }
        Optional<Openings> hours = Optional.ofNullable(wanted.hours()).map(Openings::new);
        return change(row, new CalendarRow(
                row.calendar(), row.version(), true, wanted.lanes(), hours), now, lines);
    }

    Offer withdraw(String calendar) throws SQLException {
        CalendarRow row = lock(calendar);
        if (row == null) {
            return Offer.refused(new Refusal.Unknown(List.of(calendar)));
        }
        return change(row,
                new CalendarRow(calendar, row.version(), false, row.lanes(), row.hours()),
                Clock.read(tx), new ArrayList<>());
    }

    private @Nullable CalendarRow lock(String calendar) throws SQLException {
        Map<String, CalendarRow> rows = new HashMap<>();
        Trip trip = tx.trip();
        CalendarRow.lock(
                trip, workspace, List.of(calendar), row -> rows.put(row.calendar(), row));
        trip.go();
        return rows.get(calendar);
    }

    private Offer change(CalendarRow row, CalendarRow wanted, Instant now, List<Line> lines)
            throws SQLException {
        if (row.version() > 0 && row.equals(wanted)) {
            return Offer.done(Instant.EPOCH, List.of(), row.calendar(), row.version());
        }
        String hours = wanted.hours().map(Openings::text).orElse("");
        long version = wanted.version() + lines.size();
        Trip trip = tx.trip();
        trip.tell(CHANGE, wanted.offered(), wanted.lanes(), hours, stamp,
                workspace, wanted.calendar(), version);
        trip.go();
        String state = wanted.offered() ? "offered" : "withdrawn";
        lines.add(Line.offered(Kind.TIME, wanted.calendar(), version + 1,
                wanted.offered() ? "offer" : "withdraw",
                "calendar " + state + " " + wanted.lanes() + " " + hours));
        return Offer.done(now, lines, wanted.calendar(), version + 1);
    }

    /// Ends lapsed claims in lanes that are to go; says which live ones stand in the way.
    private Refusal.InTheWay clear(CalendarRow row, int lanes, Instant now, List<Line> lines)
            throws SQLException {
        if (lanes >= row.lanes()) {
            return new Refusal.InTheWay(List.of());
        }
        Trip look = tx.trip();
        Trip.Answer<Busy.Tenant> beyond =
                look.ask(BEYOND, Busy::tenant, workspace, row.calendar(), lanes);
        look.go();
        List<Refusal.Standing> standing = new ArrayList<>();
        Moves<Piece.Stretch> lapses = new Moves<>();
        for (Busy.Tenant tenant : beyond.rows()) {
            Instant until = tenant.until();
            if (until != null && tenant.lapsed(now)) {
                lapses.add(Effect.GIVE, Cause.lapse(tenant.hold(), until), tenant.piece());
            } else {
                standing.add(new Refusal.Standing(
                        tenant.hold(), row.calendar(), tenant.piece().words()));
            }
        }
        if (standing.isEmpty() && !lapses.isEmpty()) {
            Trip trip = tx.trip();
            new TimeWrites(workspace, stamp, Map.of(row.calendar(), row), lapses)
                            .add(trip, lines);
            trip.go();
        }
        return new Refusal.InTheWay(standing.stream().limit(1_000).toList());
    }
}
