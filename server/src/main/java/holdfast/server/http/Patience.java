package holdfast.server.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Waits for a body so long and no longer. The web server knows no timeout for a read of its own;
/// but a virtual thread that is interrupted while it reads from a socket closes that socket.
final class Patience {
    private static final ScheduledExecutorService CLOCK = Executors
            .newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("holdfast-patience").factory());

    private Patience() {}

    @FunctionalInterface
    interface Reading {
        byte[] read() throws IOException;
    }

    static byte[] within(Duration longest, Reading reading) throws IOException {
        Thread reader = Thread.currentThread();
        AtomicBoolean over = new AtomicBoolean();
        AtomicBoolean told = new AtomicBoolean();
        Future<?> alarm = CLOCK.schedule(() -> {
            if (over.compareAndSet(false, true)) {
                reader.interrupt();
                told.set(true);
            }
        }, longest.toNanos(), TimeUnit.NANOSECONDS);
        try {
            return reading.read();
        } finally {
            alarm.cancel(false);
            if (!over.compareAndSet(false, true)) {
                // The interruption was meant for this reading, and must not reach what comes next.
                while (!told.get()) {
                    Thread.onSpinWait();
                }
                Thread.interrupted();
            }
        }
    }
}
