package holdfast.server.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;
import java.time.Duration;

/// How OpenTelemetry's SDK sends finished spans: in batches, on threads of its own. Requests never
/// wait for it: when the queue is full or the collector does not take a batch, the spans are dropped
/// and the SDK logs how many.
final class Export {
    private static final int QUEUED_SPANS = 4_096;
    private static final int BATCH = 512;
    private static final Duration DELAY = Duration.ofMillis(500);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private Export() {}

    static Resource resource() {
        return Resource.create(Attributes.builder()
                .put("service.name", "holdfast")
                .put("process.pid", ProcessHandle.current().pid())
                .build());
    }

    /// A batch is tried once: while the SDK waits for another try, the queue fills up.
    static SpanProcessor to(URI endpoint) {
        return BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint.toString().replaceFirst("/+$", "") + "/v1/traces")
                .setConnectTimeout(TIMEOUT)
                .setTimeout(TIMEOUT)
                .setRetryPolicy(null)
                .build())
                .setMaxQueueSize(QUEUED_SPANS)
                .setMaxExportBatchSize(BATCH)
                .setScheduleDelay(DELAY)
                .setExporterTimeout(TIMEOUT)
                .build();
    }
}
