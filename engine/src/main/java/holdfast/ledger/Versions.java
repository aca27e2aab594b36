package holdfast.ledger;

import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// How far the journals of some inventories of one kind are.
public final class Versions {
    private Versions() {}

    /// Reads ids and versions by the room's own statement, whose arguments are a workspace and ids.
    public static Map<String, Long> read(
            Tx tx, String sql, String workspace, Collection<String> ids) throws SQLException {
        Map<String, Long> versions = new HashMap<>();
        Trip trip = tx.trip();
        trip.ask(sql, row -> versions.put(row.getString(1), row.getLong(2)),
                workspace, ids.toArray(new String[0]));
        trip.go();
        return Map.copyOf(versions);
    }
}
