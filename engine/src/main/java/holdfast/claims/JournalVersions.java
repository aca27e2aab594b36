package holdfast.claims;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// Reads the journal versions of some inventories of one kind.
public final class JournalVersions {
    private JournalVersions() {}

    /// Runs the kind's own statement, whose arguments are a workspace and ids.
    public static Map<String, Long> read(
            Transaction tx, String sql, String workspace, Collection<String> ids)
            throws SQLException {
        Map<String, Long> versions = new HashMap<>();
        Pipeline pipeline = tx.pipeline();
        pipeline.query(sql, row -> versions.put(row.getString(1), row.getLong(2)),
                workspace, ids.toArray(new String[0]));
        pipeline.run();
        return Map.copyOf(versions);
    }
}
