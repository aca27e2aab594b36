package holdfast;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Audits that are run again and again, on any number of nodes. One node at a time audits a
/// workspace. An audit reads what changed since the last clean one; now and then it reads
/// everything, and after a finding the next one does too.
public interface ScheduledAudits {
    /// Audits a workspace, unless another node is doing it or has done it within half of the pause.
    Optional<Round> auditNext(String workspace, Pace pace);

    /// The last scheduled audit of each workspace, by any node; empty for one that had none yet.
    Map<String, Optional<LastAudit>> lastAudits();

    /// How often a workspace is audited.
    ///
    /// @param every the pause between two audits
    /// @param whole the longest time between two audits that read everything
    record Pace(Duration every, Duration whole) {}

    /// An audit that took place.
    ///
    /// @param whole whether it read everything
    record Round(AuditReport report, boolean whole) {}

    /// The last audit of a workspace.
    ///
    /// @param at      when it ended
    /// @param wholeAt when the last one that read everything ended
    /// @param findings the number of its findings
    record LastAudit(Instant at, Instant wholeAt, int findings) {}
}
