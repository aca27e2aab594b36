package holdfast.audit;

import holdfast.postgres.Cursor;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The sorted rows of a cursor, of which the next one can be looked at, so that several cursors can
/// be merged.
final class SortedRows<T> implements AutoCloseable {
    private final Cursor cursor;
    private final Reading<T> reading;
    private @Nullable T next;

    /// Reads the row under the cursor; empty for one that is left out, because it cannot be read.
    @FunctionalInterface
    interface Reading<T> {
        Optional<T> read(ResultSet row) throws SQLException;
    }

    private SortedRows(Cursor cursor, Reading<T> reading) {
        this.cursor = cursor;
        this.reading = reading;
    }

    static <T> SortedRows<T> of(Cursor cursor, Reading<T> reading) throws SQLException {
        SortedRows<T> rows = new SortedRows<>(cursor, reading);
        try {
            rows.advance();
            return rows;
        } catch (SQLException | RuntimeException failure) {
            cursor.close();
            throw failure;
        }
    }

    /// The next row, or null after the last one.
    @Nullable
    T next() {
        return next;
    }

    void advance() throws SQLException {
        next = null;
        while (next == null && cursor.next()) {
            next = reading.read(cursor.row()).orElse(null);
        }
    }

    /// Compares texts as PostgreSQL's collation "C" does: by their bytes in UTF-8. `compareTo`
    /// differs beyond the basic plane.
    static int compare(String one, String other) {
        return one.equals(other) ? 0
                : Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8),
                        other.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws SQLException {
        cursor.close();
    }
}
