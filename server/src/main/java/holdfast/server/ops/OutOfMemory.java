package holdfast.server.ops;

import io.prometheus.metrics.core.metrics.Counter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// Counts requests and jobs that met an OutOfMemoryError, and ends the process when they go on. One
/// may be a single request that wanted too much; several within a minute mean that the heap is full,
/// and a process with a full heap answers ever slower.
final class OutOfMemory {
    private static final int MOST = 5;
    private static final Duration WITHIN = Duration.ofMinutes(1);

    private final Counter met;
    private final Deque<Long> latest = new ArrayDeque<>();

    OutOfMemory(Metrics metrics) {
        met = metrics.counter("holdfast_out_of_memory_total",
                "Requests and jobs that ended with an OutOfMemoryError.");
        met.initLabelValues();
    }

    void met(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            met.inc();
            if (isFull(System.nanoTime())) {
                // The handler of uncaught errors ends the process; see the thread's name.
                Thread.ofPlatform().name("holdfast-memory").start(() -> {
                    throw new IllegalStateException(
                            MOST + " errors of memory within " + WITHIN, failure);
                });
            }
        }
    }

    private synchronized boolean isFull(long now) {
        latest.addLast(now);
        while (now - latest.getFirst() > WITHIN.toNanos()) {
            latest.removeFirst();
        }
        return latest.size() >= MOST;
    }
}
