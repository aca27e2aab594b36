package holdfast.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.bench.sale.HotPool;
import holdfast.bench.sale.WantedClaim;
import holdfast.bench.way.Way;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final Duration WINDOW = Duration.ofMillis(20);

    @Test
    void isStableWhenThreeWindowsAreAlike() {
        assertThat(WarmUp.stable(List.of(100.0, 101.0))).isFalse();
        assertThat(WarmUp.stable(List.of(100.0, 96.0, 98.0))).isTrue();
        assertThat(WarmUp.stable(List.of(10.0, 100.0, 96.0, 98.0))).isTrue();
        assertThat(WarmUp.stable(List.of(100.0, 94.0, 98.0))).isFalse();
        assertThat(WarmUp.stable(List.of(0.0, 0.0, 0.0))).isFalse();
    }

    /// One client that gets an answer each so many milliseconds.
    private static ClosedLoop.Run run(int most, AtomicInteger millis, int slower) {
        Way way = new Way() {
            @Override
            public Answer hold(WantedClaim wish) {
                LockSupport.parkNanos(millis.addAndGet(slower) * 1_000_000L);
                return Answer.GRANTED;
            }

            @Override
            public void close() {}
        };
        return new ClosedLoop(1, new WarmUp(WINDOW, most), WINDOW.multipliedBy(2), 1)
                .at(way, new HotPool(1).open("", 1));
    }

    @Test
    void measuresAfterTheWarmUpOnly() {
        ClosedLoop.Run run = run(2, new AtomicInteger(1), 0);
        assertThat(run.stable()).isFalse();
        assertThat(run.warmedFor()).isGreaterThanOrEqualTo(WINDOW.multipliedBy(2));
        assertThat(run.tally().acknowledged()).isGreaterThan(run.tally().granted());
        assertThat(run.tally().seconds()).isEqualTo(0.04);
    }

    @Test
    void beginsAtOnceWithoutWindows() {
        ClosedLoop.Run run = run(0, new AtomicInteger(1), 0);
        assertThat(run.warmedFor()).isLessThan(Duration.ofSeconds(1));
        assertThat(run.tally().granted()).isPositive();
    }

    @Test
    void givesTheMedianAndTheRange() {
        assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 3));
        assertThat(Spread.of(List.of(4.0, 2.0))).isEqualTo(new Spread(3, 2, 4));
        assertThat(Spread.of(List.of(7.0))).isEqualTo(new Spread(7, 7, 7));
    }
}
