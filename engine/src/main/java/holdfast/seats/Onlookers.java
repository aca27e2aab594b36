package holdfast.seats;

import holdfast.Claim;
import holdfast.ledger.Clock;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// What those see who look for seats without taking any. They have memories of their own, which
/// follow what is committed: however many look, no batch waits for them.
final class Onlookers {
    private final SeatMaps maps = new SeatMaps();

    // The map's row, its claims and its journal have to be of one moment.
    private static final String OF_ONE_MOMENT = """
            SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY""";

    List<Claim.Named> look(Tx tx, String workspace, Claim.Seats wanted, int most)
            throws SQLException {
        Trip trip = tx.trip();
        trip.tell(OF_ONE_MOMENT);
        Trip.Answer<Instant> now = Clock.ask(trip);
        Trip.Answer<SeatMapRow> rows = SeatMapRow.read(trip, workspace, wanted.seatMap());
        trip.go();
        if (rows.rows().isEmpty() || !rows.only().offered()) {
            return List.of();
        }
        SeatMemory memory = maps.recall(workspace, wanted.seatMap());
        while (true) {
            if (memory == null) {
                memory = maps.read(tx, workspace, rows.only());
            }
            memory.lock.lock();
            try {
                if (follows(tx, workspace, rows.only(), memory)) {
                    return new NextBest(memory, SeatMemory.micros(now.only()))
                            .instead(wanted.choice(), most);
                }
            } finally {
                memory.lock.unlock();
            }
            maps.forget(workspace, wanted.seatMap());
            memory = null;
        }
    }

    /// Somebody who began later may have brought it further already; that is as good.
    private boolean follows(Tx tx, String workspace, SeatMapRow row, SeatMemory memory)
            throws SQLException {
        return memory.version() >= row.version()
                || maps.catchUp(tx, workspace, row, memory);
    }
}
