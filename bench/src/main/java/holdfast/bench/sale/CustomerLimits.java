package holdfast.bench.sale;

import holdfast.Inventory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// The hot pool for named customers, each of whom may have four places. Nine of ten requests are
/// the first of a new customer; the tenth is from one of the last thousand, who often has too many
/// by then.
public record CustomerLimits(HotPool pool) implements Field {
    private static final int MOST = 4;
    private static final int RECENT = 1_000;

    @Override
    public String word() {
        return "customers";
    }

    @Override
    public String title() {
        return "One hot pool, four places for each customer";
    }

    @Override
    public List<Inventory> pattern() {
        return pool.pattern();
    }

    @Override
    public boolean oneRow() {
        return true;
    }

    @Override
    public long mostOfOneCustomer() {
        return MOST;
    }

    @Override
    public Sale open(String workspace, int copies) {
        return new Open(workspace, new AtomicLong());
    }

    private record Open(String workspace, AtomicLong customers) implements Sale {
        @Override
        public Optional<WantedClaim> next(RandomGenerator random) {
            long customer = random.nextInt(10) > 0 ? customers.incrementAndGet()
                    : Math.max(1, customers.get() - random.nextInt(RECENT));
            return Optional.of(new WantedClaim.Limited(
                    HotPool.places(workspace, random), "customer-" + customer, MOST));
        }
    }
}
