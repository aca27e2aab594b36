package holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RaceTest {

    @Test
    void runsAllAtTheSameTime() {
        CyclicBarrier barrier = new CyclicBarrier(50);
        List<Callable<Integer>> runners = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            int number = i;
            runners.add(() -> {
                barrier.await(10, TimeUnit.SECONDS);
                return number;
            });
        }
        assertThat(Race.run(runners)).hasSize(50).isSorted();
    }

    @Test
    void rethrowsARunnersException() {
        List<Callable<Integer>> runners = List.of(() -> 1, () -> {
            throw new IllegalStateException("a broken leg");
        });
        assertThatThrownBy(() -> Race.run(runners))
                .isInstanceOf(AssertionError.class).hasMessageContaining("a broken leg");
    }
}
