package holdfast.server.availability;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Single-flight: concurrent callers share one read. Each gets a read that began after its call, as
/// if it were alone: a caller that comes during a read shares the next one.
final class SingleFlight<T> {
    private final Supplier<T> reading;
    private final ReentrantLock turn = new ReentrantLock();
    /// The next read, which has not begun, if a caller waits for one.
    private final AtomicReference<@Nullable CompletableFuture<T>> next = new AtomicReference<>();

    SingleFlight(Supplier<T> reading) {
        this.reading = reading;
    }

    T get() {
        CompletableFuture<T> mine = new CompletableFuture<>();
        CompletableFuture<T> shared = next.compareAndExchange(null, mine);
        if (shared != null) {
            return read(shared);
        }
        turn.lock();
        try {
            // Later callers need a read that begins after this one.
            next.set(null);
            mine.complete(reading.get());
        } catch (RuntimeException | Error failure) {
            mine.completeExceptionally(failure);
        } finally {
            turn.unlock();
        }
        return read(mine);
    }

    private static <T> T read(CompletableFuture<T> reading) {
        try {
            return reading.join();
        } catch (CompletionException failure) {
            switch (failure.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw failure;
            }
        }
    }
}
