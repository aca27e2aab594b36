package holdfast.audit;

import holdfast.AuditReport;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/// The audit: recomputes everything from the claims and from the journal, on one snapshot, and
/// reports each difference. It only reads. An unreadable row is a finding and does not end the
/// audit.
public final class AuditRun {
    private AuditRun() {}

    /// A further comparison on the same snapshot.
    @FunctionalInterface
    public interface Besides {
        void check(Sink sink) throws SQLException;
    }

    /// Receives the findings and counts of a further comparison.
    public interface Sink {
        void report(String promise, String inventory, String detail);

        void compared(String what, long count);
    }

    public static AuditReport of(Transaction tx, String workspace, Besides besides)
            throws SQLException {
        tx.snapshot();
        AuditFindings findings = new AuditFindings();
        TableChecks.check(tx, workspace, findings);
        InventoriesAudit inventories = new InventoriesAudit(tx, workspace, findings);
        inventories.check();
        HoldsAudit holds = new HoldsAudit(tx, workspace, findings);
        holds.check();
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
        });
        return new AuditReport(
                new AuditReport.Counts(
                        inventories.count("capacity"), inventories.count("seats"),
                        inventories.count("time"), holds.holds(), inventories.lines()),
                compared, findings.all());
    }
}
