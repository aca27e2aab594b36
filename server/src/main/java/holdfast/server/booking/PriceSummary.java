package holdfast.server.booking;

import holdfast.Invalid;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.TaxRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a hold costs, line by line, with the tax that is included. Tax is rounded for each line, so
/// that the sums are those of the lines.
public record PriceSummary(List<Line> lines) {

    public PriceSummary {
        lines = List.copyOf(lines);
    }

    /// So many of one item at one price. An item has several lines where its seats have several
    /// prices.
    ///
    /// @param item the item's number in the hold
    /// @param what in the venue's words, as in `Winter concert · Stalls`
    public record Line(
            int item, String what, long quantity, Money each, Optional<TaxRate> tax) {

        public Money price() {
            return each.times(quantity);
        }

        public Optional<Money> net() {
            return tax.map(rate -> rate.net(price()));
        }

        /// The included tax; empty where the price does not say what it includes.
        public Optional<Money> taxAmount() {
            return net().map(price()::minus);
        }
    }

    /// All lines of one rate.
    public record TaxSum(TaxRate rate, Money net, Money tax) {}

    /// The total; empty where nothing has a price, or where the stored prices cannot be added up.
    public Optional<Money> total() {
        try {
            return lines.stream().map(Line::price).reduce(Money::plus);
        } catch (Invalid unlike) {
            return Optional.empty();
        }
    }

    /// The included taxes, by rate.
    public List<TaxSum> taxes() {
        Map<Integer, List<Line>> rates = new TreeMap<>();
        lines.forEach(line -> line.tax().ifPresent(rate -> rates
                .computeIfAbsent(rate.basisPoints(), any -> new ArrayList<>()).add(line)));
        List<TaxSum> sums = new ArrayList<>();
        rates.forEach((rate, some) -> some.stream().flatMap(line -> line.net().stream())
                .reduce(Money::plus).ifPresent(net -> sums.add(new TaxSum(new TaxRate(rate), net,
                        some.stream().flatMap(line -> line.taxAmount().stream())
                                .reduce(Money::plus).orElseThrow()))));
        return sums;
    }
}
