package holdfast.server.jobs;

import holdfast.Holdfast;
import holdfast.ScheduledAudits;
import holdfast.server.ops.Health;
import holdfast.server.ops.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/// The periodic jobs of a node.
public final class Jobs implements AutoCloseable {
    /// How long a job may go without progress, beside its rests, before the health check complains.
    private static final Duration PROMPT = Duration.ofMinutes(2);
    /// The audit of a single workspace may be long, and so is the rest after it.
    private static final Duration AUDIT = Duration.ofHours(1);

    private static final Duration BREATH = Duration.ofMillis(10);

    private final AuditJob auditor;
    private final List<Job> jobs;
    private final List<BackgroundWork> more;

    /// How long the jobs rest.
    ///
    /// @param expire  between searches for expired holds
    /// @param audit   after an audit of all workspaces, and how often everything is audited
    /// @param measure between measurements of the database
    public record Pace(Duration expire, ScheduledAudits.Pace audit, Duration measure) {
        public static Pace usual(ScheduledAudits.Pace audit) {
            return new Pace(Duration.ofSeconds(5), audit, Duration.ofSeconds(10));
        }
    }

    private Jobs(AuditJob auditor, List<Job> jobs, List<BackgroundWork> more) {
        this.auditor = auditor;
        this.jobs = jobs;
        this.more = List.copyOf(more);
    }

    /// Starts the jobs.
    ///
    /// @param archive archives what ended long ago; empty where nothing is archived
    /// @param more    work of other parts
    public static Jobs begin(
            Holdfast holdfast, ScheduledAudits audits, DataSource source,
            Supplier<Optional<String>> database, Metrics metrics, Pace pace,
            Optional<Runnable> archive, List<BackgroundWork> more) {
        AuditJob auditor = new AuditJob(audits, metrics, pace.audit());
        Duration audit = pace.audit().every();
        GaugeJob gauges = new GaugeJob(source, database, metrics, pace.measure());
        List<Job> jobs = new ArrayList<>(List.of(
                Job.begin("expirer", new Job.Pace(pace.expire(), PROMPT),
                        new ExpireJob(holdfast, pace.expire()), metrics),
                Job.begin("auditor", new Job.Pace(
                        shorter(audit, Duration.ofSeconds(30)),
                        AUDIT.plus(audit.multipliedBy(2))), auditor, metrics),
                Job.begin("gauges", new Job.Pace(
                        shorter(pace.measure(), Duration.ofSeconds(1)),
                        PROMPT.plus(pace.measure().multipliedBy(2))), gauges, metrics)));
        archive.ifPresent(work -> jobs.add(Job.begin("archiver",
                new Job.Pace(ArchiveJob.REST, ArchiveJob.REST.multipliedBy(2)),
                new ArchiveJob(work), metrics)));
        for (BackgroundWork work : more) {
            // With more to do, the next round comes at once.
            jobs.add(Job.begin(work.name(),
                    new Job.Pace(work.rest(), PROMPT.plus(work.rest().multipliedBy(2))),
                    self -> work.work().some() ? BREATH : work.rest(), metrics));
        }
        return new Jobs(auditor, List.copyOf(jobs), more);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /// The result of the last audits, by any node. A finding does not stop sales by itself: operators
    /// decide that.
    public Health.Check check() {
        return new Health.Check("audit", false, auditor::complaint);
    }

    /// The jobs without progress. A node without its jobs still sells.
    public Health.Check jobs() {
        return new Health.Check("jobs", false, () -> {
            String complaints = String.join("; ", jobs.stream()
                    .flatMap(job -> job.complaint().stream()).toList());
            return complaints.isEmpty() ? Optional.empty() : Optional.of(complaints);
        });
    }

    @Override
    public void close() {
        more.forEach(work -> work.stopping().run());
        List<Thread> closing = jobs.stream()
                .map(job -> Thread.startVirtualThread(job::close)).toList();
        try {
            for (Thread each : closing) {
                each.join();
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
