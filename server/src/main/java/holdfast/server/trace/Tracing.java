package holdfast.server.trace;

import holdfast.server.http.RequestListener;
import holdfast.server.http.RequestRecord;
import holdfast.server.ops.SpanListener;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/// Makes a span of each request and of each verb within it. It continues a client's trace, and
/// records nothing if the client's trace is not sampled.
public final class Tracing implements RequestListener, SpanListener, AutoCloseable {
    private static final String LOGGED = "trace";
    private static final int SECONDS_TO_FLUSH = 2;
    /// The span of this thread's request, if it is sampled.
    private static final ThreadLocal<@Nullable Span> CURRENT = new ThreadLocal<>();

    private final RequestListener next;
    private final SdkTracerProvider provider;
    private final Tracer tracer;

    private Tracing(RequestListener next, SdkTracerProvider provider) {
        this.next = next;
        this.provider = provider;
        tracer = provider.get("holdfast");
    }

    /// Exports to an OTLP endpoint over HTTP.
    ///
    /// @param headers for the endpoint, such as its key
    /// @param oneIn of requests without a trace of their own, one in so many is sampled
    /// @param next  the next listener, called before this one
    public static Tracing to(
            URI endpoint, Map<String, String> headers, int oneIn, RequestListener next) {
        return new Tracing(next, SdkTracerProvider.builder()
                .setResource(Export.resource())
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(1.0 / oneIn)))
                .addSpanProcessor(Export.to(endpoint, headers))
                .build());
    }

    /// The context that a `traceparent` describes; the root if it is absent or malformed.
    static Context parent(Optional<String> traceparent) {
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), traceparent,
                (header, name) -> name.equals("traceparent") && header != null
                        ? header.orElse(null) : null);
    }

    @Override
    public void comes(String id, Optional<String> traceparent) {
        next.comes(id, traceparent);
        Span request = tracer.spanBuilder("request").setParent(parent(traceparent))
                .setSpanKind(SpanKind.SERVER).startSpan();
        if (request.isRecording()) {
            MDC.put(LOGGED, request.getSpanContext().getTraceId());
            CURRENT.set(request);
        }
    }

    @Override
    public void saw(RequestRecord record) {
        next.saw(record);
        Span request = CURRENT.get();
        if (request == null) {
            return;
        }
        CURRENT.remove();
        MDC.remove(LOGGED);
        request.updateName(record.method() + " " + record.path())
                .setAttribute("http.request.method", record.method())
                .setAttribute("http.route", record.path())
                .setAttribute("http.response.status_code", record.status())
                .setAttribute("holdfast.request", record.id())
                .setAttribute("holdfast.workspace", record.who().workspace());
        end(request, record.status() >= 500);
    }

    @Override
    public <T> T within(String name, Supplier<T> work) {
        Span request = CURRENT.get();
        if (request == null) {
            return work.get();
        }
        Span verb = tracer.spanBuilder(name).setParent(Context.root().with(request))
                .setAttribute("holdfast.verb", name).startSpan();
        boolean failed = true;
        try {
            T answer = work.get();
            failed = false;
            return answer;
        } finally {
            end(verb, failed);
        }
    }

    private static void end(Span span, boolean failed) {
        if (failed) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    /// Exports what is left, within a short time.
    @Override
    public void close() {
        provider.shutdown().join(SECONDS_TO_FLUSH, TimeUnit.SECONDS);
    }
}
