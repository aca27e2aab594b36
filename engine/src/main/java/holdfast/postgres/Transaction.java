package holdfast.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/// One transaction on one connection, passed as an argument and never ambient. Without a commit,
/// `close` rolls back.
public final class Transaction implements AutoCloseable {
    private static final int AT_ONCE = 5_000;

    private final Connection connection;
    private boolean over;

    private Transaction(Connection connection) {
        this.connection = connection;
    }

    public static Transaction begin(DataSource source) throws SQLException {
        Connection connection = source.getConnection();
        try {
            connection.setAutoCommit(false);
            return new Transaction(connection);
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }

    /// Statements for one round trip.
    public Pipeline pipeline() {
        return new Pipeline(connection);
    }

    private static final String WIDELY = """
            SELECT set_config('enable_seqscan', 'on', true),
                   set_config('enable_hashjoin', 'on', true),
                   set_config('enable_mergejoin', 'on', true),
                   set_config('enable_nestloop', 'off', true),
                   set_config('plan_cache_mode', 'auto', true),
                   set_config('statement_timeout', '0', true),
                   CASE WHEN current_setting('transaction_timeout', true) IS NOT NULL
                        THEN set_config('transaction_timeout', '0', true) END""";

    // Set by SQL and not through the pool: a pool that has to reset a connection's settings fails
    // if the connection died meanwhile.
    private static final String ONE_MOMENT = """
            SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY""";

    /// Makes this a read-only snapshot for reading whole tables: without timeouts, and with the
    /// plans that suit that.
    public void snapshot() throws SQLException {
        Pipeline pipeline = pipeline();
        pipeline.update(ONE_MOMENT);
        pipeline.query(WIDELY, row -> true);
        pipeline.run();
    }

    /// Reads row by row without keeping the rows.
    public void each(String sql, Each each, Object... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(AT_ONCE);
            Binding binding = new Binding(connection, statement);
            for (Object argument : arguments) {
                binding.next(argument);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    each.row(rows);
                }
            }
        }
    }

    /// Called for the row under the cursor.
    @FunctionalInterface
    public interface Each {
        void row(ResultSet row) throws SQLException;
    }

    public void commit() throws SQLException {
        over = true;
        certainly(connection::commit);
    }

    private static final String COMMIT = """
            COMMIT""";

    /// Runs the pipeline and commits in the same round trip. If a statement of the pipeline fails,
    /// the commit does nothing.
    public void commit(Pipeline pipeline) throws SQLException {
        over = true;
        pipeline.update(COMMIT);
        certainly(pipeline::run);
    }

    /// A call that sends a COMMIT.
    @FunctionalInterface
    private interface Carrying {
        void go() throws SQLException;
    }

    /// Throws the failure itself if it proves a rollback or says that the connection is lost, and
    /// otherwise one that says that the outcome is unknown.
    private static void certainly(Carrying commit) throws SQLException {
        try {
            commit.go();
        } catch (SQLException failure) {
            if (SqlFailure.undone(failure) || SqlFailure.of(failure) == SqlFailure.LOST) {
                throw failure;
            }
            throw unresolved(failure);
        } catch (RuntimeException failure) {
            throw unresolved(failure);
        }
    }

    private static SQLException unresolved(Exception failure) {
        String state = failure instanceof SQLException sql ? " (" + sql.getSQLState() + ")" : "";
        return new SQLException("the outcome of COMMIT is unknown: " + failure.getMessage() + state,
                SqlFailure.UNRESOLVED, failure);
    }

    /// Rolls back and begins again, also if a statement before the commit failed.
    public void anew() throws SQLException {
        over = false;
        connection.rollback();
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            if (!over) {
                connection.rollback();
            }
        } catch (RuntimeException gone) {
            // A pool may throw for a connection that died in use; that is a lost connection.
            throw new SQLException("the connection was gone when it was given back", "08006", gone);
        }
    }
}
