package holdfast.audit;

import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Rebuilds inventories from their journals and compares the results with their rows. Journal and
/// rows are read in the same order and merged, so that one inventory at a time is in memory.
final class InventoriesAudit {
    private static final String SAME = "the journal rebuilds the tables";

    private final Transaction tx;
    private final String workspace;
    private final AuditFindings findings;
    private final ArchivedGaps archived;
    private final Map<String, Long> counts = new HashMap<>();
    private long lines;

    InventoriesAudit(Transaction tx, String workspace, AuditFindings findings) {
        this.tx = tx;
        this.workspace = workspace;
        this.findings = findings;
        this.archived = new ArchivedGaps(tx, workspace);
    }

    /// The number of journal lines that were read.
    long lines() {
        return lines;
    }

    /// The number of inventories of a kind that were compared.
    long count(String kind) {
        return counts.getOrDefault(kind, 0L);
    }

    private static final String ROWS = """
            SELECT kind, inventory, version, taken, definition, NULL, NULL, NULL
            FROM audited_inventory WHERE workspace = ?
            ORDER BY kind, inventory""";

    private static final String JOURNAL = """
            SELECT kind, inventory, version, verb, effect, hold, hold_version, until,
                   audited_claim(kind, effect, claim), NULL, NULL
            FROM journal WHERE workspace = ?
            ORDER BY kind, inventory, version""";

    void all() throws SQLException {
        try (SortedRows<InventoryRow> rows = SortedRows.of(tx.cursor(ROWS, workspace),
                row -> Optional.of(InventoryRow.read(row)));
                SortedRows<AuditedLine> journal = SortedRows.of(tx.cursor(JOURNAL, workspace),
                        row -> AuditedLine.read(row, findings))) {
            InventoryRow row = rows.next();
            AuditedLine line = journal.next();
            while (row != null || line != null) {
                if (row == null || (line != null && line.key().compareTo(row.key()) < 0)) {
                    InventoryRow.Key unknown = Objects.requireNonNull(line).key();
                    compare(unknown, null, rebuild(unknown, null, journal));
                } else {
                    compare(row.key(), row, rebuild(row.key(), null, journal));
                    rows.advance();
                }
                row = rows.next();
                line = journal.next();
            }
        }
    }

    // OFFSET 0 makes the planner look up each journal by its key.
    private static final String JOURNAL_SINCE = """
            SELECT line.*
            FROM unnest(?::text[], ?::text[], ?::bigint[]) AS changed (kind, inventory, version)
            CROSS JOIN LATERAL (
                SELECT journal.kind, journal.inventory, journal.version, verb, effect, hold,
                       hold_version, until, audited_claim(journal.kind, effect, claim), NULL, NULL
                FROM journal
                WHERE workspace = ? AND journal.kind = changed.kind
                  AND journal.inventory = changed.inventory AND journal.version > changed.version
                OFFSET 0) AS line
            ORDER BY 1, 2, 3""";

    /// Only these, each from its checkpoint on; they come in their order.
    void changed(List<InventoryRow> rows) throws SQLException {
        String[] kinds = rows.stream().map(row -> row.key().kind()).toArray(String[]::new);
        String[] ids = rows.stream().map(row -> row.key().inventory()).toArray(String[]::new);
        long[] after = rows.stream().mapToLong(InventoryRow::after).toArray();
        try (SortedRows<AuditedLine> journal = SortedRows.of(
                tx.cursor(JOURNAL_SINCE, kinds, ids, after, workspace),
                line -> AuditedLine.read(line, findings))) {
            for (InventoryRow row : rows) {
                compare(row.key(), row, rebuild(row.key(), row.start(), journal));
            }
        }
    }

    private RebuiltInventory rebuild(
            InventoryRow.Key key, InventoryRow.@Nullable State start,
            SortedRows<AuditedLine> journal) throws SQLException {
        RebuiltInventory rebuilt = new RebuiltInventory(key, start, archived, findings);
        AuditedLine line = journal.next();
        while (line != null && line.key().equals(key)) {
            rebuilt.apply(line);
            journal.advance();
            line = journal.next();
        }
        lines += rebuilt.lines();
        return rebuilt;
    }

    private void compare(
            InventoryRow.Key key, @Nullable InventoryRow row, RebuiltInventory rebuilt)
            throws SQLException {
        String name = key.toString();
        VersionSequence versions = rebuilt.versions();
        if (row == null) {
            findings.add(SAME, name, "the journal ends at " + versions.version()
                    + ", and the table has none");
            return;
        }
        counts.merge(key.kind(), 1L, Long::sum);
        InventoryRow.State now = row.now();
        if (!versions.endsAt(now.version())) {
            findings.add(SAME, name, versions.version() == 0
                    ? "version " + now.version() + ", and the journal has nothing"
                    : "the journal ends at " + versions.version() + ", the table at "
                            + now.version());
        }
        rebuilt.definition().filter(said -> !said.equals(now.definition())).ifPresent(
                said -> findings.add(SAME, name, "the journal says " + AuditFindings.brief(said)
                        + ", the table " + AuditFindings.brief(now.definition())));
        if (key.kind().equals("capacity") && rebuilt.taken() != now.taken()) {
            findings.add(SAME, name, "the journal says " + rebuilt.taken() + " taken, the table "
                    + now.taken());
        }
    }
}
