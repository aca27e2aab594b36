package holdfast.postgres;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads column types that JDBC makes awkward to read.
public final class Rows {
    private Rows() {}

    /// A moment, or null for NULL and for infinity.
    public static @Nullable Instant moment(ResultSet row, int column) throws SQLException {
        OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
        return moment == null || moment.equals(OffsetDateTime.MAX) ? null : moment.toInstant();
    }

    public static Instant certainly(ResultSet row, int column) throws SQLException {
        Instant moment = moment(row, column);
        if (moment == null) {
            throw new IllegalStateException("column " + column + " has no moment");
        }
        return moment;
    }

    public static List<String> texts(ResultSet row, int column) throws SQLException {
        Array array = row.getArray(column);
        return List.of((String[]) array.getArray());
    }

    /// The same for a column that may be damaged: an element may be NULL.
    public static List<@Nullable String> anyTexts(ResultSet row, int column)
            throws SQLException {
        return Arrays.asList((@Nullable String[]) row.getArray(column).getArray());
    }
}
