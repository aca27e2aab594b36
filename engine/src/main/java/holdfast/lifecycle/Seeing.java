package holdfast.lifecycle;

import holdfast.Claim;
import holdfast.Entry;
import holdfast.Free;
import holdfast.Hold;
import holdfast.Kind;
import holdfast.TimeQuery;
import holdfast.ledger.Clock;
import holdfast.postgres.Rows;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
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

/// What can be seen: a hold, what is free, what happened.
public record Seeing(Stocks stocks) {

    public Optional<Hold> find(Tx tx, String workspace, String hold) throws SQLException {
        return find(tx, workspace, List.of(hold)).stream().findFirst();
    }

    /// In the sequence in which they are asked for; those that there are not are left out.
    public List<Hold> find(Tx tx, String workspace, Collection<String> holds)
            throws SQLException {
        Trip trip = tx.trip();
        Trip.Answer<Instant> clock = Clock.ask(trip);
        Trip.Answer<HoldRow> rows = Holds.read(trip, workspace, holds);
        trip.go();
        Instant now = clock.only();
        Map<String, HoldRow> byId = new HashMap<>();
        rows.rows().forEach(row -> byId.put(row.hold(), row));
        List<String> lapsed = rows.rows().stream().filter(row -> row.lapsed(now))
                .map(HoldRow::hold).toList();
        if (!lapsed.isEmpty()) {
            // A confirmation decided in time may not be committed yet: wait for it before saying
            // that the hold is over.
            Trip again = tx.trip();
            Trip.Answer<HoldRow> settled = Holds.settled(again, workspace, lapsed);
            again.go();
            settled.rows().forEach(row -> byId.put(row.hold(), row));
        }
        return holds.stream().distinct()
                .flatMap(hold -> Optional.ofNullable(byId.get(hold)).stream())
                .map(row -> row.seen(now)).toList();
    }

    public Optional<Free.Places> places(Tx tx, String workspace, String pool)
            throws SQLException {
        return stocks.capacity().free(tx, workspace, pool);
    }

    public Optional<Free.Seats> seats(Tx tx, String workspace, String map) throws SQLException {
        return stocks.seats().free(tx, workspace, map);
    }

    public FreeTimes times(Tx tx, TimeQuery query) throws SQLException {
        return stocks.time().free(tx, query);
    }

    public List<Claim.Named> nextBest(
            Tx tx, String workspace, Claim.Seats wanted, int most) throws SQLException {
        return stocks.seats().nextBest(tx, workspace, wanted, most);
    }

    public Map<String, Long> versions(
            Tx tx, String workspace, Kind kind, Collection<String> ids) throws SQLException {
        return switch (kind) {
            case CAPACITY -> stocks.capacity().versions(tx, workspace, ids);
            case SEATS -> stocks.seats().versions(tx, workspace, ids);
            case TIME -> stocks.time().versions(tx, workspace, ids);
        };
    }

    public Optional<Set<String>> counted(Tx tx, String workspace, String scope, int most)
            throws SQLException {
        return stocks.capacity().counted(tx, workspace, scope, most);
    }

    private static final String OF_HOLD = """
            SELECT kind, inventory, version, at, verb, effect, note, hold, hold_version, claim,
                   until
            FROM journal WHERE workspace = ? AND hold = ?
            ORDER BY at, kind, inventory, version""";

    public List<Entry> history(Tx tx, String workspace, String hold) throws SQLException {
        Trip trip = tx.trip();
        Trip.Answer<Entry> entries = trip.ask(OF_HOLD, Seeing::entry, workspace, hold);
        trip.go();
        return entries.rows();
    }

    private static final String OF_INVENTORY = """
            SELECT kind, inventory, version, at, verb, effect, note, hold, hold_version, claim,
                   until
            FROM journal WHERE workspace = ? AND kind = ? AND inventory = ? AND version > ?
            ORDER BY version LIMIT ?""";

    /// Which inventory, and where in its journal.
    public record Place(String workspace, Kind kind, String inventory, long after, int most) {}

    public List<Entry> history(Tx tx, Place from) throws SQLException {
        Trip trip = tx.trip();
        Trip.Answer<Entry> entries = trip.ask(OF_INVENTORY, Seeing::entry,
                from.workspace, from.kind.word(), from.inventory, from.after, from.most);
        trip.go();
        return entries.rows();
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                Kind.of(row.getString(1)), row.getString(2), row.getLong(3),
                Rows.certainly(row, 4),
                new Entry.Happening(row.getString(5), row.getString(6),
                        Optional.ofNullable(row.getString(7))),
                new Entry.Subject(Optional.ofNullable(row.getString(8)), row.getInt(9),
                        row.getString(10), Optional.ofNullable(Rows.moment(row, 11))));
    }
}
