package holdfast.server.reports;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What the rows of the report of sales are.
public enum SalesBy {
    EVENT, SERVICE,
    /// The day on which it was sold.
    DAY,
    /// The people and rooms of visits.
    STAFF,
    /// Who sold it.
    SELLER;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> words() {
        return Stream.of(values()).map(SalesBy::word).toList();
    }

    public static Optional<SalesBy> of(String word) {
        return Stream.of(values()).filter(each -> each.word().equals(word)).findFirst();
    }
}
