package holdfast.change;

import java.sql.SQLException;

/// What an engine's audit compares besides its own tables: the caller's tables with the engine's,
/// on the same snapshot.
@FunctionalInterface
public interface AuditCheck {
    AuditCheck NONE = view -> {};

    /// Reports each disagreement. A row that cannot be read is reported as well, and the rest is
    /// looked at all the same; what is thrown ends the audit.
    void check(AuditView view) throws SQLException;
}
