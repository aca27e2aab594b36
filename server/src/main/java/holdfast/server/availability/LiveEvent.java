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
/// committed before it began. Of concurrent reads one goes to the journal and the others wait for
/// it (single-flight). The lock is never held during a database read.
final class LiveEvent {
    private final EventFollower following;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition looked = lock.newCondition();
    private final Condition moved = lock.newCondition();
    private final ChangeBuffer changes = new ChangeBuffer();
    private @Nullable Snapshot snapshot;
    private List<BitSet> lapsed = List.of();
    private long asked;
    private long served;
    private long failed;
    private @Nullable RuntimeException failure;
    private boolean looking;
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
        lock.lock();
        try {
            return look();
        } finally {
            lock.unlock();
        }
    }

    private Snapshot look() {
        asked++;
        long mine = asked;
        while (served < mine) {
            if (looking) {
                looked.awaitUninterruptibly();
            } else {
                lead();
            }
        }
        if (mine <= failed && failure != null) {
            throw new Unanswered("the seats could not be read", failure);
        }
        if (snapshot == null) {
            throw new IllegalStateException("they were never read");
        }
        return snapshot;
    }

    /// Reads the journal for all calls so far.
    private void lead() {
        looking = true;
        long upTo = asked;
        RuntimeException trouble = null;
        EventFollower.@Nullable Step step = null;
        lock.unlock();
        try {
            step = following.step();
        } catch (RuntimeException broken) {
            trouble = broken;
        } finally {
            lock.lock();
            looking = false;
            served = upTo;
            if (trouble != null) {
                failed = upTo;
                failure = trouble;
            }
            if (step != null) {
                turn(step);
            }
            looked.signalAll();
        }
    }

    private void turn(EventFollower.Step step) {
        lapsed = step.lapsed();
        Snapshot before = snapshot;
        // Without a difference, the next reader gets the bytes that are already encoded.
        boolean same = before != null && !step.anew() && !step.moved()
                && before.tag().equals(step.snapshot().tag());
        snapshot = same ? before : step.snapshot();
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
    }

    /// The messages for a viewer, and the position after them.
    record Next(List<byte[]> messages, long place) {}

    /// The first messages for a viewer that has a version already, or none.
    Next begin(Optional<Long> version) {
        lock.lock();
        try {
            Snapshot now = look();
            Optional<List<BitSet>> since = version.filter(seen -> seen <= now.version()
                    && EventVersions.description(seen) == EventVersions.description(now.version()))
                    .flatMap(seen -> changes.since(seen, lapsed));
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
    long untilLapse() {
        return Math.max(0, following.untilLapse());
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
