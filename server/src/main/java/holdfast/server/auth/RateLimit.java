package holdfast.server.auth;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// A rate limit for each client, as token buckets: at most `quota` requests in a `window`, which
/// may come all at once. A bucket is one number, the time at which the full quota is available
/// again. Full buckets are removed.
///
/// Where several nodes work on one database, each may allow a small share by itself, and takes the
/// rest in blocks from what they have in common. The shares and the rest are the quota, so that all
/// nodes together never allow more. A client that meets one node only has between seven eighths of
/// the quota and all of it.
public final class RateLimit {
    private static final long SECOND = 1_000_000_000;
    private static final int SHARED = 1_024;
    private static final long CLEANUP_INTERVAL = SECOND / 10;
    /// The nodes' own shares are an eighth of the quota.
    private static final int SHARES = 8;
    private static final String ALONE = "alone ";

    private final Policy policy;
    private final long allowance;
    private final int most;
    private final LongSupplier nanos;
    private final RateLeases leases;
    private final LeasedBlocks blocks;
    private final Map<String, AtomicLong> each = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong[] shared;
    private final ReentrantLock cleaning = new ReentrantLock();
    private volatile long cleanedAt;

    /// A rate, with the name that clients see.
    ///
    /// @param window in seconds
    public record Policy(String name, long quota, int window) {
        /// The value of the header RateLimit-Policy.
        public String text() {
            return "\"" + name + "\";q=" + quota + ";w=" + window;
        }
    }

    /// What a client has left.
    ///
    /// @param reset seconds until the whole quota is available
    /// @param pause seconds until one request is allowed, if none is now
    public record Decision(boolean allowed, long remaining, long reset, long pause) {}

    private static final Decision NOTHING = new Decision(false, 0, 0, 1);

    /// Keeps at most so many buckets; when all are in use, further clients share buckets.
    ///
    /// @param leases what all nodes have in common
    public RateLimit(Policy policy, int most, LongSupplier nanos, RateLeases leases) {
        this.policy = policy;
        this.leases = leases;
        this.blocks = new LeasedBlocks(leases, most, nanos);
        this.allowance = policy.window() * SECOND;
        this.most = most;
        this.nanos = nanos;
        this.cleanedAt = nanos.getAsLong();
        long now = nanos.getAsLong();
        this.shared = Stream.generate(() -> new AtomicLong(now)).limit(SHARED)
                .toArray(AtomicLong[]::new);
    }

    public Policy policy() {
        return policy;
    }

    int remembered() {
        return size.get();
    }

    /// What a client has left, without taking any of it.
    public Decision look(String id) {
        long nodes = leases.nodes();
        if (nodes == 1) {
            return look(id, policy.quota());
        }
        Decision own = look(id, share(nodes));
        return own.allowed() ? own : blocks.look(common(id, nodes))
                .orElseGet(() -> look(ALONE + id, alone(nodes)));
    }

    public Decision take(String id) {
        long nodes = leases.nodes();
        if (nodes == 1) {
            return take(id, policy.quota());
        }
        Decision own = take(id, share(nodes));
        return own.allowed() ? own
                : blocks.take(common(id, nodes)).orElseGet(() -> take(ALONE + id, alone(nodes)));
    }

    /// What each of the nodes may allow by itself.
    private long share(long nodes) {
        return policy.quota() / (SHARES * nodes);
    }

    /// What a node allows while the database does not answer.
    private long alone(long nodes) {
        return Math.max(1, policy.quota() / nodes);
    }

    private RateLeases.ClientRate common(String id, long nodes) {
        return new RateLeases.ClientRate(policy.name(), id, policy.quota() - nodes * share(nodes),
                policy.window());
    }

    private Decision look(String id, long quota) {
        if (quota == 0) {
            return NOTHING;
        }
        long now = nanos.getAsLong();
        long price = allowance / quota;
        long used = Math.max(0, bucket(id, now).get() - now);
        return used + price > allowance
                ? new Decision(false, 0, seconds(used), seconds(used + price - allowance))
                : new Decision(true, (allowance - used) / price, seconds(used), 0);
    }

    private Decision take(String id, long quota) {
        if (quota == 0) {
            return NOTHING;
        }
        long now = nanos.getAsLong();
        long price = allowance / quota;
        AtomicLong bucket = bucket(id, now);
        while (true) {
            long before = bucket.get();
            long used = Math.max(0, before - now);
            if (used + price > allowance) {
                return new Decision(false, 0, seconds(used), seconds(used + price - allowance));
            }
            if (bucket.compareAndSet(before, now + used + price)) {
                long left = allowance - used - price;
                return new Decision(true, left / price, seconds(used + price), 0);
            }
        }
    }

    static long seconds(long nanos) {
        return (nanos + SECOND - 1) / SECOND;
    }

    private AtomicLong bucket(String id, long now) {
        AtomicLong found = each.get(id);
        if (found != null) {
            return found;
        }
        if (size.get() >= most) {
            cleanUp(now);
        }
        if (size.get() >= most) {
            return shared[Math.floorMod(id.hashCode(), SHARED)];
        }
        return each.computeIfAbsent(id, any -> {
            size.incrementAndGet();
            return new AtomicLong(now);
        });
    }

    /// Removes full buckets. One thread does it, and only now and then: during a flood of addresses
    /// the other threads had better answer requests.
    private void cleanUp(long now) {
        if (now - cleanedAt < CLEANUP_INTERVAL || !cleaning.tryLock()) {
            return;
        }
        try {
            each.forEach((id, bucket) -> {
                if (bucket.get() - now <= 0 && each.remove(id, bucket)) {
                    size.decrementAndGet();
                }
            });
            cleanedAt = now;
        } finally {
            cleaning.unlock();
        }
    }
}
