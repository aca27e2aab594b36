package holdfast.audit;

import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// What changed since the checkpoint of the last clean audit: the inventories whose rows differ from
/// it, and the holds with a journal line since.
record ChangedSince(List<InventoryRow> inventories, List<String> holds) {
    /// More changes than this are audited as a whole, because the lists are kept in memory.
    private static final int MOST = 50_000;
    static final int AT_ONCE = 1_000;

    // A journal of which later lines were archived is read from its beginning: what they gave back is
    // still taken in the checkpoint.
    private static final String INVENTORIES = """
            SELECT kind, inventory, now.version, now.taken, now.definition,
                   seen.version, seen.taken, seen.definition
            FROM audited_inventory AS now
            LEFT JOIN (
                SELECT * FROM audit_checkpoint
                WHERE NOT EXISTS (
                    SELECT FROM journal_archived AS archived
                    WHERE archived.workspace = audit_checkpoint.workspace
                      AND archived.kind = audit_checkpoint.kind
                      AND archived.inventory = audit_checkpoint.inventory
                      AND upper(archived.versions) > audit_checkpoint.version + 1)
            ) AS seen USING (workspace, kind, inventory)
            WHERE workspace = ? AND (now.version, now.taken, now.definition)
                  IS DISTINCT FROM (seen.version, seen.taken, seen.definition)
            ORDER BY kind, inventory
            LIMIT ?""";

    private static final String HOLDS = """
            SELECT DISTINCT line.hold
            FROM unnest(?::text[], ?::text[], ?::bigint[]) AS changed (kind, inventory, version)
            CROSS JOIN LATERAL (
                SELECT hold FROM journal
                WHERE workspace = ? AND journal.kind = changed.kind
                  AND journal.inventory = changed.inventory AND journal.version > changed.version
                  AND hold IS NOT NULL
                OFFSET 0) AS line
            LIMIT ?""";

    /// Empty if too much changed.
    static Optional<ChangedSince> read(Transaction tx, String workspace) throws SQLException {
        List<InventoryRow> rows = new ArrayList<>();
        tx.each(INVENTORIES, row -> rows.add(InventoryRow.read(row)), workspace, MOST + 1);
        // Sorted as PostgreSQL does, so that the lists can be merged with what is read by them.
        TreeSet<String> holds = new TreeSet<>(SortedRows::compare);
        for (List<InventoryRow> some : parts(rows)) {
            if (rows.size() > MOST || holds.size() > MOST) {
                return Optional.empty();
            }
            tx.each(HOLDS, row -> holds.add(row.getString(1)),
                    some.stream().map(row -> row.key().kind()).toArray(String[]::new),
                    some.stream().map(row -> row.key().inventory()).toArray(String[]::new),
                    some.stream().mapToLong(ChangedSince::seen).toArray(), workspace, MOST + 1);
        }
        return holds.size() > MOST ? Optional.empty()
                : Optional.of(new ChangedSince(rows, List.copyOf(holds)));
    }

    private static long seen(InventoryRow row) {
        InventoryRow.State seen = row.seen();
        return seen == null ? 0 : seen.version();
    }

    /// The parts of a list that are read at once.
    static <T> List<List<T>> parts(List<T> all) {
        List<List<T>> parts = new ArrayList<>();
        for (int at = 0; at < all.size(); at += AT_ONCE) {
            parts.add(all.subList(at, Math.min(all.size(), at + AT_ONCE)));
        }
        return parts;
    }
}
