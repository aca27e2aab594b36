package holdfast.server.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// How OpenTelemetry's SDK sends finished spans: in batches, on threads of its own. Requests never
/// wait for it: when the queue is full or the collector does not take a batch, the spans are dropped
/// and the SDK logs how many.
final class Export {
    private static final int QUEUED_SPANS = 4_096;
    private static final int BATCH = 512;
    /// A quiet server sends one batch for all of its requests within this time.
    private static final Duration DELAY = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private Export() {}

    static Resource resource() {
        String version = Export.class.getPackage().getImplementationVersion();
        return Resource.create(Attributes.builder()
                .put("service.name", "holdfast")
                .put("service.version", version == null ? "unknown" : version)
                .put("process.pid", ProcessHandle.current().pid())
                .build());
    }

    /// A batch is tried once: while the SDK waits for another try, the queue fills up.
    static SpanProcessor to(URI endpoint, Map<String, String> headers) {
        return BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint.toString().replaceFirst("/+$", "") + "/v1/traces")
                .setHeaders(() -> headers)
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
