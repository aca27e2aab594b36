package holdfast.server.trace;

import holdfast.server.http.RequestListener;
import holdfast.server.http.RequestRecord;
import holdfast.server.ops.SpanListener;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/// Makes a span of each request and of each verb within it. It continues a client's trace, and
/// records nothing if the client's trace is not sampled.
public final class Tracing implements RequestListener, SpanListener, AutoCloseable {
    private static final String LOGGED = "trace";
    private static final ThreadLocal<@Nullable Begun> CURRENT = new ThreadLocal<>();

    private final RequestListener next;
    private final SpanExporter export;
    private final int oneIn;

    /// The request of this thread.
    private record Begun(TraceContext context, String parent, Instant at) {}

    private Tracing(RequestListener next, SpanExporter export, int oneIn) {
        this.next = next;
        this.export = export;
        this.oneIn = oneIn;
    }

    /// Exports to an OTLP endpoint over HTTP.
    ///
    /// @param oneIn of requests without a trace of their own, one in so many is sampled
    /// @param next  the next listener, called before this one
    public static Tracing to(URI endpoint, int oneIn, RequestListener next) {
        return new Tracing(next, new SpanExporter(endpoint), oneIn);
    }

    @Override
    public void comes(String id, Optional<String> traceparent) {
        next.comes(id, traceparent);
        Optional<TraceContext> parent = traceparent.flatMap(TraceContext::of);
        TraceContext context = parent.map(TraceContext::child).orElseGet(
                () -> TraceContext.fresh(ThreadLocalRandom.current().nextInt(oneIn) == 0));
        if (context.sampled()) {
            MDC.put(LOGGED, context.trace());
            CURRENT.set(new Begun(
                    context, parent.map(TraceContext::span).orElse(""), Instant.now()));
        }
    }

    @Override
    public void saw(RequestRecord record) {
        next.saw(record);
        Begun begun = CURRENT.get();
        if (begun == null) {
            return;
        }
        CURRENT.remove();
        MDC.remove(LOGGED);
        export.add(new Span(begun.context, begun.parent, record.method() + " " + record.path(),
                new Span.Took(begun.at, record.took()), true,
                new Span.Said(Map.of(
                        "http.request.method", record.method(),
                        "http.route", record.path(),
                        "http.response.status_code", Integer.toString(record.status()),
                        "holdfast.request", record.id(),
                        "holdfast.workspace", record.who().workspace()),
                        record.status() >= 500)));
    }

    @Override
    public <T> T within(String name, Supplier<T> work) {
        Begun begun = CURRENT.get();
        if (begun == null) {
            return work.get();
        }
        Instant at = Instant.now();
        long began = System.nanoTime();
        boolean failed = true;
        try {
            T answer = work.get();
            failed = false;
            return answer;
        } finally {
            export.add(new Span(begun.context.child(), begun.context.span(), name,
                    new Span.Took(at, Duration.ofNanos(System.nanoTime() - began)), false,
                    new Span.Said(Map.of("holdfast.verb", name), failed)));
        }
    }

    /// Exports what is left, within a short time.
    @Override
    public void close() {
        export.close();
    }
}
