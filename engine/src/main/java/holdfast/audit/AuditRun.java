package holdfast.audit;

import holdfast.AuditReport;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The audit: recomputes inventories and holds from the claims and from the journal, on one
/// snapshot, and reports each difference. It only reads. An unreadable row is a finding and does
/// not end the audit. Its memory does not depend on the number of holds.
public final class AuditRun {
    private final Transaction tx;
    private final String workspace;
    private final Besides besides;
    private final AuditFindings findings = new AuditFindings();
    private final InventoriesAudit inventories;
    private final HoldsAudit holds;

    private AuditRun(Transaction tx, String workspace, Besides besides) {
        this.tx = tx;
        this.workspace = workspace;
        this.besides = besides;
        this.inventories = new InventoriesAudit(tx, workspace, findings);
        this.holds = new HoldsAudit(tx, workspace, findings);
    }

    /// A further comparison on the same snapshot.
    @FunctionalInterface
    public interface Besides {
        /// Compares, and reports what disagrees.
        ///
        /// @param changed the holds that are audited, sorted; empty for all
        void check(Sink sink, Optional<List<String>> changed) throws SQLException;
    }

    /// Receives the findings and counts of a further comparison.
    public interface Sink {
        void report(String promise, String inventory, String detail);

        void compared(String what, long count);
    }

    /// Audits everything that a snapshot has.
    public static AuditReport whole(Transaction tx, String workspace, Besides besides)
            throws SQLException {
        return new AuditRun(tx, workspace, besides).whole();
    }

    private AuditReport whole() throws SQLException {
        TableChecks.all(tx, workspace, findings);
        SeatRows.check(tx, workspace, findings);
        inventories.all();
        holds.all();
        return report(Optional.empty());
    }

    /// Audits what changed since the checkpoint; empty if that is too much.
    static Optional<AuditReport> changed(Transaction tx, String workspace, Besides besides)
            throws SQLException {
        Optional<ChangedSince> changed = ChangedSince.read(tx, workspace);
        return changed.isEmpty() ? Optional.empty()
                : Optional.of(new AuditRun(tx, workspace, besides).changed(changed.get()));
    }

    private AuditReport changed(ChangedSince changed) throws SQLException {
        TableChecks.changed(tx, workspace, findings);
        for (List<InventoryRow> some : ChangedSince.parts(changed.inventories())) {
            inventories.changed(some);
        }
        for (List<String> some : ChangedSince.parts(changed.holds())) {
            holds.of(some);
            TableChecks.of(tx, workspace, some, findings);
        }
        return report(Optional.of(changed.holds()));
    }

    private AuditReport report(Optional<List<String>> changed) throws SQLException {
        Map<String, Long> compared = new TreeMap<>();
        besides.check(new Sink() {
            @Override
            public void report(String promise, String inventory, String detail) {
                findings.add(promise, inventory, detail);
            }

            @Override
            public void compared(String what, long count) {
                compared.merge(what, count, Long::sum);
            }
        }, changed);
        return new AuditReport(
                new AuditReport.Counts(
                        inventories.count("capacity"), inventories.count("seats"),
                        inventories.count("time"), holds.holds(), inventories.lines()),
                compared, findings.all());
    }
}
