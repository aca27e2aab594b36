package holdfast.bench.sale;

import holdfast.Inventory;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// One pool that all clients want, too big to be sold out.
public record HotPool(long capacity) implements Field {
    static final String POOL = "hot";

    @Override
    public String word() {
        return "hot";
    }

    @Override
    public String title() {
        return "One hot pool";
    }

    @Override
    public List<Inventory> pattern() {
        return List.of(new Inventory.Pool(POOL, capacity));
    }

    @Override
    public boolean oneRow() {
        return true;
    }

    /// One to four places.
    static WantedClaim.Places places(String workspace, RandomGenerator random) {
        return new WantedClaim.Places(workspace, POOL, random.nextInt(1, 5));
    }

    @Override
    public Sale open(String workspace, int copies) {
        return new Open(workspace);
    }

    private record Open(String workspace) implements Sale {
        @Override
        public Optional<WantedClaim> next(RandomGenerator random) {
            return Optional.of(places(workspace, random));
        }
    }
}
