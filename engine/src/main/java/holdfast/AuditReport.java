package holdfast;

import java.util.List;

/// What was recomputed and what disagrees. Nothing disagrees when all is well.
public record AuditReport(
        long pools,
        long seatMaps,
        long calendars,
        long holds,
        long entries,
        List<Finding> findings) {
    public AuditReport {
        findings = List.copyOf(findings);
    }

    public boolean clean() {
        return findings.isEmpty();
    }

    /// One disagreement: which promise, where, and the two things that differ.
    public record Finding(String promise, String inventory, String detail) {}
}
