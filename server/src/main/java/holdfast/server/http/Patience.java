package holdfast.server.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// Waits for a body so long and no longer. The web server knows no timeout for a read of its own;
/// but a virtual thread that is interrupted while it reads from a socket closes that socket.
///
/// Nearly every body is there at once, so waiting for one must cost next to nothing: whoever reads
/// is on a list, and a look at all of them now and then finds who is late.
final class Patience {
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Set<Reader> READERS = ConcurrentHashMap.newKeySet();

    static {
        Thread.ofPlatform().daemon().name("holdfast-patience").start(Patience::watch);
    }

    private Patience() {}

    @FunctionalInterface
    interface Reading {
        byte[] read() throws IOException;
    }

    private static final class Reader {
        final Thread thread = Thread.currentThread();
        final long end;
        final AtomicBoolean over = new AtomicBoolean();
        volatile boolean told;

        Reader(long end) {
            this.end = end;
        }

        void cutOff() {
            if (over.compareAndSet(false, true)) {
                thread.interrupt();
                told = true;
            }
        }
    }

    private static void watch() {
        try {
            while (true) {
                Thread.sleep(LOOK);
                long now = System.nanoTime();
                READERS.stream().filter(reader -> reader.end - now < 0).forEach(Reader::cutOff);
            }
        } catch (InterruptedException nobody) {
            // Nobody else knows this thread.
            Thread.currentThread().interrupt();
        }
    }

    static byte[] within(Duration longest, Reading reading) throws IOException {
        Reader reader = new Reader(System.nanoTime() + longest.toNanos());
        READERS.add(reader);
        try {
            return reading.read();
        } finally {
            READERS.remove(reader);
            if (!reader.over.compareAndSet(false, true)) {
                // The interruption was meant for this reading, and must not reach what comes next.
                while (!reader.told) {
                    Thread.onSpinWait();
                }
                Thread.interrupted();
            }
        }
    }
}
