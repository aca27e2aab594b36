package holdfast.server.ops;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads once for all who ask at the same time. Each gets what was read after it had asked, as if
/// it had been alone: whoever comes while a reading is under way gets the next one.
final class SingleFlight<T> {
    private final Supplier<T> reading;
    private final ReentrantLock turn = new ReentrantLock();
    /// The reading that has not begun yet, if somebody waits for one.
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
            // From here on whoever asks needs a reading that begins later.
            next.set(null);
            mine.complete(reading.get());
        } catch (RuntimeException failure) {
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
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }
}
