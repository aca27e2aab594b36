package holdfast.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/// One transaction on one connection, passed from hand to hand and never ambient. Whoever does not
/// commit has rolled back.
public final class Tx implements AutoCloseable {
    private final Connection connection;
    private boolean over;

    private Tx(Connection connection) {
        this.connection = connection;
    }

    public static Tx begin(DataSource source) throws SQLException {
        Connection connection = source.getConnection();
        try {
            connection.setAutoCommit(false);
            return new Tx(connection);
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }

    /// What is asked and told in one round trip.
    public Trip trip() {
        return new Trip(connection);
    }

    public void commit() throws SQLException {
        over = true;
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            if (!over) {
                connection.rollback();
            }
        }
    }
}
