package holdfast.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void findsPercentilesWithinThreePerCent() {
        Latencies latencies = new Latencies();
        for (int micros = 1; micros <= 100_000; micros++) {
            latencies.add(micros * 1_000L);
        }
        Percentage near = Percentage.withPercentage(3);
        assertThat(latencies.percentile(50)).isCloseTo(50, near);
        assertThat(latencies.percentile(99)).isCloseTo(99, near);
        assertThat(latencies.percentile(0.1)).isCloseTo(0.1, near);
        assertThat(latencies.max()).isEqualTo(100);
        assertThat(latencies.count()).isEqualTo(100_000);
    }

    @Test
    void neverExceedsTheLongest() {
        Latencies latencies = new Latencies();
        latencies.add(Long.MAX_VALUE);
        latencies.add(0);
        latencies.add(63);
        assertThat(latencies.percentile(100)).isEqualTo(Long.MAX_VALUE / 1e6);
        assertThat(latencies.percentile(1)).isZero();
        assertThat(latencies.percentile(50)).isCloseTo(63 / 1e6, within(1e-9));
    }

    @Test
    void addsUpSeveralThreads() {
        Latencies one = new Latencies();
        one.add(1_000_000);
        Latencies other = new Latencies();
        other.add(3_000_000);
        one.add(other);
        assertThat(one.count()).isEqualTo(2);
        assertThat(one.max()).isEqualTo(3);
        assertThat(one.percentile(50)).isCloseTo(1, Percentage.withPercentage(3));
    }

    @Test
    void isZeroWithoutValues() {
        assertThat(new Latencies().percentile(99)).isZero();
    }
}
