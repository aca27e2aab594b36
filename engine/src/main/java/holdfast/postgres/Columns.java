package holdfast.postgres;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows on their way into one set-based statement: each column travels as one array.
public final class Columns {
    private final List<List<@Nullable Object>> columns = new ArrayList<>();
    private final int width;
    private int rows;

    public Columns(int width) {
        this.width = width;
        for (int at = 0; at < width; at++) {
            columns.add(new ArrayList<>());
        }
    }

    /// One row. A column of numbers travels as numbers, any other as text, which the statement
    /// casts.
    public void row(@Nullable Object... values) {
        if (values.length != width) {
            throw new IllegalArgumentException(width + " values expected, got " + values.length);
        }
        for (int at = 0; at < width; at++) {
            columns.get(at).add(values[at]);
        }
        rows++;
    }

    public int rows() {
        return rows;
    }

    public boolean isEmpty() {
        return rows == 0;
    }

    /// The statement's arguments: whatever comes first, then one array for each column.
    public Object[] after(Object... first) {
        Object[] all = new Object[first.length + width];
        System.arraycopy(first, 0, all, 0, first.length);
        for (int at = 0; at < width; at++) {
            all[first.length + at] = array(columns.get(at));
        }
        return all;
    }

    /// The statement's arguments: whatever comes first, one array for each column, and then the
    /// last.
    public Object[] between(Object first, Object last) {
        Object[] all = Arrays.copyOf(after(first), width + 2);
        all[width + 1] = last;
        return all;
    }

    /// The statement's arguments: one array for each column, and then the last.
    public Object[] before(Object last) {
        Object[] all = Arrays.copyOf(after(), width + 1);
        all[width] = last;
        return all;
    }

    private static Object array(List<@Nullable Object> column) {
        if (!column.isEmpty() && column.getFirst() instanceof Number) {
            return column.stream().mapToLong(Columns::number).toArray();
        }
        return column.stream().map(Columns::text).toArray(String[]::new);
    }

    private static long number(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalArgumentException("not a number among numbers: " + value);
    }

    private static @Nullable String text(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        return value == null ? null : value.toString();
    }

    /// A moment as the database writes it; what never ends is infinity.
    public static String moment(@Nullable Instant moment) {
        return moment == null ? "infinity" : moment.toString();
    }
}
