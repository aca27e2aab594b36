package holdfast.change;

import java.sql.SQLException;

/// The caller's part of an audit: compares the caller's tables with the engine's, on the same
/// snapshot.
@FunctionalInterface
public interface AuditCheck {
    AuditCheck NONE = view -> {};

    /// Reports each disagreement. A row that cannot be read is reported as well, and the check goes
    /// on; an exception ends the audit.
    void check(AuditView view) throws SQLException;
}
