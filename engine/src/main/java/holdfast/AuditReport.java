package holdfast;

import java.util.List;
import java.util.Map;

/// What was recomputed and what disagrees. Nothing disagrees when all is well.
///
/// @param compared how much of the caller's own was compared with the engine's, by the words that
///                 the caller's check has for it
public record AuditReport(Counts counts, Map<String, Long> compared, List<Finding> findings) {
    public AuditReport {
        compared = Map.copyOf(compared);
        findings = List.copyOf(findings);
    }

    /// How much the engine has.
    public record Counts(long pools, long seatMaps, long calendars, long holds, long entries) {}

    public boolean clean() {
        return findings.isEmpty();
    }

    public long pools() {
        return counts.pools;
    }

    public long seatMaps() {
        return counts.seatMaps;
    }

    public long calendars() {
        return counts.calendars;
    }

    public long holds() {
        return counts.holds;
    }

    public long entries() {
        return counts.entries;
    }

    /// One disagreement: which promise, where, and the two things that differ.
    public record Finding(String promise, String inventory, String detail) {}
}
