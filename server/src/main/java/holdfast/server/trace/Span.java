package holdfast.server.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// A finished span of a trace.
///
/// @param parent the parent span's id; empty for none
/// @param server whether it is a whole request (kind SERVER)
/// @param said   its attributes, by OpenTelemetry's names where there are some
record Span(
        TraceContext context, String parent, String name, Took took, boolean server, Said said) {

    record Took(Instant began, Duration time) {
        Instant ended() {
            return began.plus(time);
        }
    }

    record Said(Map<String, String> texts, boolean failed) {
        Said {
            texts = Map.copyOf(texts);
        }
    }
}
