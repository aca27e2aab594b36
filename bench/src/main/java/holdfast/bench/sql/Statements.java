package holdfast.bench.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Runs one statement, in one round trip. The driver keeps it prepared.
public final class Statements {
    private Statements() {}

    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /// How many rows it changed.
    public static int change(Connection connection, String sql, Object... arguments)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(connection, statement, arguments);
            return statement.executeUpdate();
        }
    }

    public static <T> List<T> all(
            Connection connection, String sql, Row<T> row, Object... arguments)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(connection, statement, arguments);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> all = new ArrayList<>();
                while (rows.next()) {
                    all.add(row.read(rows));
                }
                return all;
            }
        }
    }

    public static <T> Optional<T> first(
            Connection connection, String sql, Row<T> row, Object... arguments)
            throws SQLException {
        return all(connection, sql, row, arguments).stream().findFirst();
    }

    public static long number(Connection connection, String sql, Object... arguments)
            throws SQLException {
        return first(connection, sql, row -> row.getLong(1), arguments).orElseThrow();
    }

    private static void bind(
            Connection connection, PreparedStatement statement, Object... arguments)
            throws SQLException {
        for (int at = 0; at < arguments.length; at++) {
            switch (arguments[at]) {
                case String text -> statement.setString(at + 1, text);
                case Integer number -> statement.setInt(at + 1, number);
                case Long number -> statement.setLong(at + 1, number);
                case Instant moment ->
                        statement.setObject(at + 1, moment.atOffset(ZoneOffset.UTC));
                case String[] texts ->
                        statement.setArray(at + 1, connection.createArrayOf("text", texts));
                default -> throw new IllegalArgumentException(
                        "no place for " + arguments[at].getClass());
            }
        }
    }
}
