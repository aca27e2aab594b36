package holdfast;

import java.util.List;
import java.util.Map;

/// The result of an audit: how much was recomputed, and every disagreement. A correct database has
/// no findings.
///
/// @param compared how many of the caller's own records were compared with the engine's, by the
///                 names that the caller's check uses
public record AuditReport(Counts counts, Map<String, Long> compared, List<Finding> findings) {
    public AuditReport {
        compared = Map.copyOf(compared);
        findings = List.copyOf(findings);
    }

    /// How many records the engine has.
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

    /// One disagreement: the promise, the inventory, and the two values that differ.
    public record Finding(String promise, String inventory, String detail) {}
}
