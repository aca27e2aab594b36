package holdfast.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs tasks at the same moment, each on its own virtual thread, and waits for them a bounded
/// time. It rethrows an exception of any task.
public final class Race {
    private static final long LONGEST_SECONDS = 60;

    private Race() {}

    /// The results are in the order of the runners, not of their ends.
    public static <T> List<T> run(List<? extends Callable<T>> runners) {
        CountDownLatch ready = new CountDownLatch(runners.size());
        CountDownLatch gate = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> runner : runners) {
                running.add(threads.submit(() -> {
                    ready.countDown();
                    gate.await();
                    return runner.call();
                }));
            }
            ready.await();
            gate.countDown();
            return results(running);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during a race", e);
        }
    }

    private static <T> List<T> results(List<Future<T>> running) throws InterruptedException {
        List<T> results = new ArrayList<>();
        try {
            for (Future<T> each : running) {
                results.add(each.get(LONGEST_SECONDS, TimeUnit.SECONDS));
            }
            return results;
        } catch (ExecutionException e) {
            throw new AssertionError("a runner broke down: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            running.forEach(each -> each.cancel(true));
            throw new AssertionError("the race took over " + LONGEST_SECONDS + " s", e);
        }
    }
}
