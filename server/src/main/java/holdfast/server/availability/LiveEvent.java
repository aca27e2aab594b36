package holdfast.server.availability;

import holdfast.Unanswered;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The live state of one event, shared by all viewers on this node. A read returns everything
/// committed before it began. Concurrent reads share one (single-flight). The lock is never held
/// during a database read.
final class LiveEvent {
    private final EventFollower following;
    private final SingleFlight<Snapshot> reads = new SingleFlight<>(this::read);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final ChangeBuffer changes = new ChangeBuffer();
    private @Nullable Snapshot snapshot;
    private List<BitSet> expired = List.of();
    private boolean closed;
    private int watchers;
    private boolean ticking;
    private volatile long used = System.nanoTime();

    LiveEvent(EventFollower following) {
        this.following = following;
    }

    /// The state at a moment after this call.
    Snapshot fresh() {
        used = System.nanoTime();
        return reads.get();
    }

    /// One read of the journal at a time, for all calls that came before it began.
    private Snapshot read() {
        EventFollower.Step step;
        try {
            step = following.step();
        } catch (RuntimeException failure) {
            throw new Unanswered("the seats could not be read", failure);
        }
        lock.lock();
        try {
            return turn(step);
        } finally {
            lock.unlock();
        }
    }

    private Snapshot turn(EventFollower.Step step) {
        expired = step.expired();
        Snapshot before = snapshot;
        // Without a difference, the next reader gets the bytes that are already encoded.
        Snapshot now = before != null && !step.anew() && !step.moved()
                && before.tag().equals(step.snapshot().tag()) ? before : step.snapshot();
        snapshot = now;
        if (before == null || step.anew()) {
            // A chart may have changed under one version: then a viewer of that version lacks the
            // change.
            boolean other = before != null && before.version() == step.snapshot().version();
            changes.cut(step.snapshot().version() + (other ? 1 : 0));
            moved.signalAll();
        } else if (step.moved() || !before.places().equals(step.snapshot().places())) {
            changes.add(step.snapshot().version(), step.touched(),
                    step.snapshot().changes(step.touched(), before.places()));
            moved.signalAll();
        }
        return now;
    }

    /// The messages for a viewer, and the position after them.
    record Next(List<byte[]> messages, long place) {}

    /// The first messages for a viewer that has a version already, or none.
    Next begin(Optional<Long> version) {
        Snapshot read = reads.get();
        lock.lock();
        try {
            // Another read may have ended meanwhile; the changes are those up to the last one.
            Snapshot now = snapshot == null ? read : snapshot;
            Optional<List<BitSet>> since = version.filter(seen -> seen <= now.version()
                    && EventVersions.description(seen) == EventVersions.description(now.version()))
                    .flatMap(seen -> changes.since(seen, expired));
            byte[] message = since.isPresent()
                    ? ChangeBuffer.message("changes", now.version(),
                            now.changes(since.get(), List.of()))
                    : anew(now);
            return new Next(List.of(message), changes.end());
        } finally {
            lock.unlock();
        }
    }

    private static byte[] anew(Snapshot now) {
        return ChangeBuffer.message("resync", now.version(), now.usual().plain());
    }

    private static final byte[] BEAT = ": still here\n\n".getBytes(StandardCharsets.UTF_8);

    /// Waits for changes after a position, at most so long; empty when the stream ends.
    Optional<Next> next(long place, Duration longest) throws InterruptedException {
        lock.lock();
        try {
            long left = longest.toNanos();
            while (!closed && changes.end() == place && left > 0) {
                left = moved.awaitNanos(left);
            }
            if (closed || snapshot == null) {
                return Optional.empty();
            }
            if (changes.end() == place) {
                return Optional.of(new Next(List.of(BEAT), place));
            }
            return Optional.of(new Next(
                    changes.from(place).orElse(List.of(anew(snapshot))), changes.end()));
        } finally {
            lock.unlock();
        }
    }

    /// True when no thread polls yet, so that the caller has to start one.
    boolean join() {
        lock.lock();
        try {
            used = System.nanoTime();
            watchers++;
            boolean first = !ticking;
            ticking = true;
            return first;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            used = System.nanoTime();
            watchers--;
        } finally {
            lock.unlock();
        }
    }

    /// Whether to go on polling.
    boolean watched() {
        lock.lock();
        try {
            ticking = watchers > 0 && !closed;
            return ticking;
        } finally {
            lock.unlock();
        }
    }

    boolean idle(Duration longest) {
        return System.nanoTime() - used > longest.toNanos();
    }

    long used() {
        return used;
    }

    int seats() {
        return following.seats();
    }

    /// The time until the next known hold expires, in microseconds.
    long untilExpiry() {
        return Math.max(0, following.untilExpiry());
    }

    /// Ends all streams.
    void close() {
        lock.lock();
        try {
            closed = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
