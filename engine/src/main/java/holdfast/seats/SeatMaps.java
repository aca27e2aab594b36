package holdfast.seats;

import holdfast.ledger.Piece;
import holdfast.postgres.Rows;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import holdfast.seats.SeatMemory.Owner;
import holdfast.seats.SeatMemory.Tenant;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The seat maps an engine remembers, the least used forgotten first.
final class SeatMaps {
    private static final int MOST_SEATS = 2_000_000;
    private static final int FAR_BEHIND = 5_000;

    private record Key(String workspace, String map) {}

    private final Map<Key, SeatMemory> memories = new LinkedHashMap<>(16, 0.75f, true);
    private int remembered;

    synchronized @Nullable SeatMemory recall(String workspace, String map) {
        return memories.get(new Key(workspace, map));
    }

    synchronized void remember(String workspace, String map, SeatMemory memory) {
        forget(workspace, map);
        memories.put(new Key(workspace, map), memory);
        remembered += memory.chart.seats();
        while (remembered > MOST_SEATS && memories.size() > 1) {
            Key eldest = memories.keySet().iterator().next();
            forget(eldest.workspace, eldest.map);
        }
    }

    synchronized void forget(String workspace, String map) {
        SeatMemory memory = memories.remove(new Key(workspace, map));
        if (memory != null) {
            remembered -= memory.chart.seats();
        }
    }

    private static final String CHART = """
            SELECT seat, seat_row, accessible FROM seat
            WHERE workspace = ? AND seat_map = ? ORDER BY number""";

    private static final String CLAIMS = """
            SELECT seat, hold, item, state, until FROM seat_claim
            WHERE workspace = ? AND seat_map = ?""";

    private record Claimed(String seat, Tenant tenant) {}

    /// Reads a map that is locked at this version.
    SeatMemory read(Tx tx, String workspace, SeatMapRow row) throws SQLException {
        Trip trip = tx.trip();
        Trip.Answer<Chart.Place> chart = trip.ask(
                CHART,
                set -> new Chart.Place(set.getString(1), set.getInt(2), set.getBoolean(3)),
                workspace, row.map());
        Trip.Answer<Claimed> claims = trip.ask(
                CLAIMS,
                set -> new Claimed(set.getString(1), new Tenant(
                        new Owner(set.getString(2), set.getInt(3)),
                        set.getString(4), Rows.moment(set, 5))),
                workspace, row.map());
        trip.go();
        SeatMemory memory = new SeatMemory(new Chart(chart.rows()));
        Map<Tenant, List<String>> byTenant = new LinkedHashMap<>();
        claims.rows().forEach(claim -> byTenant
                .computeIfAbsent(claim.tenant, tenant -> new ArrayList<>()).add(claim.seat));
        byTenant.forEach((tenant, seats) -> memory.take(
                new Piece.Seats(row.map(), tenant.owner().item(), seats), tenant));
        memory.at(row.version(), row.stamp(), true);
        remember(workspace, row.map(), memory);
        return memory;
    }

    private static final String SINCE = """
            SELECT verb, effect, hold, until, claim FROM journal
            WHERE workspace = ? AND kind = 'seats' AND inventory = ? AND version > ?
            ORDER BY version""";

    private record Since(
            String verb, String effect, @Nullable String hold, @Nullable Instant until,
            String claim) {}

    /// Brings a memory up to date from the journal; false when it has to be read anew.
    boolean catchUp(Tx tx, String workspace, SeatMapRow row, SeatMemory memory)
            throws SQLException {
        if (!memory.sound() || memory.version() > row.version()
                || row.version() - memory.version() > FAR_BEHIND) {
            return false;
        }
        Trip trip = tx.trip();
        Trip.Answer<Since> lines = trip.ask(
                SINCE,
                set -> new Since(set.getString(1), set.getString(2), set.getString(3),
                        Rows.moment(set, 4), set.getString(5)),
                workspace, row.map(), memory.version());
        trip.go();
        if (lines.rows().size() != row.version() - memory.version()) {
            return false;
        }
        for (Since line : lines.rows()) {
            if (line.hold == null || !(Piece.parse(line.claim) instanceof Piece.Seats piece)) {
                return false;
            }
            apply(memory, line, line.hold, piece);
        }
        memory.at(row.version(), row.stamp(), true);
        return true;
    }

    private static void apply(SeatMemory memory, Since line, String hold, Piece.Seats piece) {
        Owner owner = new Owner(hold, piece.item());
        if (line.effect.equals("give")) {
            memory.give(piece, owner);
            return;
        }
        String endless = line.verb.equals("block") ? "blocked" : "booked";
        String state = line.until == null ? endless : "held";
        memory.take(piece, new Tenant(owner, state, line.until));
    }
}
