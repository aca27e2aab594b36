package holdfast.server.reports;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a report says: rows, and their sums for each currency.
///
/// @param pending how many receipts are not made yet and will be in the report; 0 for reports that
///                are not of receipts
public record ReportTable(
        List<Column> columns, List<Row> rows, List<Row> totals, long pending) {
    /// The text column that amounts of money are in.
    public static final String CURRENCY = "currency";

    public ReportTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        totals = List.copyOf(totals);
    }

    /// What a column has.
    public enum Kind {
        TEXT, MOMENT,
        /// A whole number.
        COUNT,
        /// In the smallest unit of the row's currency.
        MONEY,
        /// In hundredths of a percent.
        SHARE
    }

    public record Column(String name, Kind kind) {}

    /// The cells by column; an absent one is empty.
    public record Row(Map<String, String> texts, Map<String, Long> numbers) {
        public Row {
            texts = Map.copyOf(texts);
            numbers = Map.copyOf(numbers);
        }

        public String text(String column) {
            return texts.getOrDefault(column, "");
        }

        public Optional<Long> number(String column) {
            return Optional.ofNullable(numbers.get(column));
        }
    }

    static Column text(String name) {
        return new Column(name, Kind.TEXT);
    }

    static Column count(String name) {
        return new Column(name, Kind.COUNT);
    }

    static Column money(String name) {
        return new Column(name, Kind.MONEY);
    }
}
