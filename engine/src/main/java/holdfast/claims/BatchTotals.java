package holdfast.claims;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The totals of a batch of planned holds: how much each pool moves, the pools in the order in
/// which they are locked, and which line of its pool's journal each allotment is.
public final class BatchTotals {

    /// What moves in one pool; `place` is its position among all of them, from one on.
    public static final class Pool {
        private final String id;
        private int place;
        private long lines;
        private long quantity;

        private Pool(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }

        public int place() {
            return place;
        }

        public long lines() {
            return lines;
        }

        public long quantity() {
            return quantity;
        }
    }

    /// The `nth` line that this batch writes for the pool, from one on.
    public record Line(PlannedHold hold, Allotment.Places allotment, Pool pool, long nth) {}

    private final List<PlannedHold> holds;
    private final Map<String, Pool> pools = new TreeMap<>();
    private final List<Line> lines = new ArrayList<>();

    public BatchTotals(List<PlannedHold> holds) {
        this.holds = List.copyOf(holds);
        for (PlannedHold hold : this.holds) {
            for (Allotment.Places allotment : hold.allotments()) {
                Pool pool = pools.computeIfAbsent(allotment.inventory(), Pool::new);
                pool.quantity += allotment.quantity();
                lines.add(new Line(hold, allotment, pool, ++pool.lines));
            }
        }
        int place = 0;
        for (Pool pool : pools.values()) {
            pool.place = ++place;
        }
    }

    public List<PlannedHold> holds() {
        return holds;
    }

    public List<Pool> pools() {
        return List.copyOf(pools.values());
    }

    public List<Line> lines() {
        return lines;
    }
}
