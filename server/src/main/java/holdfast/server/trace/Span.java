package holdfast.server.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// A part of a trace that is over.
///
/// @param parent the span it is a part of; empty for none
/// @param server whether it is a whole request
/// @param said   what is known of it, by OpenTelemetry's names where they have one
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
