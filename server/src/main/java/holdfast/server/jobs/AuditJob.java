package holdfast.server.jobs;

import holdfast.AuditReport;
import holdfast.HoldfastReads;
import holdfast.server.ops.Metrics;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The scheduled audit of all workspaces, one after the other. A finding raises an alarm in the
/// log, the metrics and the node's health check.
///
/// After each workspace it rests four times as long as that audit took, so it uses at most a fifth
/// of a connection.
final class AuditJob implements Job.Round {
    private static final Logger LOG = LoggerFactory.getLogger(AuditJob.class);
    private static final int REST = 4;
    private static final int MOST_SHOWN = 20;

    private final HoldfastReads holdfast;
    private final Metrics metrics;
    private final Duration rest;
    private volatile String last = "";

    AuditJob(HoldfastReads holdfast, Metrics metrics, Duration rest) {
        this.holdfast = holdfast;
        this.metrics = metrics;
        this.rest = rest;
    }

    @Override
    public Duration work(Job self) {
        int findings = 0;
        int disagreeing = 0;
        for (String workspace : holdfast.workspaces()) {
            long began = System.nanoTime();
            AuditReport report = holdfast.audit(workspace);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            metrics.audited(report, took);
            self.progressed();
            if (!report.clean()) {
                findings += report.findings().size();
                disagreeing++;
                alarm(workspace, report);
                // Reported at once: auditing all other workspaces may take hours.
                last = summary(findings, disagreeing);
                metrics.disagrees(findings);
            }
            if (!self.continuesAfter(took.multipliedBy(REST))) {
                return rest;
            }
        }
        last = findings == 0 ? "" : summary(findings, disagreeing);
        metrics.auditedAll(findings);
        return rest;
    }

    private static String summary(int findings, int disagreeing) {
        return findings + (findings == 1 ? " finding" : " findings") + " in "
                + disagreeing + (disagreeing == 1 ? " workspace" : " workspaces")
                + "; see the log, or run ./holdfast audit";
    }

    private static void alarm(String workspace, AuditReport report) {
        LOG.error("THE AUDIT DISAGREES in {}: {} findings", workspace, report.findings().size());
        report.findings().stream().limit(MOST_SHOWN)
                .forEach(finding -> LOG.error("In {}: {}: {}: {}", workspace,
                        finding.promise(), finding.inventory(), finding.detail()));
    }

    Optional<String> complaint() {
        return last.isEmpty() ? Optional.empty() : Optional.of(last);
    }
}
