package holdfast.time;

import holdfast.Effect;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.Verb;
import holdfast.claims.Allotment;
import holdfast.claims.ClaimMoves;
import holdfast.claims.HoldChange;
import holdfast.claims.InventoryChange;
import holdfast.claims.Objections;
import holdfast.claims.OfferBatch;
import holdfast.claims.PendingLine;
import holdfast.postgres.ColumnArrays;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// The calendars that one change offers or withdraws. New opening hours leave existing claims as
/// they are.
public final class CalendarOffers implements OfferBatch {

    /// What the change makes of a calendar.
    private record Target(CalendarRow row, boolean offered, int lanes,
            Optional<OpeningHours> hours) {
        boolean changes() {
            return row.version() == 0 || row.offered() != offered || row.lanes() != lanes
                    || !text(row.hours()).equals(text(hours));
        }
    }

    private final String workspace;
    private final long stamp;
    private final InventoryChange<Inventory.Calendar> change;
    private final Map<String, CalendarRow> rows = new TreeMap<>();
    private final Map<String, Target> targets = new LinkedHashMap<>();
    private final ClaimMoves<Allotment.Stretch> expiries = new ClaimMoves<>();

    CalendarOffers(String workspace, long stamp, InventoryChange<Inventory.Calendar> change) {
        this.workspace = workspace;
        this.stamp = stamp;
        this.change = change;
    }

    private static String text(Optional<OpeningHours> hours) {
        return hours.map(OpeningHours::text).orElse("");
    }

    private static final String MAKE = """
            INSERT INTO calendar (workspace, calendar, version, stamp, offered, lanes)
            SELECT ?, new.calendar, 0, 0, false, 1
            FROM unnest(?::text[]) AS new (calendar)
            ORDER BY new.calendar
            ON CONFLICT ON CONSTRAINT calendar_once DO NOTHING""";

    @Override
    public void lock(Pipeline pipeline) {
        if (change.all().isEmpty()) {
            return;
        }
        String[] offered = change.offers().keySet().toArray(new String[0]);
        if (offered.length > 0) {
            pipeline.update(MAKE, workspace, offered);
        }
        CalendarRow.lock(pipeline, workspace, change.all(), row -> rows.put(row.calendar(), row));
    }

    @Override
    public void decide(Transaction tx, Instant now, Objections objections) throws SQLException {
        change.offers().forEach((id, wanted) -> {
            CalendarRow row = rows.get(id);
            if (row == null) {
                objections.unknown(id);
            } else {
                targets.put(id, new Target(row, change.onSale(id), wanted.lanes(),
                        Optional.ofNullable(wanted.hours()).map(OpeningHours::new)));
            }
        });
        ColumnArrays beyond = new ColumnArrays(2);
        for (String id : change.withdrawn()) {
            CalendarRow row = rows.get(id);
            if (row != null) {
                targets.put(id, new Target(row, false, row.lanes(), row.hours()));
                if (change.emptied(id)) {
                    beyond.row(id, 0);
                }
            }
        }
        targets.forEach((id, target) -> {
            if (target.lanes < target.row.lanes()) {
                beyond.row(id, target.lanes);
            }
        });
        if (!beyond.isEmpty()) {
            clear(tx, beyond, now, objections);
        }
    }

    // Only claims that are not over yet count in a calendar that must be empty (lane 0 and up).
    // Past claims stay.
    private static final String BEYOND = """
            SELECT claim.calendar, claim.lane, lower(claim.period), upper(claim.period),
                   claim.hold, claim.item, claim.until,
                   claim.part, lower(claim.visit), upper(claim.visit)
            FROM unnest(?::text[], ?::bigint[]) AS wanted (calendar, lane)
            CROSS JOIN LATERAL (
                SELECT * FROM time_claim AS same
                WHERE same.workspace = ? AND same.calendar = wanted.calendar
                  AND same.lane >= wanted.lane
                  AND (wanted.lane > 0 OR upper(same.period) > ?)
                OFFSET 0) AS claim
            ORDER BY claim.calendar, lower(claim.period), claim.lane""";

    /// Ends expired claims in lanes that go; reports the live ones as objections.
    private void clear(Transaction tx, ColumnArrays beyond, Instant now, Objections objections)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<OccupiedLanes.Tenant> claims =
                pipeline.query(BEYOND, OccupiedLanes::tenant, beyond.before(workspace, now));
        pipeline.run();
        for (OccupiedLanes.Tenant tenant : claims.rows()) {
            Instant until = tenant.until();
            if (until != null && tenant.expired(now)) {
                expiries.add(Effect.GIVE, HoldChange.expired(tenant.hold(), until),
                        tenant.allotment());
            } else {
                objections.inTheWay(
                        tenant.hold(), tenant.allotment().inventory(), tenant.allotment().words());
            }
        }
    }

    private static final String CHANGE = """
            WITH changed AS (
                UPDATE calendar
                SET offered = new.offered::boolean, lanes = new.lanes,
                    hours = nullif(new.hours, ''), version = calendar.version + 1, stamp = ?
                FROM unnest(?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::text[])
                     AS new (calendar, seen, offered, lanes, hours)
                CROSS JOIN LATERAL (
                    SELECT same.ctid, same.workspace FROM calendar AS same
                    WHERE same.workspace = ? AND same.calendar = new.calendar
                      AND same.version = new.seen
                    OFFSET 0) AS found
                WHERE calendar.ctid = found.ctid AND calendar.workspace = found.workspace
                RETURNING 1)
            SELECT as_decided('calendars', count(*), ?) FROM changed""";

    @Override
    public void write(Pipeline pipeline, List<PendingLine> lines) {
        if (!expiries.isEmpty()) {
            new TimeWrites(workspace, stamp, rows, expiries).add(pipeline, lines);
        }
        ColumnArrays columns = new ColumnArrays(5);
        Map<String, Integer> ended = expiries.counts();
        targets.values().stream().filter(Target::changes).forEach(target -> {
            String id = target.row.calendar();
            long version = target.row.version() + ended.getOrDefault(id, 0);
            String hours = text(target.hours);
            columns.row(id, version, target.offered, target.lanes, hours);
            lines.add(PendingLine.offered(Kind.TIME, id, version + 1,
                    target.offered ? Verb.OFFER : Verb.WITHDRAW,
                    CalendarDefinition.of(target.lanes, hours, target.offered)));
        });
        if (!columns.isEmpty()) {
            pipeline.update(CHANGE, columns.between(stamp, workspace, columns.rows()));
        }
    }

    /// The rows as the change leaves them. Claims of the same transaction build on them.
    Map<String, CalendarRow> after() {
        Map<String, CalendarRow> after = new HashMap<>();
        rows.forEach((id, row) -> {
            Target target = targets.get(id);
            long version = row.version() + expiries.counts().getOrDefault(id, 0);
            after.put(id, target == null || !target.changes()
                    ? new CalendarRow(id, version, row.offered(), row.lanes(), row.hours())
                    : new CalendarRow(
                            id, version + 1, target.offered, target.lanes, target.hours));
        });
        return after;
    }

    @Override
    public OptionalLong version(String calendar) {
        CalendarRow after = after().get(calendar);
        return after == null ? OptionalLong.empty() : OptionalLong.of(after.version());
    }
}
