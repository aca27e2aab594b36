package holdfast.audit;

import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Rebuilds holds from the journal and compares them with their rows and their claims. All three
/// are read in the order of the holds and merged, so that one hold at a time is in memory.
final class HoldsAudit {
    private final Transaction tx;
    private final String workspace;
    private final AuditFindings findings;
    private long holds;

    HoldsAudit(Transaction tx, String workspace, AuditFindings findings) {
        this.tx = tx;
        this.workspace = workspace;
        this.findings = findings;
    }

    /// The number of hold rows that were compared.
    long holds() {
        return holds;
    }

    private static final String ROWS = """
            SELECT hold, state, version, until, claims, reason, note, booking_note, customer
            FROM hold WHERE workspace = ?
            ORDER BY hold""";

    private static final String JOURNAL = """
            SELECT kind, inventory, version, verb, effect, hold, hold_version,
                   CASE WHEN verb IN ('cancel', 'unblock') THEN at ELSE until END, claim,
                   note, customer
            FROM journal WHERE workspace = ? AND hold IS NOT NULL
            ORDER BY hold, kind, inventory, version""";

    private static final String CLAIMS = """
            SELECT hold, 'capacity' COLLATE "C" AS kind, pool AS inventory, item,
                   quantity || ' ' || role, state, until
            FROM pool_claim WHERE workspace = ?
            UNION ALL
            SELECT hold, 'seats', seat_map, item, seat, state, until
            FROM seat_claim WHERE workspace = ?
            UNION ALL
            SELECT hold, 'time', calendar, item, audited_time(part, lane, period, visit), state,
                   until
            FROM time_claim WHERE workspace = ?
            ORDER BY hold, kind, inventory, item""";

    void all() throws SQLException {
        try (SortedRows<StoredHold> rows = SortedRows.of(tx.cursor(ROWS, workspace),
                row -> Optional.of(StoredHold.read(row)));
                SortedRows<AuditedLine> journal = SortedRows.of(tx.cursor(JOURNAL, workspace),
                        row -> AuditedLine.read(row, findings));
                SortedRows<AuditedClaim> claims = SortedRows.of(
                        tx.cursor(CLAIMS, workspace, workspace, workspace),
                        row -> Optional.of(AuditedClaim.read(row)))) {
            merge(rows, journal, claims);
        }
    }

    private static final String ROWS_OF = """
            SELECT hold, state, version, until, claims, reason, note, booking_note, customer
            FROM hold WHERE workspace = ? AND hold = ANY (?::text[])
            ORDER BY hold""";

    private static final String JOURNAL_OF = """
            SELECT kind, inventory, version, verb, effect, hold, hold_version,
                   CASE WHEN verb IN ('cancel', 'unblock') THEN at ELSE until END, claim,
                   note, customer
            FROM journal WHERE workspace = ? AND hold = ANY (?::text[])
            ORDER BY hold, kind, inventory, version""";

    // No table of claims has an index by holds, so they are looked for in the inventories that the
    // holds' journals name.
    private static final String CLAIMS_OF = """
            WITH named AS MATERIALIZED (
                SELECT DISTINCT workspace, kind, inventory, hold
                FROM journal WHERE workspace = ? AND hold = ANY (?::text[])),
            inventories AS MATERIALIZED (SELECT DISTINCT workspace, kind, inventory FROM named)
            SELECT claim.hold, named.kind, named.inventory, item, quantity || ' ' || role, state,
                   until
            FROM named
            CROSS JOIN LATERAL (
                SELECT hold, item, quantity, role, state, until FROM pool_claim
                WHERE workspace = named.workspace AND pool = named.inventory
                  AND hold = named.hold
                OFFSET 0) AS claim
            WHERE named.kind = 'capacity'
            UNION ALL
            SELECT claim.hold, kind, inventory, item, seat, state, until
            FROM inventories
            CROSS JOIN LATERAL (
                SELECT hold, item, seat, state, until FROM seat_claim
                WHERE workspace = inventories.workspace AND seat_map = inventories.inventory
                  AND hold = ANY (?::text[])
                OFFSET 0) AS claim
            WHERE kind = 'seats'
            UNION ALL
            SELECT claim.hold, kind, inventory, item, audited_time(part, lane, period, visit),
                   state, until
            FROM inventories
            CROSS JOIN LATERAL (
                SELECT hold, item, part, lane, period, visit, state, until FROM time_claim
                WHERE workspace = inventories.workspace AND calendar = inventories.inventory
                  AND hold = ANY (?::text[])
                OFFSET 0) AS claim
            WHERE kind = 'time'
            ORDER BY hold, kind, inventory, item""";

    /// Only these holds, each with all of its lines.
    void of(List<String> ids) throws SQLException {
        String[] some = ids.toArray(String[]::new);
        try (SortedRows<StoredHold> rows = SortedRows.of(tx.cursor(ROWS_OF, workspace, some),
                row -> Optional.of(StoredHold.read(row)));
                SortedRows<AuditedLine> journal = SortedRows.of(
                        tx.cursor(JOURNAL_OF, workspace, some),
                        row -> AuditedLine.read(row, findings));
                SortedRows<AuditedClaim> claims = SortedRows.of(
                        tx.cursor(CLAIMS_OF, workspace, some, some, some),
                        row -> Optional.of(AuditedClaim.read(row)))) {
            merge(rows, journal, claims);
        }
    }

    private void merge(
            SortedRows<StoredHold> rows, SortedRows<AuditedLine> journal,
            SortedRows<AuditedClaim> claims) throws SQLException {
        while (true) {
            StoredHold row = rows.next();
            AuditedLine line = journal.next();
            AuditedClaim claim = claims.next();
            Optional<String> first = Stream.of(
                    Optional.ofNullable(row).map(StoredHold::hold),
                    Optional.ofNullable(line).map(AuditedLine::hold),
                    Optional.ofNullable(claim).map(each -> each.key().hold()))
                    .flatMap(Optional::stream).min(SortedRows::compare);
            if (first.isEmpty()) {
                return;
            }
            String hold = first.get();
            RebuiltHold rebuilt = new RebuiltHold(hold, findings);
            while (line != null && line.hold().equals(hold)) {
                rebuilt.apply(line);
                journal.advance();
                line = journal.next();
            }
            while (claim != null && claim.key().hold().equals(hold)) {
                rebuilt.compare(claim);
                claims.advance();
                claim = claims.next();
            }
            boolean stored = row != null && row.hold().equals(hold);
            rebuilt.finish(stored ? row : null);
            if (stored) {
                holds++;
                rows.advance();
            }
        }
    }
}
