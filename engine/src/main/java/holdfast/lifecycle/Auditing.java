package holdfast.lifecycle;

import holdfast.AuditReport;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.util.List;

/// AUDIT.
public final class Auditing {
    private Auditing() {}

    public static AuditReport of(Tx tx, String workspace) throws SQLException {
        return new AuditReport(0, 0, 0, 0, 0, List.of());
    }
}
