package holdfast.lifecycle;

import holdfast.Claim;
import holdfast.Effect;
import holdfast.Free;
import holdfast.Hold;
import holdfast.JournalLine;
import holdfast.Kind;
import holdfast.Schedule;
import holdfast.TimeQuery;
import holdfast.Window;
import holdfast.capacity.PoolDefinition;
import holdfast.claims.Allotment;
import holdfast.claims.ColumnText;
import holdfast.claims.DatabaseClock;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import holdfast.seats.SeatMapDefinition;
import holdfast.time.CalendarDefinition;
import holdfast.time.FreeTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads holds, free inventory and the journal.
public final class Queries {
    private final KindStores stores;

    public Queries(KindStores stores) {
        this.stores = stores;
    }

    public Optional<Hold> find(Transaction tx, String workspace, String hold) throws SQLException {
        return find(tx, workspace, List.of(hold)).stream().findFirst();
    }

    /// In the order of the ids; unknown ones are left out.
    public List<Hold> find(Transaction tx, String workspace, Collection<String> holds)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Instant> clock = DatabaseClock.query(pipeline);
        Pipeline.Answer<HoldRow> rows = HoldTable.read(pipeline, workspace, holds);
        pipeline.run();
        Instant now = clock.only();
        Map<String, HoldRow> byId = new HashMap<>();
        rows.rows().forEach(row -> byId.put(row.hold(), row));
        List<String> overdue = rows.rows().stream().filter(row -> row.overdue(now))
                .map(HoldRow::hold).toList();
        if (!overdue.isEmpty()) {
            // A confirmation decided in time may not be committed yet: wait for it before saying
            // that the hold is over.
            Pipeline again = tx.pipeline();
            Pipeline.Answer<HoldRow> settled = HoldTable.settled(again, workspace, overdue);
            again.run();
            settled.rows().forEach(row -> byId.put(row.hold(), row));
        }
        return holds.stream().distinct()
                .flatMap(hold -> Optional.ofNullable(byId.get(hold)).stream())
                .map(row -> row.seen(now)).toList();
    }

    public Optional<Free.Places> places(Transaction tx, String workspace, String pool)
            throws SQLException {
        return stores.capacity().free(tx, workspace, pool);
    }

    public Optional<Free.Seats> seats(Transaction tx, String workspace, String map)
            throws SQLException {
        return stores.seats().free(tx, workspace, map);
    }

    public FreeTimes times(Transaction tx, TimeQuery query) throws SQLException {
        return stores.time().free(tx, query);
    }

    public List<Schedule> schedules(
            Transaction tx, String workspace, Collection<String> calendars, Window window)
            throws SQLException {
        return stores.time().schedules(tx, workspace, calendars, window);
    }

    public List<Claim.Named> nextBest(
            Transaction tx, String workspace, Claim.Seats wanted, int most) throws SQLException {
        return stores.seats().nextBest(tx, workspace, wanted, most);
    }

    public Map<String, Long> versions(
            Transaction tx, String workspace, Kind kind, Collection<String> ids)
            throws SQLException {
        return switch (kind) {
            case CAPACITY -> stores.capacity().versions(tx, workspace, ids);
            case SEATS -> stores.seats().versions(tx, workspace, ids);
            case TIME -> stores.time().versions(tx, workspace, ids);
        };
    }

    public Optional<Set<String>> counted(Transaction tx, String workspace, String scope, int most)
            throws SQLException {
        return stores.capacity().counted(tx, workspace, scope, most);
    }

    private static final String OF_HOLD = """
            SELECT kind, inventory, version, at, verb, effect, note, hold, hold_version, claim,
                   until
            FROM journal WHERE workspace = ? AND hold = ?
            ORDER BY at, kind, inventory, version""";

    public List<JournalLine> history(Transaction tx, String workspace, String hold)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<JournalLine> entries =
                pipeline.query(OF_HOLD, Queries::entry, workspace, hold);
        pipeline.run();
        return entries.rows();
    }

    private static final String OF_INVENTORY = """
            SELECT kind, inventory, version, at, verb, effect, note, hold, hold_version, claim,
                   until
            FROM journal WHERE workspace = ? AND kind = ? AND inventory = ? AND version > ?
            ORDER BY version LIMIT ?""";

    /// An inventory and a position in its journal.
    public record Place(String workspace, Kind kind, String inventory, long after, int most) {}

    public List<JournalLine> history(Transaction tx, Place from) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<JournalLine> entries = pipeline.query(OF_INVENTORY, Queries::entry,
                from.workspace, from.kind.word(), from.inventory, from.after, from.most);
        pipeline.run();
        return entries.rows();
    }

    private static JournalLine entry(ResultSet row) throws SQLException {
        Kind kind = Kind.of(row.getString(1));
        Effect effect = ColumnText.effect(row.getString(6));
        JournalLine.Content content = effect == Effect.OFFER
                ? definition(kind, row.getString(10))
                : claim(Allotment.parse(row.getString(10)));
        return new JournalLine(
                kind, row.getString(2), row.getLong(3),
                Rows.certainly(row, 4),
                new JournalLine.Happening(ColumnText.verb(row.getString(5)), effect,
                        Optional.ofNullable(row.getString(7))),
                new JournalLine.Subject(Optional.ofNullable(row.getString(8)), row.getInt(9),
                        content, Optional.ofNullable(Rows.moment(row, 11))));
    }

    private static JournalLine.Content definition(Kind kind, String text) {
        return switch (kind) {
            case CAPACITY -> PoolDefinition.parse(text);
            case SEATS -> SeatMapDefinition.parse(text);
            case TIME -> CalendarDefinition.parse(text);
        };
    }

    private static JournalLine.Content claim(Allotment allotment) {
        return switch (allotment) {
            case Allotment.Places places -> new JournalLine.Places(
                    places.item(), places.quantity(), switch (places.role()) {
                        case CLAIM -> JournalLine.Purpose.CLAIM;
                        case INSIDE -> JournalLine.Purpose.INSIDE;
                        case LIMIT -> JournalLine.Purpose.LIMIT;
                    });
            case Allotment.Seats seats -> new JournalLine.Seats(seats.item(), seats.names());
            case Allotment.Stretch stretch -> new JournalLine.Stretch(
                    stretch.item(), stretch.part(), stretch.lane(), stretch.occupied(),
                    stretch.visit());
        };
    }
}
