package holdfast.server.booking;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.server.catalog.Money;
import holdfast.server.catalog.TaxRate;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The arithmetic of taxes and sums, compared with decimals of any length.
class PriceSummaryTest {
    private static final long SEED = Long.getLong("holdfast.seed", System.nanoTime());

    private static long net(long gross, int rate) {
        return BigDecimal.valueOf(gross).multiply(BigDecimal.valueOf(10_000))
                .divide(BigDecimal.valueOf(10_000L + rate), 0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    @Test
    void roundsNetHalfUpInTheSmallestUnit() {
        assertThat(new TaxRate(1900).net(new Money(11_900, "EUR")).amount()).isEqualTo(10_000);
        assertThat(new TaxRate(1000).net(new Money(1_101, "JPY")).amount()).isEqualTo(1_001);
        assertThat(new TaxRate(500).net(new Money(1_050, "BHD")).amount()).isEqualTo(1_000);
        assertThat(new TaxRate(10_000).net(new Money(1, "EUR")).amount()).isEqualTo(1);
        assertThat(new TaxRate(0).net(new Money(Money.MOST, "EUR")).amount())
                .isEqualTo(Money.MOST);
        Random random = new Random(SEED);
        for (int at = 0; at < 100_000; at++) {
            long gross = random.nextLong(Money.MOST + 1) >>> random.nextInt(40);
            int rate = random.nextInt(10_001);
            assertThat(new TaxRate(rate).net(new Money(gross, "EUR")).amount())
                    .as("seed " + SEED + ", " + gross + " at " + rate).isEqualTo(net(gross, rate));
        }
    }

    @Test
    void addsUpTheRoundedLines() {
        PriceSummary.Line one = line(3, 333, 1900);
        PriceSummary.Line other = line(1, 999, 1900);
        PriceSummary.Line books = line(2, 107, 700);
        PriceSummary.Line untaxed = new PriceSummary.Line(
                3, "evt_1", "Gift", 1, new Money(10, "EUR"), 0, Optional.empty());
        PriceSummary summary = new PriceSummary(List.of(one, other, books, untaxed), List.of());
        assertThat(summary.total()).contains(new Money(2 * 999 + 214 + 10, "EUR"));
        assertThat(summary.taxes()).containsExactly(
                new PriceSummary.TaxSum(new TaxRate(700), new Money(200, "EUR"),
                        new Money(14, "EUR")),
                new PriceSummary.TaxSum(new TaxRate(1900), new Money(2 * net(999, 1900), "EUR"),
                        new Money(2 * (999 - net(999, 1900)), "EUR")));
    }

    @Test
    void dividesADiscountWithoutALeftover() {
        Random random = new Random(SEED);
        for (int round = 0; round < 20_000; round++) {
            List<Long> prices = Stream.generate(
                    () -> random.nextLong(Money.MOST / 40) >>> random.nextInt(36))
                    .limit(1 + random.nextInt(32)).toList();
            long amount = random.nextLong(Money.MOST) >>> random.nextInt(40);
            List<Long> parts = Discount.divide(amount, prices);
            long sum = prices.stream().mapToLong(price -> price).sum();
            assertThat(parts.stream().mapToLong(part -> part).sum()).as("seed " + SEED)
                    .isEqualTo(Math.min(amount, sum));
            for (int at = 0; at < parts.size(); at++) {
                assertThat(parts.get(at)).as("seed " + SEED).isBetween(0L, prices.get(at));
            }
        }
    }

    private static PriceSummary.Line line(long quantity, long each, int rate) {
        return new PriceSummary.Line(0, "evt_1", "Seat", quantity, new Money(each, "EUR"), 0,
                Optional.of(new TaxRate(rate)));
    }
}
