package holdfast.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.Optional;
import javax.sql.DataSource;

/// One transaction on one connection, passed as an argument and never ambient. Without a commit,
/// `close` rolls back.
public final class Transaction implements AutoCloseable {
    private static final int SNAPSHOT_SOCKET_MILLIS = 15 * 60 * 1000;

    private final Connection connection;
    private int socketMillis = -1;
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

    // A pause of this process, such as a garbage collection, may be longer than the usual limit. A
    // process that stands still must not keep its snapshot for ever, which would stop vacuuming.
    private static final String WIDELY = """
            SELECT set_config('enable_seqscan', 'on', true),
                   set_config('enable_hashjoin', 'on', true),
                   set_config('enable_mergejoin', 'on', true),
                   set_config('enable_nestloop', 'off', true),
                   set_config('plan_cache_mode', 'auto', true),
                   set_config('statement_timeout', '0', true),
                   set_config('idle_in_transaction_session_timeout', '10min', true),
                   CASE WHEN current_setting('transaction_timeout', true) IS NOT NULL
                        THEN set_config('transaction_timeout', '0', true) END""";

    // Set by SQL and not through the pool: a pool that has to reset a connection's settings fails
    // if the connection died meanwhile.
    private static final String ONE_MOMENT = """
            SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY""";

    private static final String ONE_MOMENT_WRITABLE = """
            SET TRANSACTION ISOLATION LEVEL REPEATABLE READ""";

    /// Makes this a read-only snapshot for reading whole tables: without the usual timeouts, and
    /// with the plans that suit that.
    public void snapshot() throws SQLException {
        snapshot(ONE_MOMENT);
    }

    /// The same, and what was read may be recorded. Fails if another transaction recorded it since.
    public void writableSnapshot() throws SQLException {
        snapshot(ONE_MOMENT_WRITABLE);
    }

    private void snapshot(String begin) throws SQLException {
        // PostgreSQL sends nothing while it sorts a big table.
        socketMillis = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, SNAPSHOT_SOCKET_MILLIS);
        Pipeline pipeline = pipeline();
        pipeline.update(begin);
        pipeline.query(WIDELY, row -> true);
        pipeline.run();
    }

    /// Opens a query whose rows are fetched in parts.
    public Cursor cursor(String sql, Object... arguments) throws SQLException {
        return Cursor.open(connection, sql, arguments);
    }

    /// Reads row by row without keeping the rows.
    public void each(String sql, Each each, Object... arguments) throws SQLException {
        try (Cursor cursor = cursor(sql, arguments)) {
            while (cursor.next()) {
                each.row(cursor.row());
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
        certainly(() -> {
            connection.clearWarnings();
            connection.commit();
            requireQuiet(Optional.ofNullable(connection.getWarnings()));
        });
    }

    private static final String COMMIT = """
            COMMIT""";

    /// Runs the pipeline and commits in the same round trip. If a statement of the pipeline fails,
    /// the commit does nothing.
    public void commit(Pipeline pipeline) throws SQLException {
        over = true;
        pipeline.update(COMMIT);
        certainly(() -> {
            pipeline.run();
            requireQuiet(pipeline.warning());
        });
    }

    /// A COMMIT that was cancelled while it waited for a synchronous standby is done on the primary,
    /// and PostgreSQL only warns that it might not be on the standby.
    private static void requireQuiet(Optional<SQLWarning> warning) throws SQLException {
        if (warning.isPresent()) {
            throw new SQLException(
                    warning.get().getMessage(), SqlFailure.UNRESOLVED, warning.get());
        }
    }

    private static final String RECORD = """
            SELECT pg_logical_emit_message(true, 'holdfast', '') IS NULL""";

    /// Commits a record that means nothing. It is durable only after everything before it, so what
    /// a try with an unknown COMMIT left behind is then where every commit is, also on a
    /// synchronous standby.
    public void settle() throws SQLException {
        Pipeline pipeline = pipeline();
        pipeline.query(RECORD, row -> true);
        commit(pipeline);
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
            if (socketMillis >= 0) {
                connection.setNetworkTimeout(Runnable::run, socketMillis);
            }
        } catch (RuntimeException gone) {
            // A pool may throw for a connection that died in use; that is a lost connection.
            throw new SQLException("the connection was gone when it was given back", "08006", gone);
        }
    }
}
