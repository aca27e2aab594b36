package holdfast.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/// Binds Java values to a statement's parameters, in order.
final class Binding {
    private final Connection connection;
    private final PreparedStatement statement;
    private int place;

    Binding(Connection connection, PreparedStatement statement) {
        this.connection = connection;
        this.statement = statement;
    }

    void next(Object value) throws SQLException {
        place++;
        switch (value) {
            case String text -> statement.setString(place, text);
            case Integer number -> statement.setInt(place, number);
            case Long number -> statement.setLong(place, number);
            case Boolean truth -> statement.setBoolean(place, truth);
            case Instant moment -> statement.setObject(place, offset(moment));
            case ColumnArrays.Sort nothing -> statement.setNull(place, type(nothing));
            case String[] texts ->
                    statement.setArray(place, connection.createArrayOf("text", texts));
            case long[] numbers -> statement.setObject(place, numbers, Types.ARRAY);
            case int[] numbers -> statement.setObject(place, numbers, Types.ARRAY);
            default -> throw new IllegalArgumentException("no place for " + value.getClass());
        }
    }

    /// The driver sends this maximum as infinity.
    private static OffsetDateTime offset(Instant moment) {
        return moment.equals(Instant.MAX) ? OffsetDateTime.MAX : moment.atOffset(ZoneOffset.UTC);
    }

    /// A NULL of the parameter's usual type: with another one, the statement would have to be
    /// prepared again.
    private static int type(ColumnArrays.Sort sort) {
        return switch (sort) {
            case TEXT -> Types.VARCHAR;
            case NUMBER -> Types.BIGINT;
            case MOMENT -> Types.TIMESTAMP_WITH_TIMEZONE;
        };
    }
}
