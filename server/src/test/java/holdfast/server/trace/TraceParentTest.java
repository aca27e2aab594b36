package holdfast.server.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static SpanContext parent(String header) {
        return Span.fromContext(Tracing.parent(Optional.of(header))).getSpanContext();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "00-" + TRACE + "-00f067aa0ba902b7-01",
            "cc-" + TRACE + "-00f067aa0ba902b7-09-a-later-field"})
    void readsTheParentOfASampledTrace(String header) {
        assertThat(parent(header).getTraceId()).isEqualTo(TRACE);
        assertThat(parent(header).getSpanId()).isEqualTo("00f067aa0ba902b7");
        assertThat(parent(header).isSampled()).isTrue();
    }

    @Test
    void readsTheParentOfATraceThatIsNotSampled() {
        SpanContext parent = parent("00-" + TRACE + "-00f067aa0ba902b7-00");
        assertThat(parent.getTraceId()).isEqualTo(TRACE);
        assertThat(parent.getSpanId()).isEqualTo("00f067aa0ba902b7");
        assertThat(parent.isSampled()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "00", "nonsense",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-" + TRACE + "-0000000000000000-01",
            "ff-" + TRACE + "-00f067aa0ba902b7-01",
            "00-" + TRACE + "-00f067aa0ba902b7-01-more",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-" + TRACE + "-00f067aa0ba902b7"})
    void ignoresAMalformedHeader(String header) {
        assertThat(parent(header).isValid()).isFalse();
    }

    @Test
    void hasNoParentWithoutAHeader() {
        assertThat(Span.fromContext(Tracing.parent(Optional.empty())).getSpanContext().isValid())
                .isFalse();
    }
}
