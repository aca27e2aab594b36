package holdfast.bench.sale;

import holdfast.Inventory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Many pools, some wanted far more than others: the n-th one 1/n as often as the first.
public record ManyPools(int pools) implements Field {
    private static final long CAPACITY = 100_000_000;

    @Override
    public String word() {
        return "pools";
    }

    @Override
    public String title() {
        return pools == 1_000 ? "A thousand pools, skewed" : pools + " pools, skewed";
    }

    @Override
    public List<Inventory> pattern() {
        List<Inventory> all = new ArrayList<>();
        for (int pool = 0; pool < pools; pool++) {
            all.add(new Inventory.Pool(name(pool), CAPACITY));
        }
        return all;
    }

    private static String name(int pool) {
        return "pool-" + pool;
    }

    @Override
    public Sale open(String workspace, int copies) {
        double[] upTo = new double[pools];
        double sum = 0;
        for (int pool = 0; pool < pools; pool++) {
            sum += 1.0 / (pool + 1);
            upTo[pool] = sum;
        }
        return new Open(workspace, upTo);
    }

    private static final class Open implements Sale {
        private final String workspace;
        private final double[] upTo;

        Open(String workspace, double[] upTo) {
            this.workspace = workspace;
            this.upTo = upTo;
        }

        @Override
        public Optional<WantedClaim> next(RandomGenerator random) {
            int found = Arrays.binarySearch(upTo, random.nextDouble(upTo[upTo.length - 1]));
            int pool = found < 0 ? -found - 1 : found;
            return Optional.of(new WantedClaim.Places(workspace, name(pool), random.nextInt(1, 5)));
        }
    }
}
