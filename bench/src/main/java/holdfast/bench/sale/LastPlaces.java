package holdfast.bench.sale;

import holdfast.Inventory;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A pool that is sold out within moments, down to its last place: the first refusal ends the sale.
/// A way that oversells at all oversells here.
public record LastPlaces(int places) implements Field {
    private static final String POOL = "last";

    @Override
    public String word() {
        return "last";
    }

    @Override
    public String title() {
        return "The last %d places".formatted(places);
    }

    @Override
    public List<Inventory> pattern() {
        return List.of(new Inventory.Pool(POOL, places));
    }

    @Override
    public Sale open(String workspace, int copies) {
        return new Open(workspace);
    }

    private static final class Open implements Sale {
        private final String workspace;
        private volatile boolean over;

        Open(String workspace) {
            this.workspace = workspace;
        }

        @Override
        public Optional<WantedClaim> next(RandomGenerator random) {
            return over ? Optional.empty()
                    : Optional.of(new WantedClaim.Places(workspace, POOL, 1));
        }

        @Override
        public void refused(WantedClaim wish) {
            over = true;
        }
    }
}
