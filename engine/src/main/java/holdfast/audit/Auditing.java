package holdfast.audit;

import holdfast.AuditReport;
import holdfast.postgres.Tx;
import java.sql.SQLException;

/// AUDIT: recomputes everything, from the claims and from the journal, on one snapshot, and reports
/// each disagreement. It only reads.
public final class Auditing {
    private Auditing() {}

    public static AuditReport of(Tx tx, String workspace) throws SQLException {
        tx.snapshot();
        Findings findings = new Findings();
        Tables.check(tx, workspace, findings);
        Inventories inventories = new Inventories(tx, workspace, findings);
        inventories.check();
        HoldsAudit holds = new HoldsAudit(tx, workspace, findings);
        holds.check();
        return new AuditReport(
                inventories.count("capacity"), inventories.count("seats"),
                inventories.count("time"), holds.holds(), inventories.lines(), findings.all());
    }
}
