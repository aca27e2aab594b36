package holdfast.bench.fill;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testkit.Scratch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Random parties fill each chart to at least 99 percent before the first pair is refused.
class FillingTest {
    private static final long SEED = 20261130;

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    @Test
    void sellsAlmostAllBeforeAPairIsRefused() {
        int at = 0;
        for (FilledChart chart : FilledChart.all()) {
            Filling filling = Filling.of(scratch.engine(), chart, "map-" + at, SEED + at++);
            assertThat(filling.seats()).isEqualTo(chart.seats());
            assertThat(filling.percent()).as("%s: %s", chart.title(), filling)
                    .isBetween(99.0, 100.0);
        }
    }
}
