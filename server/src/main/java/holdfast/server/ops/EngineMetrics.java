package holdfast.server.ops;

import holdfast.Verb;
import holdfast.engine.EngineListener;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Metrics of the engine: queues, batches, retries. The labels are the engine's own: its verbs, its
/// reasons, the names of the schema's constraints.
public final class EngineMetrics implements EngineListener {
    private static final Logger LOG = LoggerFactory.getLogger(EngineMetrics.class);
    private static final Duration QUIET = Duration.ofSeconds(10);

    private final AtomicLong logged =
            new AtomicLong(System.nanoTime() - Duration.ofHours(1).toNanos());
    private final Histogram size;
    private final Histogram waited;
    private final Histogram took;
    private final Counter shed;
    private final Counter retries;
    private final Counter refusals;
    private final Counter failures;

    public EngineMetrics(Metrics metrics) {
        size = metrics.sizes("holdfast_batch_size",
                "Requests decided in one batch.", "verb");
        waited = metrics.seconds("holdfast_queue_wait_seconds",
                "How long the oldest request of a batch waited in the queue.", "verb");
        took = metrics.seconds("holdfast_batch_seconds",
                "Duration of a batch, including its retries.", "verb");
        shed = metrics.counter("holdfast_shed_total",
                "Requests refused because the queue was full.", "verb");
        retries = metrics.counter("holdfast_retries_total",
                "Batches and reads that failed and were retried, by reason.",
                "verb", "reason");
        refusals = metrics.counter("holdfast_constraint_refusals_total",
                "Batches that a constraint refused and that were decided again.", "constraint");
        failures = metrics.counter("holdfast_failed_requests_total",
                "Requests that got no answer: the last try failed.", "verb");
        for (Verb verb : Verb.values()) {
            String word = verb.name().toLowerCase(Locale.ROOT);
            shed.initLabelValues(word);
            failures.initLabelValues(word);
            begin(word);
        }
        failures.initLabelValues("read");
        begin("read");
    }

    /// A counter that is born with 1 has no increase, and its alert would be silent.
    private void begin(String verb) {
        for (Reason reason : Reason.values()) {
            retries.initLabelValues(verb, word(reason));
        }
    }

    /// The same for the constraints of the schema.
    public void constraints(Collection<String> names) {
        names.forEach(refusals::initLabelValues);
    }

    @Override
    public void served(Batch batch) {
        size.labelValues(batch.verb()).observe(batch.requests());
        waited.labelValues(batch.verb()).observe(Metrics.seconds(batch.waited()));
        took.labelValues(batch.verb()).observe(Metrics.seconds(batch.took()));
    }

    @Override
    public void shed(String verb) {
        shed.labelValues(verb).inc();
    }

    @Override
    public void retried(Retry retry) {
        retries.labelValues(retry.verb(), word(retry.reason())).inc();
        switch (retry.reason()) {
            case DISK_FULL -> log("has no room on its disk", retry);
            case NO_MEMORY -> log("has no memory left", retry);
            case READ_ONLY -> log("accepts no writes", retry);
            case DEADLOCK, SERIALIZATION, LOCK_TIMEOUT, STATEMENT_TIMEOUT, NO_CONNECTION,
                    CONNECTION_LOST, COMMIT_UNKNOWN, CONSTRAINT, OVERTAKEN, OTHER -> {}
        }
    }

    @Override
    public void refused(String verb, String constraint) {
        refusals.labelValues(constraint).inc();
    }

    @Override
    public void failed(String verb, int requests) {
        failures.labelValues(verb).inc(requests);
    }

    /// At most one line for a while: every request meets it.
    private void log(String what, Retry retry) {
        long now = System.nanoTime();
        long before = logged.get();
        if (now - before > QUIET.toNanos() && logged.compareAndSet(before, now)) {
            LOG.error("The database {} (SQLSTATE {}); requests wait and are tried again", what,
                    retry.sqlState());
        }
    }

    private static String word(Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}
