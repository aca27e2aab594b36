package holdfast.server.jobs;

import holdfast.AuditReport;
import holdfast.ScheduledAudits;
import holdfast.ScheduledAudits.LastAudit;
import holdfast.ScheduledAudits.Round;
import holdfast.server.ops.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The scheduled audit of all workspaces, one after the other. It leaves out those that another
/// node is auditing or has just audited. Findings, of any node, are in the metrics and the health
/// check; the node that found them logs them.
///
/// After each workspace it rests four times as long as that audit took, so it uses at most a fifth
/// of a connection.
final class AuditJob implements Job.Round {
    private static final Logger LOG = LoggerFactory.getLogger(AuditJob.class);
    private static final int REST = 4;
    private static final int MOST_SHOWN = 20;

    private final ScheduledAudits audits;
    private final Metrics metrics;
    private final ScheduledAudits.Pace pace;
    private volatile String last = "";

    AuditJob(ScheduledAudits audits, Metrics metrics, ScheduledAudits.Pace pace) {
        this.audits = audits;
        this.metrics = metrics;
        this.pace = pace;
    }

    @Override
    public Duration work(Job self) {
        Map<String, Optional<LastAudit>> all = audits.lastAudits();
        show(all.values());
        for (String workspace : all.keySet().stream().sorted().toList()) {
            long began = System.nanoTime();
            Optional<Round> round = audits.auditNext(workspace, pace);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            self.progressed();
            if (round.isPresent()) {
                metrics.audited(round.get().report(), took);
                if (!round.get().report().clean()) {
                    alarm(workspace, round.get().report());
                    // Shown at once: auditing all other workspaces may take hours.
                    show(audits.lastAudits().values());
                }
            }
            if (!self.continuesAfter(took.multipliedBy(REST))) {
                return pace.every();
            }
        }
        show(audits.lastAudits().values());
        return pace.every();
    }

    /// Shows the results that the database has.
    private void show(Collection<Optional<LastAudit>> all) {
        int findings = all.stream().flatMap(Optional::stream).mapToInt(LastAudit::findings).sum();
        long disagreeing = all.stream().flatMap(Optional::stream)
                .filter(each -> each.findings() > 0).count();
        last = findings == 0 ? "" : summary(findings, disagreeing);
        metrics.auditFindings(findings);
        if (all.stream().allMatch(Optional::isPresent)) {
            metrics.auditedAll(oldest(all.stream().map(each -> each.orElseThrow().at()).toList()),
                    oldest(all.stream().map(each -> each.orElseThrow().wholeAt()).toList()));
        }
    }

    private static Instant oldest(Collection<Instant> times) {
        return times.stream().min(Comparator.naturalOrder()).orElse(Instant.now());
    }

    private static String summary(int findings, long disagreeing) {
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
