package holdfast.server.trace;

import holdfast.server.http.Seen;
import holdfast.server.http.Witness;
import holdfast.server.watch.Spans;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/// Makes a span of each request and one of each verb it asks the engine for. What a client began is
/// gone on with, and where the client does not want to be traced, nothing is.
public final class Traces implements Witness, Spans, AutoCloseable {
    private static final String LOGGED = "trace";
    private static final ThreadLocal<@Nullable Begun> CURRENT = new ThreadLocal<>();

    private final Witness next;
    private final Export export;
    private final int oneIn;

    /// A request that is under way on this thread.
    private record Begun(Context context, String parent, Instant at) {}

    private Traces(Witness next, Export export, int oneIn) {
        this.next = next;
        this.export = export;
        this.oneIn = oneIn;
    }

    /// Sends to an endpoint that speaks OTLP over HTTP.
    ///
    /// @param oneIn of so many requests that come without a trace of their own one is traced
    /// @param next  who else sees every request
    public static Traces to(URI endpoint, int oneIn, Witness next) {
        return new Traces(next, new Export(endpoint), oneIn);
    }

    @Override
    public void comes(String id, Optional<String> traceparent) {
        next.comes(id, traceparent);
        Optional<Context> parent = traceparent.flatMap(Context::of);
        Context context = parent.map(Context::child).orElseGet(() ->
                Context.fresh(ThreadLocalRandom.current().nextInt(oneIn) == 0));
        if (context.sampled()) {
            MDC.put(LOGGED, context.trace());
            CURRENT.set(new Begun(
                    context, parent.map(Context::span).orElse(""), Instant.now()));
        }
    }

    @Override
    public void saw(Seen seen) {
        next.saw(seen);
        Begun begun = CURRENT.get();
        if (begun == null) {
            return;
        }
        CURRENT.remove();
        MDC.remove(LOGGED);
        export.add(new Span(begun.context, begun.parent, seen.method() + " " + seen.path(),
                new Span.Took(begun.at, seen.took()), true,
                new Span.Said(Map.of(
                        "http.request.method", seen.method(),
                        "http.route", seen.path(),
                        "http.response.status_code", Integer.toString(seen.status()),
                        "holdfast.request", seen.id(),
                        "holdfast.workspace", seen.who().workspace()),
                        seen.status() >= 500)));
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

    /// Sends what is left, for a moment.
    @Override
    public void close() {
        export.close();
    }
}
