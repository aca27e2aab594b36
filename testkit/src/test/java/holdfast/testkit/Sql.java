package holdfast.testkit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import javax.sql.DataSource;

/// One value out of a database.
final class Sql {
    private Sql() {}

    static String text(DataSource source, String sql) {
        return read(source, sql, String.class);
    }

    static Instant instant(DataSource source, String sql) {
        return read(source, sql, OffsetDateTime.class).toInstant();
    }

    private static <T> T read(DataSource source, String sql, Class<T> type) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getObject(1, type);
        } catch (SQLException e) {
            throw new ScratchException(sql, e);
        }
    }
}
