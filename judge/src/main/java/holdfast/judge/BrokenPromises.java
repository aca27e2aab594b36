package holdfast.judge;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Collects the findings of the checks. One serious error breaks a promise thousands of times, so
/// only the first few findings of each promise are kept.
final class BrokenPromises {
    private static final int ENOUGH = 50;

    private final List<BrokenPromise> findings = new ArrayList<>();
    private final Map<Promise, Long> weighed = new EnumMap<>(Promise.class);
    private final Map<Promise, Integer> counts = new EnumMap<>(Promise.class);

    void add(Promise promise, String why, List<Operation> operations) {
        if (counts.merge(promise, 1, Integer::sum) <= ENOUGH) {
            findings.add(new BrokenPromise(promise, why, operations));
        }
    }

    void add(Promise promise, String why, Operation... operations) {
        add(promise, why, List.of(operations));
    }

    /// Counts one comparison that could have shown the promise broken.
    void weighed(Promise promise) {
        weighed.merge(promise, 1L, Long::sum);
    }

    Verdict verdict() {
        return new Verdict(findings, weighed);
    }
}
