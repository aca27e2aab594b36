package holdfast.server.booking;

import holdfast.Hold;
import holdfast.change.AuditView;
import java.sql.SQLException;

/// A part of the audit that compares rows with every hold. It gets the holds in the order of their
/// ids.
public interface HoldsCheck {

    /// Begins such a part on the audit's snapshot.
    @FunctionalInterface
    interface Opening {
        HoldsCheck open(AuditView view);
    }

    void hold(Hold hold) throws SQLException;

    void finish() throws SQLException;
}
