package holdfast.server.booking;

import holdfast.server.catalog.DiscountCode;
import holdfast.server.catalog.Money;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// Divides what a code takes off among the lines of a price summary. A percentage is rounded half up for
/// each line; an amount is divided in proportion to the prices, so that the parts add up to it.
public final class Discount {
    private static final int WHOLE = 100;

    private Discount() {}

    /// What the code takes off each line, in the lines' order.
    static List<Long> split(DiscountCode code, List<PriceSummary.Line> lines) {
        return switch (code.reduction()) {
            case DiscountCode.Reduction.Percent each -> lines.stream()
                    .map(line -> code.isFor(line.entry())
                            ? part(line.full().amount(), each.percent()) : 0L)
                    .toList();
            case DiscountCode.Reduction.Amount each -> divide(each.amount().amount(),
                    lines.stream().map(line -> code.isFor(line.entry())
                            && line.each().currency().equals(each.amount().currency())
                                    ? line.full().amount() : 0L)
                            .toList());
        };
    }

    private static long part(long amount, int percent) {
        return (2 * amount * percent + WHOLE) / (2 * WHOLE);
    }

    /// The amount, or all of the prices if it is more, in proportion to the prices.
    public static List<Long> divide(long amount, List<Long> prices) {
        BigInteger sum = BigInteger.valueOf(
                prices.stream().mapToLong(price -> price).sum());
        BigInteger all = sum.min(BigInteger.valueOf(amount));
        List<Long> parts = new ArrayList<>();
        long seen = 0;
        long given = 0;
        for (long price : prices) {
            seen += price;
            long until = sum.signum() == 0 ? 0
                    : all.multiply(BigInteger.valueOf(seen)).divide(sum).longValueExact();
            parts.add(until - given);
            given = until;
        }
        return parts;
    }

    static Money sum(List<Long> parts, String currency) {
        return new Money(parts.stream().mapToLong(part -> part).sum(), currency);
    }
}
