package holdfast.seats;

import holdfast.Claim;
import holdfast.claims.DatabaseClock;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// A cache of seat maps for reads, apart from that of the batches. It follows what is committed,
/// and no batch waits for a read.
final class SeatMapCache {
    private final SeatMapStates maps = new SeatMapStates();

    // The map's row, its claims and its journal have to be from one snapshot.
    private static final String OF_ONE_MOMENT = """
            SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY""";

    List<Claim.Named> look(Transaction tx, String workspace, Claim.Seats wanted, int most)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        pipeline.update(OF_ONE_MOMENT);
        Pipeline.Answer<Instant> now = DatabaseClock.query(pipeline);
        Pipeline.Answer<SeatMapRow> rows = SeatMapRow.read(pipeline, workspace, wanted.seatMap());
        pipeline.run();
        if (rows.rows().isEmpty() || !rows.only().offered()) {
            return List.of();
        }
        SeatMapState memory = maps.recall(workspace, wanted.seatMap());
        while (true) {
            if (memory == null) {
                memory = maps.read(tx, workspace, rows.only());
            }
            memory.lock.lock();
            try {
                if (follows(tx, workspace, rows.only(), memory)) {
                    return new NextBestSeats(memory, SeatMapState.micros(now.only()))
                            .instead(wanted.choice(), most);
                }
            } finally {
                memory.lock.unlock();
            }
            maps.forget(workspace, wanted.seatMap());
            memory = null;
        }
    }

    /// Another read that began later may have brought it further already; that is as good.
    private boolean follows(Transaction tx, String workspace, SeatMapRow row, SeatMapState memory)
            throws SQLException {
        return memory.version() >= row.version()
                || maps.catchUp(tx, workspace, row, memory);
    }
}
