package holdfast.server.ops;

import holdfast.AuditReport;
import holdfast.Verb;
import holdfast.server.http.RequestRecord;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;

/// The metrics. Label values are fixed names (a route, a verb, an outcome, a kind), so that clients
/// cannot raise their number.
public final class Metrics {
    private static final double[] SECONDS = {
            0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

    private final Counter requests = counter("holdfast_requests_total",
            "Answered requests.", "method", "route", "status");
    private final Histogram requestSeconds = seconds("holdfast_request_seconds",
            "Duration of requests, without streams.", "method", "route");
    private final Counter outcomes = counter("holdfast_outcomes_total",
            "Outcomes of the engine, by verb and outcome.", "verb", "outcome");
    private final Histogram verbSeconds = seconds("holdfast_verb_seconds",
            "Duration of the engine's verbs, including the wait in the queue.", "verb");
    private final Counter conflicts = counter("holdfast_conflicts_total",
            "Claims that were refused because seats, places or times were taken, by kind.", "verb",
            "kind");
    private final Counter made = counter("holdfast_holds_made_total", "Holds granted.");
    private final Counter confirmed = counter("holdfast_holds_confirmed_total",
            "Holds that became bookings.");
    private final Counter cancelled = counter("holdfast_holds_cancelled_total",
            "Holds and bookings that were cancelled.");
    private final Counter expired = counter("holdfast_holds_expired_total",
            "Holds that this node marked as expired.");
    private final Counter tooLate = counter("holdfast_expired_while_paying_total",
            "Confirmations that came after the deadline.");
    private final Counter jobFailures = counter("holdfast_job_failures_total",
            "Failed runs of scheduled jobs.", "task");
    private final Gauge jobDone = gauge("holdfast_job_done_timestamp_seconds",
            "When a scheduled job last succeeded.", "task");
    private final OutOfMemory memory = new OutOfMemory(this);
    private final Counter audits = counter("holdfast_audits_total",
            "Workspaces audited, by result.", "result");
    private final Gauge auditFindings = gauge("holdfast_audit_findings",
            "Findings of the last audits of all workspaces, by any node.");
    private final Gauge auditDone = gauge("holdfast_audit_done_timestamp_seconds",
            "Since when all workspaces have been audited, by any node, or when the process began.");
    private final Gauge auditWhole = gauge("holdfast_audit_whole_timestamp_seconds",
            "The same of the audits that read everything.");
    private final Histogram auditSeconds = Histogram.builder()
            .name("holdfast_audit_seconds").help("Duration of the audit of one workspace.")
            .classicOnly().classicUpperBounds(0.01, 0.1, 1, 10, 60, 600).register(registry);

    private final DatabaseGauges database = new DatabaseGauges(this);

    public Metrics() {
        ProcessMetrics.register(registry);
        // Before the first audit its age counts from the start of the process, so that an audit
        // that never finishes is noticed.
        auditDone.set(System.currentTimeMillis() / 1e3);
        auditWhole.set(System.currentTimeMillis() / 1e3);
        // A counter that never counted would be missing, and its alerts would be silent.
        for (Counter each : new Counter[] {made, confirmed, cancelled, expired, tooLate}) {
            each.initLabelValues();
        }
        audits.initLabelValues("clean");
        audits.initLabelValues("disagrees");
        for (Verb verb : Verb.values()) {
            String word = verb.name().toLowerCase(Locale.ROOT);
            outcomes.initLabelValues(word, "unanswered");
            outcomes.initLabelValues(word, "failed");
        }
        outcomes.initLabelValues("hold", "granted");
        outcomes.initLabelValues("hold", "unavailable");
        for (String kind : new String[] {"seats", "capacity", "time"}) {
            conflicts.initLabelValues("hold", kind);
        }
    }

    Counter counter(String name, String help, String... labels) {
        return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
    }

    Gauge gauge(String name, String help, String... labels) {
        return Gauge.builder().name(name).help(help).labelNames(labels).register(registry);
    }

    Histogram seconds(String name, String help, String... labels) {
        return Histogram.builder().name(name).help(help).labelNames(labels)
                .classicOnly().classicUpperBounds(SECONDS).register(registry);
    }

    Histogram sizes(String name, String help, String... labels) {
        return Histogram.builder().name(name).help(help).labelNames(labels)
                .classicOnly().classicExponentialUpperBounds(1, 2, 11).register(registry);
    }

    /// A gauge whose value is read at every scrape, so it must be fast.
    public void watch(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder().name(name).help(help)
                .callback(callback -> callback.call(value.getAsDouble())).register(registry);
    }

    /// A counter whose value is read at every scrape.
    public void watchCount(String name, String help, DoubleSupplier value) {
        CounterWithCallback.builder().name(name).help(help)
                .callback(callback -> callback.call(value.getAsDouble())).register(registry);
    }

    /// The pool: connections in use, idle connections, and callers that wait for one.
    public void watchPool(IntSupplier active, IntSupplier idle, IntSupplier waiting) {
        GaugeWithCallback.builder().name("holdfast_pool_connections")
                .help("Connections to the database, by state.").labelNames("state")
                .callback(callback -> {
                    callback.call(active.getAsInt(), "active");
                    callback.call(idle.getAsInt(), "idle");
                }).register(registry);
        watch("holdfast_pool_waiting", "Callers that wait for a connection.", waiting::getAsInt);
    }

    void answered(RequestRecord record) {
        requests.labelValues(record.method(), record.path(), Integer.toString(record.status()))
                .inc();
        if (!record.stream()) {
            requestSeconds.labelValues(record.method(), record.path())
                    .observe(seconds(record.took()));
        }
    }

    void outcome(String verb, String outcome, Duration took) {
        outcomes.labelValues(verb, outcome).inc();
        verbSeconds.labelValues(verb).observe(seconds(took));
    }

    void conflict(String verb, String kind) {
        conflicts.labelValues(verb, kind).inc();
    }

    void made() {
        made.inc();
    }

    void confirmed() {
        confirmed.inc();
    }

    void cancelled() {
        cancelled.inc();
    }

    void expired(int holds) {
        expired.inc(holds);
    }

    void tooLate() {
        tooLate.inc();
    }

    /// Counts an OutOfMemoryError that a request or a job met; ends the process if they go on.
    public void outOfMemory(Throwable failure) {
        memory.met(failure);
    }

    /// Registers a job: its failures are 0 and its age counts from now, so that a job that never
    /// succeeds is noticed.
    public void jobBegins(String job) {
        jobFailures.initLabelValues(job);
        jobDone(job);
    }

    public void jobDone(String job) {
        jobDone.labelValues(job).set(System.currentTimeMillis() / 1e3);
    }

    public void jobFailed(String job) {
        jobFailures.labelValues(job).inc();
    }

    public void audited(AuditReport report, Duration took) {
        audits.labelValues(report.clean() ? "clean" : "disagrees").inc();
        auditSeconds.observe(seconds(took));
    }

    /// The findings of the last audits of all workspaces, by any node.
    public void auditFindings(int findings) {
        auditFindings.set(findings);
    }

    /// Since when all workspaces have been audited, and audited as a whole.
    public void auditedAll(Instant since, Instant wholeSince) {
        auditDone.set(since.toEpochMilli() / 1e3);
        auditWhole.set(wholeSince.toEpochMilli() / 1e3);
    }

    public DatabaseGauges database() {
        return database;
    }

    static double seconds(Duration took) {
        return took.toNanos() / 1e9;
    }

    /// All metrics in Prometheus' text format.
    public byte[] text() {
        ByteArrayOutputStream text = new ByteArrayOutputStream(32_768);
        try {
            writer.write(text, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toByteArray();
    }
}
