package holdfast.seats;

import holdfast.Effect;
import holdfast.claims.Allotment;
import holdfast.claims.ColumnText;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import holdfast.seats.SeatMapState.Owner;
import holdfast.seats.SeatMapState.Tenant;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A cache of seat maps, which evicts the least recently used.
final class SeatMapStates {
    private static final int MOST_SEATS = 2_000_000;
    private static final int FAR_BEHIND = 5_000;

    private record Key(String workspace, String map) {}

    private final Map<Key, SeatMapState> memories = new LinkedHashMap<>(16, 0.75f, true);
    private int remembered;

    synchronized @Nullable SeatMapState recall(String workspace, String map) {
        return memories.get(new Key(workspace, map));
    }

    synchronized void remember(String workspace, String map, SeatMapState memory) {
        forget(workspace, map);
        memories.put(new Key(workspace, map), memory);
        remembered += memory.chart.seats();
        while (remembered > MOST_SEATS && memories.size() > 1) {
            Key eldest = memories.keySet().iterator().next();
            forget(eldest.workspace, eldest.map);
        }
    }

    synchronized void forget(String workspace, String map) {
        SeatMapState memory = memories.remove(new Key(workspace, map));
        if (memory != null) {
            remembered -= memory.chart.seats();
        }
    }

    private static final String CHART = """
            SELECT seat, seat_row, accessible, rank FROM seat
            WHERE workspace = ? AND seat_map = ? ORDER BY number""";

    private static final String CLAIMS = """
            SELECT seat, hold, item, until FROM seat_claim
            WHERE workspace = ? AND seat_map = ?""";

    private record Claimed(String seat, Tenant tenant) {}

    /// Reads a map at this version, which is locked or in the transaction's snapshot.
    SeatMapState read(Transaction tx, String workspace, SeatMapRow row) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<SeatLayout.Place> chart = pipeline.query(
                CHART,
                set -> new SeatLayout.Place(
                        set.getString(1), set.getInt(2), set.getBoolean(3), set.getInt(4)),
                workspace, row.map());
        Pipeline.Answer<Claimed> claims = pipeline.query(
                CLAIMS,
                set -> new Claimed(set.getString(1), new Tenant(
                        new Owner(set.getString(2), set.getInt(3)),
                        Rows.moment(set, 4))),
                workspace, row.map());
        pipeline.run();
        SeatMapState memory = new SeatMapState(new SeatLayout(chart.rows()));
        Map<Tenant, List<String>> byTenant = new LinkedHashMap<>();
        claims.rows().forEach(claim -> byTenant
                .computeIfAbsent(claim.tenant, tenant -> new ArrayList<>()).add(claim.seat));
        byTenant.forEach((tenant, seats) -> memory.take(
                new Allotment.Seats(row.map(), tenant.owner().item(), seats), tenant));
        memory.at(row.version(), row.stamp(), true);
        remember(workspace, row.map(), memory);
        return memory;
    }

    private static final String SINCE = """
            SELECT effect, hold, until, claim FROM journal
            WHERE workspace = ? AND kind = 'seats' AND inventory = ? AND version > ?
            ORDER BY version""";

    private record Since(
            Effect effect, @Nullable String hold, @Nullable Instant until, String claim) {}

    /// Brings a cached map up to date from the journal; false when it has to be read again.
    boolean catchUp(Transaction tx, String workspace, SeatMapRow row, SeatMapState memory)
            throws SQLException {
        if (!memory.sound() || memory.version() > row.version()
                || row.version() - memory.version() > FAR_BEHIND) {
            return false;
        }
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Since> lines = pipeline.query(
                SINCE,
                set -> new Since(ColumnText.effect(set.getString(1)), set.getString(2),
                        Rows.moment(set, 3), set.getString(4)),
                workspace, row.map(), memory.version());
        pipeline.run();
        if (lines.rows().size() != row.version() - memory.version()) {
            return false;
        }
        for (Since line : lines.rows()) {
            if (line.hold == null
                    || !(Allotment.parse(line.claim) instanceof Allotment.Seats allotment)) {
                return false;
            }
            apply(memory, line, line.hold, allotment);
        }
        memory.at(row.version(), row.stamp(), true);
        return true;
    }

    private static void apply(SeatMapState memory, Since line, String hold,
            Allotment.Seats allotment) {
        Owner owner = new Owner(hold, allotment.item());
        if (line.effect == Effect.GIVE) {
            memory.give(allotment, owner);
            return;
        }
        memory.take(allotment, new Tenant(owner, line.until));
    }
}
