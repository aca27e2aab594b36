package holdfast.testkit;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.logging.Logger;
import javax.sql.DataSource;

/// Connections whose sessions run in a time zone with an offset that is not a whole number of
/// hours. Code that relies on the session's zone fails. Holdfast's own pool uses UTC; a user of the
/// library may bring a pool in any zone.
final class OddTimeZone implements DataSource {
    private static final String ZONE = """
            SET TIME ZONE 'Asia/Kathmandu'
            """;

    private final DataSource home;

    OddTimeZone(DataSource home) {
        this.home = home;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return abroad(home.getConnection());
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return abroad(home.getConnection(user, password));
    }

    private static Connection abroad(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(ZONE);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return home.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        home.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        home.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return home.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return home.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : home.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || home.isWrapperFor(type);
    }
}
