package holdfast.server.web;

import holdfast.server.booking.PriceSummary;
import holdfast.server.catalog.Money;
import java.util.List;

/// What stands around the total of a price summary, in a customer's language.
///
/// @param total the total, or that there is none
/// @param after what is said below the total: the included taxes
public record PriceSummaryText(String total, List<Row> after) {

    /// An amount with its label.
    public record Row(String label, String amount) {}

    public static PriceSummaryText of(Language language, PriceSummary summary) {
        return new PriceSummaryText(
                summary.total().map(language::money).orElse(language.say("price.none")),
                summary.taxes().stream()
                        .filter(sum -> summary.total().map(Money::amount).orElse(0L) > 0)
                        .map(sum -> new Row(language.say("summary.tax",
                                language.percent(sum.rate().basisPoints())),
                                language.money(sum.tax())))
                        .toList());
    }
}
