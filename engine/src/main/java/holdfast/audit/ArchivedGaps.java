package holdfast.audit;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/// The gaps that the archive left in the journals. It reads a record of ten thousand versions when
/// a gap is met in them, and keeps the last one.
final class ArchivedGaps {
    private static final long IN_ONE_PART = 10_000;

    private final Transaction tx;
    private final String workspace;
    private String loaded = "";
    private TreeMap<Long, Long> ranges = new TreeMap<>();

    ArchivedGaps(Transaction tx, String workspace) {
        this.tx = tx;
        this.workspace = workspace;
    }

    /// Whether all versions from one to another, both included, were archived.
    boolean have(String kind, String inventory, long from, long to) throws SQLException {
        long next = from;
        while (next <= to) {
            load(kind, inventory, next / IN_ONE_PART);
            Map.Entry<Long, Long> range = ranges.floorEntry(next);
            if (range == null || range.getValue() <= next) {
                return false;
            }
            next = range.getValue();
        }
        return true;
    }

    private static final String PART = """
            SELECT lower(range), upper(range)
            FROM journal_archived, unnest(versions) AS range
            WHERE workspace = ? AND kind = ? AND inventory = ? AND part = ?""";

    private void load(String kind, String inventory, long part) throws SQLException {
        String wanted = kind + " " + inventory + " " + part;
        if (wanted.equals(loaded)) {
            return;
        }
        TreeMap<Long, Long> found = new TreeMap<>();
        Pipeline pipeline = tx.pipeline();
        pipeline.query(PART, row -> found.put(row.getLong(1), row.getLong(2)) == null,
                workspace, kind, inventory, part);
        pipeline.run();
        ranges = found;
        loaded = wanted;
    }
}
