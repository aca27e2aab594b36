package holdfast.judge.money;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The findings, and how often each promise was checked.
public record MoneyVerdict(List<Finding> findings, Map<MoneyPromise, Long> weighed) {
    public MoneyVerdict {
        findings = List.copyOf(findings);
        weighed = Map.copyOf(weighed);
    }

    /// A broken promise and what shows it.
    public record Finding(MoneyPromise promise, String why) {
        @Override
        public String toString() {
            return promise.words() + ": " + why;
        }
    }

    public boolean clean() {
        return findings.isEmpty();
    }

    public Set<MoneyPromise> broken() {
        return findings.stream().map(Finding::promise)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(MoneyPromise.class)));
    }

    public long weighed(MoneyPromise promise) {
        return weighed.getOrDefault(promise, 0L);
    }

    /// How many findings there are of this promise.
    public long count(MoneyPromise promise) {
        return findings.stream().filter(each -> each.promise() == promise).count();
    }

    @Override
    public String toString() {
        return findings.stream().map(Finding::toString).collect(Collectors.joining("\n"))
                + "\nweighed: " + new EnumMap<>(weighed);
    }
}
