package holdfast.change;

import holdfast.Hold;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/// Reads holds together with the caller's own rows, as they were at one moment.
public interface Snapshots {

    /// Runs the reading on one snapshot. After a transient failure it runs again from the
    /// beginning, on another snapshot.
    <R> R snapshot(String workspace, Reading<R> reading);

    /// One workspace at one moment.
    interface View {
        /// The snapshot's transaction, for reading the caller's own tables. It changes nothing.
        Transaction tx();

        /// In the order of the ids; unknown ones are left out.
        List<Hold> find(Collection<String> holds) throws SQLException;
    }

    /// What is read. It keeps nothing outside what it returns.
    @FunctionalInterface
    interface Reading<R> {
        R read(View view) throws SQLException;
    }
}
