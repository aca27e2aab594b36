package holdfast.server.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SingleFlightTest {
    private static final int CALLERS = 50;

    @Test
    void sharesTheNextReadAmongCallersThatComeDuringOne() throws Exception {
        AtomicInteger begun = new AtomicInteger();
        Semaphore reading = new Semaphore(0);
        Semaphore goOn = new Semaphore(0);
        SingleFlight<Integer> together = new SingleFlight<>(() -> {
            int number = begun.incrementAndGet();
            reading.release();
            goOn.acquireUninterruptibly();
            return number;
        });
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> first = each.submit(together::get);
            reading.acquire();
            AtomicInteger requester = new AtomicInteger();
            List<Future<Integer>> late = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                late.add(each.submit(() -> {
                    requester.incrementAndGet();
                    return together.get();
                }));
            }
            while (requester.get() < CALLERS) {
                Thread.onSpinWait();
            }
            goOn.release(CALLERS + 1);
            assertThat(first.get()).isEqualTo(1);
            for (Future<Integer> one : late) {
                assertThat(one.get()).isGreaterThan(1);
            }
        }
    }

    /// A read must be at least as new as the state at the time of its call.
    @Test
    void returnsNoReadThatBeganBeforeTheCall() throws ExecutionException, InterruptedException {
        AtomicInteger clock = new AtomicInteger();
        AtomicInteger readings = new AtomicInteger();
        SingleFlight<Integer> together = new SingleFlight<>(() -> {
            readings.incrementAndGet();
            int now = clock.get();
            IntStream.range(0, 100).forEach(spin -> Thread.onSpinWait());
            return now;
        });
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> fresh = new ArrayList<>();
            for (int caller = 0; caller < 20_000; caller++) {
                fresh.add(each.submit(() -> {
                    int before = clock.incrementAndGet();
                    return together.get() >= before;
                }));
            }
            for (Future<Boolean> one : fresh) {
                assertThat(one.get()).isTrue();
            }
        }
        assertThat(readings.get()).isPositive();
    }

    @Test
    void failsForAllCallersAndReadsAgain() {
        AtomicInteger tries = new AtomicInteger();
        SingleFlight<Integer> together = new SingleFlight<>(() -> {
            if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("not now");
            }
            return tries.get();
        });
        assertThatThrownBy(together::get).isInstanceOf(IllegalStateException.class)
                .hasMessage("not now");
        assertThat(together.get()).isEqualTo(2);
    }
}
