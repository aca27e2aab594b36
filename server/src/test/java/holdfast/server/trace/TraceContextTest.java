package holdfast.server.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @Test
    void aHeaderSaysWhereOneIs() {
        assertThat(TraceContext.of("00-" + TRACE + "-00f067aa0ba902b7-01"))
                .contains(new TraceContext(TRACE, "00f067aa0ba902b7", true));
        assertThat(TraceContext.of("00-" + TRACE + "-00f067aa0ba902b7-00"))
                .contains(new TraceContext(TRACE, "00f067aa0ba902b7", false));
        assertThat(TraceContext.of("cc-" + TRACE + "-00f067aa0ba902b7-09-what-will-be"))
                .contains(new TraceContext(TRACE, "00f067aa0ba902b7", true));
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
    void nonsenseIsAsIfNothingWasSaid(String header) {
        assertThat(TraceContext.of(header)).isEmpty();
    }

    @Test
    void aPartHasTheSameTraceAndAnotherSpan() {
        TraceContext whole = TraceContext.fresh(true);
        TraceContext part = whole.child();
        assertThat(whole.trace()).matches("[0-9a-f]{32}");
        assertThat(whole.span()).matches("[0-9a-f]{16}");
        assertThat(part.trace()).isEqualTo(whole.trace());
        assertThat(part.span()).isNotEqualTo(whole.span()).matches("[0-9a-f]{16}");
        assertThat(part.sampled()).isTrue();
    }
}
