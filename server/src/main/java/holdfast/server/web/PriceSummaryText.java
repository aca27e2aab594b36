package holdfast.server.web;

import holdfast.server.booking.PriceSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What stands around the total of a price summary, in a customer's language.
///
/// @param before what is said above the total: the discount
/// @param total the total, or that there is none
/// @param after what is said below it: the included taxes, what gift cards pay, what is to be paid
/// @param due what is to be paid
public record PriceSummaryText(List<Row> before, String total, List<Row> after, String due) {
    public static final PriceSummaryText NONE = new PriceSummaryText(List.of(), "", List.of(), "");

    /// An amount with its label.
    ///
    /// @param reduction the id of the code or gift card that it is about
    public record Row(String label, String amount, Optional<String> reduction) {}

    public static PriceSummaryText of(Language language, PriceSummary summary) {
        List<Row> before = new ArrayList<>();
        List<Row> after = new ArrayList<>();
        for (PriceSummary.TaxSum sum : summary.taxes()) {
            if (sum.net().amount() > 0) {
                after.add(new Row(language.say("summary.tax",
                        language.percent(sum.rate().basisPoints())),
                        language.money(sum.tax()), Optional.empty()));
            }
        }
        boolean paid = false;
        for (PriceSummary.Reduction each : summary.reductions()) {
            Row row = new Row(
                    language.say(each.card() ? "summary.card" : "summary.code", each.name()),
                    "−" + language.money(each.amount()), Optional.of(each.id()));
            (each.card() ? after : before).add(row);
            paid |= each.card();
        }
        String due = summary.due().map(language::money).orElse(language.say("price.none"));
        if (paid) {
            after.add(new Row(language.say("summary.due"), due, Optional.empty()));
        }
        return new PriceSummaryText(before,
                summary.total().map(language::money).orElse(language.say("price.none")), after,
                due);
    }

    /// The code and the gift cards.
    public List<Row> reductions() {
        List<Row> all = new ArrayList<>(before);
        all.addAll(after);
        return all.stream().filter(row -> row.reduction().isPresent()).toList();
    }
}
