package holdfast.bench.sale;

import holdfast.Inventory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.random.RandomGenerator;

/// The hot pool, with an idempotency key in each request. One in twenty is sent a second time: one
/// of the last few hundred, which may be answered already or not.
public record KeyedRequests(HotPool pool) implements Field {
    private static final int AGAIN = 20;
    private static final int RECENT = 256;

    @Override
    public String word() {
        return "keys";
    }

    @Override
    public String title() {
        return "One hot pool, every request with a key";
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
    public boolean keyed() {
        return true;
    }

    @Override
    public Sale open(String workspace, int copies) {
        return new Open(workspace, true);
    }

    @Override
    public Sale unopposed(String workspace, int copies) {
        return new Open(workspace, false);
    }

    private static final class Open implements Sale {
        private final String workspace;
        private final boolean repeats;
        private final AtomicLong sent = new AtomicLong();
        private final AtomicReferenceArray<WantedClaim.Keyed> recent =
                new AtomicReferenceArray<>(RECENT);

        Open(String workspace, boolean repeats) {
            this.workspace = workspace;
            this.repeats = repeats;
        }

        @Override
        public Optional<WantedClaim> next(RandomGenerator random) {
            if (repeats && random.nextInt(AGAIN) == 0) {
                WantedClaim.Keyed earlier = recent.get(random.nextInt(RECENT));
                if (earlier != null) {
                    return Optional.of(earlier);
                }
            }
            long number = sent.incrementAndGet();
            // As long as the keys that clients use, which are random ones.
            String key = "%016x-%016x".formatted(random.nextLong(), number);
            WantedClaim.Keyed wish =
                    new WantedClaim.Keyed(HotPool.places(workspace, random), key);
            recent.set((int) (number % RECENT), wish);
            return Optional.of(wish);
        }
    }
}
