package holdfast.seats;

import holdfast.Claim;
import holdfast.Free;
import holdfast.Inventory;
import holdfast.claims.DatabaseClock;
import holdfast.claims.InventoryChange;
import holdfast.claims.JournalVersions;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Batches, offers and reads of seat maps.
public final class SeatMapStore {
    private final SeatMapStates maps = new SeatMapStates();
    private final SeatMapCache cache = new SeatMapCache();

    public SeatBatch open(String workspace, long stamp) {
        return new SeatBatch(maps, workspace, stamp);
    }

    public SeatOffers offers(
            String workspace, long stamp, InventoryChange<Inventory.SeatMap> change) {
        return new SeatOffers(workspace, stamp, change);
    }

    /// Alternatives to the wanted seats that could be held now.
    public List<Claim.Named> nextBest(
            Transaction tx, String workspace, Claim.Seats wanted, int most) throws SQLException {
        return cache.look(tx, workspace, wanted, most);
    }

    private static final String VERSIONS = """
            SELECT seat_map, version FROM seat_map
            WHERE workspace = ? AND seat_map = ANY (?::text[])""";

    public Map<String, Long> versions(Transaction tx, String workspace, Collection<String> ids)
            throws SQLException {
        return JournalVersions.read(tx, VERSIONS, workspace, ids);
    }

    // One statement, so that the version and the seats are from one snapshot.
    private static final String FREE = """
            SELECT seat.seat, seat.accessible,
                   CASE WHEN claim.until > ? THEN claim.state ELSE 'free' END,
                   map.version, map.offered, claim.until
            FROM seat_map AS map
            JOIN seat ON seat.workspace = map.workspace AND seat.seat_map = map.seat_map
            LEFT JOIN seat_claim AS claim
              ON claim.workspace = seat.workspace AND claim.seat_map = seat.seat_map
             AND claim.seat = seat.seat
            WHERE map.workspace = ? AND map.seat_map = ?
            ORDER BY seat.number""";

    private record Found(Free.Place place, long version, boolean offered) {}

    public Optional<Free.Seats> free(Transaction tx, String workspace, String map)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Found> answer = pipeline.query(
                FREE,
                row -> new Found(
                        new Free.Place(
                                row.getString(1), state(row.getString(3)), row.getBoolean(2),
                                Optional.ofNullable(Rows.moment(row, 6))),
                        row.getLong(4), row.getBoolean(5)),
                DatabaseClock.read(tx), workspace, map);
        pipeline.run();
        return answer.rows().stream().findFirst().map(first -> new Free.Seats(
                map, first.version, first.offered,
                answer.rows().stream().map(Found::place).toList()));
    }

    private static Free.State state(String word) {
        for (Free.State state : Free.State.values()) {
            if (state.name().equalsIgnoreCase(word)) {
                return state;
            }
        }
        throw new IllegalStateException("no such state: " + word);
    }
}
