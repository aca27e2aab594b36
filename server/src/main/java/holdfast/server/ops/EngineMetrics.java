package holdfast.server.ops;

import holdfast.engine.EngineListener;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.Locale;

/// Metrics of the engine: queues, batches, retries. The labels are the engine's own: its verbs, its
/// reasons, the names of the schema's constraints.
public final class EngineMetrics implements EngineListener {
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
        for (String verb : new String[] {"hold", "confirm"}) {
            shed.initLabelValues(verb);
            failures.initLabelValues(verb);
        }
        for (Reason reason : Reason.values()) {
            retries.initLabelValues("hold", word(reason));
        }
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
    }

    @Override
    public void refused(String verb, String constraint) {
        refusals.labelValues(constraint).inc();
    }

    @Override
    public void failed(String verb, int requests) {
        failures.labelValues(verb).inc(requests);
    }

    private static String word(Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}
