package holdfast.postgres;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The rows for one set-based statement: each column is sent as one array.
public final class ColumnArrays {
    private static final String[] NO_TEXTS = {};
    private static final long[] NO_NUMBERS = {};

    /// The type of a column. As an argument of a statement it stands for NULL.
    public enum Sort {
        TEXT,
        NUMBER,
        MOMENT
    }

    private final List<Sort> sorts;
    private final List<List<@Nullable Object>> columns = new ArrayList<>();
    private int rows;

    public ColumnArrays(int width) {
        this(Collections.nCopies(width, Sort.TEXT));
    }

    /// For the arguments of {@link #sparing}.
    public ColumnArrays(Sort... sorts) {
        this(List.of(sorts));
    }

    private ColumnArrays(List<Sort> sorts) {
        this.sorts = sorts;
        for (int at = 0; at < sorts.size(); at++) {
            columns.add(new ArrayList<@Nullable Object>());
        }
    }

    /// Adds a row. A column of numbers is sent as numbers, any other as text, which the statement
    /// casts.
    public void row(@Nullable Object... values) {
        if (values.length != sorts.size()) {
            throw new IllegalArgumentException(
                    sorts.size() + " values expected, got " + values.length);
        }
        for (int at = 0; at < values.length; at++) {
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

    /// The statement's arguments: `first`, then one array for each column.
    public Object[] after(Object... first) {
        List<Object> all = new ArrayList<>(Arrays.asList(first));
        for (List<@Nullable Object> column : columns) {
            all.add(array(column));
        }
        return all.toArray();
    }

    /// The statement's arguments: `first`, one array for each column, then `last`.
    public Object[] between(Object first, Object... last) {
        List<Object> all = new ArrayList<>(Arrays.asList(after(first)));
        all.addAll(Arrays.asList(last));
        return all.toArray();
    }

    /// The statement's arguments: one array for each column, then `last`.
    public Object[] before(Object... last) {
        List<Object> all = new ArrayList<>(Arrays.asList(after()));
        all.addAll(Arrays.asList(last));
        return all.toArray();
    }

    /// The statement's arguments, for columns that mostly have one value in all rows, which is then
    /// sent and unpacked once: `first`; then, for each column but the first, the value that all
    /// rows have, or NULL; then one array for each column, empty if all rows have the same. The
    /// statement takes the array's value if there is one and else the common value.
    public Object[] sparing(Object... first) {
        List<Object> all = new ArrayList<>(Arrays.asList(first));
        List<Object> arrays = new ArrayList<>();
        arrays.add(array(columns.getFirst()));
        for (int at = 1; at < columns.size(); at++) {
            List<@Nullable Object> column = columns.get(at);
            Object same = column.getFirst();
            boolean alike = column.stream().allMatch(each -> Objects.equals(each, same));
            all.add(alike && same != null ? same : sorts.get(at));
            arrays.add(!alike ? array(column)
                    : sorts.get(at) == Sort.NUMBER ? NO_NUMBERS : NO_TEXTS);
        }
        all.addAll(arrays);
        return all.toArray();
    }

    private static Object array(List<@Nullable Object> column) {
        if (!column.isEmpty() && column.getFirst() instanceof Number) {
            return column.stream().mapToLong(ColumnArrays::number).toArray();
        }
        return column.stream().map(ColumnArrays::text).toArray(String[]::new);
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
        return value == null ? null : value.equals(Instant.MAX) ? "infinity" : value.toString();
    }

    /// The moment, or infinity for null.
    public static Instant moment(@Nullable Instant moment) {
        return moment == null ? Instant.MAX : moment;
    }
}
