package holdfast.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// A query whose rows are fetched in parts, so that only a part is in memory. Several cursors may be
/// open in one transaction, to merge what they read.
public final class Cursor implements AutoCloseable {
    private static final int AT_ONCE = 1_000;

    private final PreparedStatement statement;
    private final ResultSet rows;

    private Cursor(PreparedStatement statement, ResultSet rows) {
        this.statement = statement;
        this.rows = rows;
    }

    static Cursor open(Connection connection, String sql, Object... arguments)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            statement.setFetchSize(AT_ONCE);
            Binding binding = new Binding(connection, statement);
            for (Object argument : arguments) {
                binding.next(argument);
            }
            return new Cursor(statement, statement.executeQuery());
        } catch (SQLException | RuntimeException failure) {
            statement.close();
            throw failure;
        }
    }

    /// Moves to the next row; false after the last one.
    public boolean next() throws SQLException {
        return rows.next();
    }

    /// The row that `next` moved to.
    public ResultSet row() {
        return rows;
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
