package holdfast.server.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Claim;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Inventory;
import holdfast.ScheduledAudits;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import holdfast.server.ops.Health;
import holdfast.server.ops.MeteredHoldfast;
import holdfast.server.ops.Metrics;
import holdfast.server.ops.SpanListener;
import holdfast.testkit.Scratch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JobsTest {
    private static final Jobs.Pace BRISK = pace(Duration.ofMillis(20), Duration.ofMillis(20));
    private static final Jobs.Pace IDLE = pace(Duration.ofDays(1), Duration.ofDays(1));

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private final Metrics metrics = new Metrics();
    private Engine engine;
    private Holdfast holdfast;

    @BeforeEach
    void open() {
        scratch.database().clock();
        engine = Engine.open(scratch.database().dataSource(), Limits.usual());
        holdfast = new MeteredHoldfast(engine, metrics, SpanListener.NONE);
        holdfast.offer("main", new Inventory.Pool("club", 100_000, Optional.empty()));
    }

    @AfterEach
    void close() {
        holdfast.close();
    }

    private static Jobs.Pace pace(Duration work, Duration measure) {
        return new Jobs.Pace(
                work, new ScheduledAudits.Pace(work, Duration.ofHours(1)), measure);
    }

    private Jobs begin(Jobs.Pace pace) {
        return Jobs.begin(holdfast, engine, scratch.database().dataSource(), Optional::empty,
                metrics, pace, Optional.empty(), List.of());
    }

    private void hold(int times) {
        for (int number = 0; number < times; number++) {
            holdfast.hold(new HoldRequest("main", new Claim.Capacity("club", 1)));
        }
    }

    private boolean shows(String line) {
        return new String(metrics.text(), UTF_8).lines().anyMatch(line::equals);
    }

    @Test
    void expiresEachHoldOnceOnTwoNodes() throws Exception {
        hold(40);
        scratch.database().clock().tick(Duration.ofHours(1));
        try (Jobs one = begin(BRISK); Jobs other = begin(BRISK)) {
            assertThat(one.check().name()).isEqualTo(other.check().name());
            WaitUntil.until(() -> shows("holdfast_holds_expired_total 40.0"));
            hold(30);
            scratch.database().clock().tick(Duration.ofHours(1));
            WaitUntil.until(() -> shows("holdfast_holds_expired_total 70.0"));
        }
        assertThat(holdfast.audit("main").clean()).isTrue();
    }

    @Test
    void reportsTheLagUntilHoldsAreExpired() throws Exception {
        hold(1);
        scratch.database().clock().set(scratch.database().clock().now()
                .plus(HoldRequest.USUAL).plusSeconds(90));
        Jobs.Pace looking = pace(Duration.ofDays(1), Duration.ofMillis(20));
        try (Jobs jobs = begin(looking)) {
            assertThat(jobs.check().vital()).isFalse();
            WaitUntil.until(() -> new String(metrics.text(), UTF_8).lines()
                    .anyMatch(line -> line.matches("holdfast_cleanup_lag_seconds (89|90)\\.\\d+")));
            holdfast.expire(10);
            WaitUntil.until(() -> shows("holdfast_cleanup_lag_seconds 0.0"));
        }
    }

    @Test
    void reportsAFailedAuditUntilItPasses() throws Exception {
        hold(2);
        scratch.database().run("UPDATE pool SET taken = taken + 1");
        try (Jobs jobs = begin(BRISK)) {
            Health.Check check = jobs.check();
            WaitUntil.until(() -> check.complaint().get().isPresent());
            assertThat(check.complaint().get().orElseThrow())
                    .startsWith("2 findings in 1 workspace");
            WaitUntil.until(() -> shows("holdfast_audit_findings 2.0"));
            scratch.database().run("UPDATE pool SET taken = taken - 1");
            WaitUntil.until(() -> check.complaint().get().isEmpty());
            WaitUntil.until(() -> shows("holdfast_audit_findings 0.0"));
        }
    }

    @Test
    void countsAFailedRunAndContinues() throws Exception {
        scratch.database().run("ALTER TABLE hold RENAME TO gone");
        try (Jobs jobs = begin(BRISK)) {
            assertThat(jobs.check().vital()).isFalse();
            WaitUntil.until(() -> shows("holdfast_job_failures_total{task=\"gauges\"} 2.0"));
            scratch.database().run("ALTER TABLE gone RENAME TO hold");
            WaitUntil.until(() -> new String(metrics.text(), UTF_8)
                    .contains("holdfast_job_done_timestamp_seconds{task=\"gauges\"}"));
        }
    }

    /// As in an audit that runs out of memory.
    @Test
    void continuesAfterAnError() throws Exception {
        AtomicInteger rounds = new AtomicInteger();
        Job.Pace pace = new Job.Pace(Duration.ofMillis(10), Duration.ofHours(1));
        try (Job job = Job.begin("counter", pace, self -> {
            if (rounds.incrementAndGet() < 3) {
                throw new OutOfMemoryError("as if");
            }
            return Duration.ofMillis(10);
        }, metrics)) {
            WaitUntil.until(() -> rounds.get() > 4);
            assertThat(shows("holdfast_job_failures_total{task=\"counter\"} 2.0")).isTrue();
            assertThat(job.complaint()).isEmpty();
        }
    }

    @Test
    void reportsTheAgeOfAStalledJob() throws Exception {
        Job.Pace pace = new Job.Pace(Duration.ofMillis(10), Duration.ofMillis(100));
        AtomicBoolean fails = new AtomicBoolean(true);
        try (Job job = Job.begin("counter", pace, self -> {
            if (fails.get()) {
                throw new IllegalStateException("as if");
            }
            return Duration.ofMillis(10);
        }, metrics)) {
            WaitUntil.until(() -> job.complaint().isPresent());
            assertThat(job.complaint().orElseThrow())
                    .startsWith("the counter has not succeeded for ");
            fails.set(false);
            WaitUntil.until(() -> job.complaint().isEmpty());
        }
    }

    @Test
    void reportsFailuresOfEachJobFromTheStart() {
        try (Jobs jobs = begin(IDLE)) {
            for (String job : List.of("expirer", "auditor", "gauges")) {
                assertThat(shows("holdfast_job_failures_total{task=\"" + job + "\"} 0.0"))
                        .as(job).isTrue();
            }
            assertThat(jobs.jobs().vital()).isFalse();
            assertThat(jobs.jobs().complaint().get()).isEmpty();
        }
    }

    @Test
    void stopsAtOnceWhileItWaits() {
        Jobs jobs = begin(IDLE);
        long began = System.nanoTime();
        jobs.close();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
    }
}
