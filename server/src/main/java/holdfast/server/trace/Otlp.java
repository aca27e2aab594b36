package holdfast.server.trace;

import holdfast.server.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// OpenTelemetry's protocol for traces, in its JSON form.
final class Otlp {
    private static final int SERVER = 2;
    private static final int INTERNAL = 1;
    private static final int ERROR = 2;

    private Otlp() {}

    static byte[] json(List<Span> spans) {
        return Json.object(root -> root.array("resourceSpans", List.of(spans), Otlp::resource));
    }

    private static void resource(Json json, List<Span> spans) {
        json.object("resource", resource -> attributes(resource, Map.of(
                "service.name", "holdfast",
                "process.pid", Long.toString(ProcessHandle.current().pid()))));
        json.array("scopeSpans", List.of(spans), (scope, all) -> {
            scope.object("scope", name -> name.put("name", "holdfast"));
            scope.array("spans", all, Otlp::span);
        });
    }

    private static void span(Json json, Span span) {
        json.put("traceId", span.context().trace()).put("spanId", span.context().span());
        if (!span.parent().isEmpty()) {
            json.put("parentSpanId", span.parent());
        }
        json.put("name", span.name()).put("kind", span.server() ? SERVER : INTERNAL)
                .put("startTimeUnixNano", nanos(span.took().began()))
                .put("endTimeUnixNano", nanos(span.took().ended()));
        attributes(json, span.said().texts());
        if (span.said().failed()) {
            json.object("status", status -> status.put("code", ERROR));
        }
    }

    private static void attributes(Json json, Map<String, String> texts) {
        json.array("attributes", new TreeMap<>(texts).entrySet(), (attribute, entry) -> attribute
                .put("key", entry.getKey())
                .object("value", value -> value.put(
                        entry.getKey().equals("http.response.status_code")
                                ? "intValue" : "stringValue",
                        entry.getValue())));
    }

    /// Nanoseconds do not fit into a JSON number; the protocol writes them as a text.
    private static String nanos(Instant at) {
        return Long.toString(TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano());
    }
}
