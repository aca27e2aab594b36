package holdfast.server.gate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// So many requests a second from each, some of them at once. All that is kept of somebody is one
/// number, the moment at which they will have used up nothing, and whoever has reached theirs is
/// forgotten.
final class Rate {
    /// Whoever was away that long may come with so many seconds' worth of requests at once.
    static final int WINDOW = 10;
    private static final long SECOND = 1_000_000_000;
    private static final long ALLOWANCE = WINDOW * SECOND;
    private static final int SHARED = 1_024;
    private static final long SWEEP_EVERY = SECOND / 10;

    private final String name;
    private final int perSecond;
    private final int most;
    private final LongSupplier nanos;
    private final Map<String, AtomicLong> each = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong[] shared;
    private final ReentrantLock sweeping = new ReentrantLock();
    private volatile long swept;

    /// What somebody has left.
    ///
    /// @param pause seconds until there is something left again, if there is nothing now
    record Left(boolean allowed, long remaining, long reset, long pause) {}

    /// A rate under a name by which clients know it.
    ///
    /// @param most how many are remembered at once; when so many are busy, the rest share buckets
    Rate(String name, int perSecond, int most, LongSupplier nanos) {
        this.name = name;
        this.perSecond = perSecond;
        this.most = most;
        this.nanos = nanos;
        this.swept = nanos.getAsLong();
        long now = nanos.getAsLong();
        this.shared = Stream.generate(() -> new AtomicLong(now)).limit(SHARED)
                .toArray(AtomicLong[]::new);
    }

    String name() {
        return name;
    }

    boolean limits() {
        return perSecond > 0;
    }

    /// The policy, as RateLimit-Policy says it.
    String policy() {
        return "\"" + name + "\";q=" + (long) perSecond * WINDOW + ";w=" + WINDOW;
    }

    /// How many are remembered.
    int remembered() {
        return size.get();
    }

    Left take(String id) {
        long now = nanos.getAsLong();
        long price = SECOND / perSecond;
        AtomicLong bucket = bucket(id, now);
        while (true) {
            long before = bucket.get();
            long used = Math.max(0, before - now);
            if (used + price > ALLOWANCE) {
                return new Left(false, 0, seconds(used), seconds(used + price - ALLOWANCE));
            }
            if (bucket.compareAndSet(before, now + used + price)) {
                long left = ALLOWANCE - used - price;
                return new Left(true, left / price, seconds(used + price), 0);
            }
        }
    }

    private static long seconds(long nanos) {
        return (nanos + SECOND - 1) / SECOND;
    }

    private AtomicLong bucket(String id, long now) {
        AtomicLong found = each.get(id);
        if (found != null) {
            return found;
        }
        if (size.get() >= most) {
            sweep(now);
        }
        if (size.get() >= most) {
            return shared[Math.floorMod(id.hashCode(), SHARED)];
        }
        return each.computeIfAbsent(id, any -> {
            size.incrementAndGet();
            return new AtomicLong(now);
        });
    }

    /// Forgets everybody who has used up nothing. One thread does it, and not all the time: under
    /// a flood of addresses the rest had better answer.
    private void sweep(long now) {
        if (now - swept < SWEEP_EVERY || !sweeping.tryLock()) {
            return;
        }
        try {
            each.forEach((id, bucket) -> {
                if (bucket.get() - now <= 0 && each.remove(id, bucket)) {
                    size.decrementAndGet();
                }
            });
            swept = now;
        } finally {
            sweeping.unlock();
        }
    }
}
