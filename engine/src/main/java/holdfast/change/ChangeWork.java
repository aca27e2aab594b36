package holdfast.change;

import holdfast.postgres.Transaction;
import java.sql.SQLException;

/// The caller's part of a change.
@FunctionalInterface
public interface ChangeWork<R> {

    /// Called first in the transaction, on the caller's thread: locks and reads the caller's own
    /// rows and says what to change. These locks come before all of the engine's in the global
    /// order. It must not commit.
    ///
    /// @param tries how often it was tried before. Above 0, an earlier try may have been committed
    ///              although its reply was lost: the plan finds that out by its own rows
    ChangePlan<R> plan(Transaction tx, int tries) throws SQLException;
}
