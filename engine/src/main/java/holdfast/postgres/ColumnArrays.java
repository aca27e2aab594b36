package holdfast.postgres;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Rows on their way into one set-based statement: each column travels as one array.
public final class ColumnArrays {
    private static final String[] NO_TEXTS = {};
    private static final long[] NO_NUMBERS = {};

    /// What a column is made of. As an argument of a statement it stands for NULL.
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

    /// For a statement that takes its columns sparingly.
    public ColumnArrays(Sort... sorts) {
        this(List.of(sorts));
    }

    private ColumnArrays(List<Sort> sorts) {
        this.sorts = sorts;
        for (int at = 0; at < sorts.size(); at++) {
            columns.add(new ArrayList<@Nullable Object>());
        }
    }

    /// One row. A column of numbers travels as numbers, any other as text, which the statement
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

    /// The statement's arguments: whatever comes first, then one array for each column.
    public Object[] after(Object... first) {
        List<Object> all = new ArrayList<>(Arrays.asList(first));
        for (List<@Nullable Object> column : columns) {
            all.add(array(column));
        }
        return all.toArray();
    }

    /// The statement's arguments: whatever comes first, one array for each column, and then the
    /// last.
    public Object[] between(Object first, Object... last) {
        List<Object> all = new ArrayList<>(Arrays.asList(after(first)));
        all.addAll(Arrays.asList(last));
        return all.toArray();
    }

    /// The statement's arguments: one array for each column, and then the last.
    public Object[] before(Object... last) {
        List<Object> all = new ArrayList<>(Arrays.asList(after()));
        all.addAll(Arrays.asList(last));
        return all.toArray();
    }

    /// The statement's arguments where many columns say the same in every row, which need not
    /// travel and be unpacked once for each: whatever comes first; then, for each column but the
    /// first, what it says in all rows, or NULL; then one array for each column, empty where it
    /// says the same. The statement takes from the array what is there and else what is in all.
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

    /// A moment, or infinity for what never ends.
    public static Instant moment(@Nullable Instant moment) {
        return moment == null ? Instant.MAX : moment;
    }
}
