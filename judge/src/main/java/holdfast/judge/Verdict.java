package holdfast.judge;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The judge's findings, and how often each promise was checked: a promise that was never checked
/// is not thereby kept.
public record Verdict(List<BrokenPromise> findings, Map<Promise, Long> weighed) {
    private static final int A_FEW = 4;

    public Verdict {
        findings = List.copyOf(findings);
        weighed = Map.copyOf(weighed);
    }

    public boolean clean() {
        return findings.isEmpty();
    }

    /// The broken promises.
    public Set<Promise> broken() {
        Set<Promise> broken = EnumSet.noneOf(Promise.class);
        findings.forEach(finding -> broken.add(finding.promise()));
        return broken;
    }

    public long weighed(Promise promise) {
        return weighed.getOrDefault(promise, 0L);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(clean() ? "nothing found" : "")
                .append(clean() ? "" : findings.size() + " findings");
        Map<Promise, Long> said = new EnumMap<>(Promise.class);
        findings.stream().filter(each -> said.merge(each.promise(), 1L, Long::sum) <= A_FEW)
                .forEach(each -> text.append("\n").append(each));
        return text.append("\nweighed: ").append(weighed).toString();
    }
}
