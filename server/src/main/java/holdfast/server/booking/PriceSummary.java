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
///
/// @param reductions the discount code and the gift cards that the hold has
public record PriceSummary(List<Line> lines, List<Reduction> reductions) {

    public PriceSummary {
        lines = List.copyOf(lines);
        reductions = List.copyOf(reductions);
    }

    /// So many of one item at one price. An item has several lines where its seats have several
    /// prices.
    ///
    /// @param item the item's number in the hold
    /// @param entry the id of the event or service
    /// @param what in the venue's words, as in `Winter concert · Stalls`
    /// @param discount what a code takes off this line
    public record Line(
            int item, String entry, String what, long quantity, Money each, long discount,
            Optional<TaxRate> tax) {

        Money full() {
            return each.times(quantity);
        }

        public Money price() {
            return new Money(full().amount() - discount, each.currency());
        }

        Line less(long much) {
            return new Line(item, entry, what, quantity, each, much, tax);
        }

        public Optional<Money> net() {
            return tax.map(rate -> rate.net(price()));
        }

        /// The included tax; empty where the price does not say what it includes.
        public Optional<Money> taxAmount() {
            return net().map(price()::minus);
        }
    }

    /// A discount code or a gift card of the hold.
    ///
    /// @param card whether it is a gift card, which pays; a code makes it cheaper
    /// @param name the code, or the end of the card's
    public record Reduction(boolean card, String id, String name, Money amount) {}

    /// All lines of one rate.
    public record TaxSum(TaxRate rate, Money net, Money tax) {}

    /// The total, less discounts; empty where nothing has a price, or where the stored prices
    /// cannot be added up.
    public Optional<Money> total() {
        try {
            return lines.stream().map(Line::price).reduce(Money::plus);
        } catch (Invalid unlike) {
            return Optional.empty();
        }
    }

    /// What is to be paid: the total, less what gift cards pay.
    public Optional<Money> due() {
        long cards = reductions.stream().filter(Reduction::card)
                .mapToLong(each -> each.amount().amount()).sum();
        return total().map(total -> new Money(
                Math.max(0, total.amount() - cards), total.currency()));
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
