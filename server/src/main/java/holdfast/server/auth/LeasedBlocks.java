package holdfast.server.auth;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// The blocks of requests that this node has taken for clients from what all nodes have in common.
/// A block is half a second's worth and ends after a second, so that what a client does not use is
/// not added to its next burst.
/// Requests of one client wait for one block; a client that has none left is refused from memory
/// until there is one more, or for a second.
final class LeasedBlocks {
    private static final long USABLE = 1_000_000_000;

    private final RateLeases leases;
    private final int most;
    private final LongSupplier nanos;
    private final Map<String, Block> each = new ConcurrentHashMap<>();
    private final ReentrantLock cleaning = new ReentrantLock();

    LeasedBlocks(RateLeases leases, int most, LongSupplier nanos) {
        this.leases = leases;
        this.most = most;
        this.nanos = nanos;
    }

    private static final class Block {
        private final ReentrantLock lock = new ReentrantLock();
        private long usable;
        private long left;
        private long wait;
        private long until;

        Block(long now) {
            this.until = now;
        }
    }

    /// One request; empty when the database does not answer.
    Optional<RateLimit.Decision> take(RateLeases.ClientRate rate) {
        long now = nanos.getAsLong();
        if (each.size() >= most) {
            cleanUp(now);
        }
        Block block = each.computeIfAbsent(rate.client(), any -> new Block(now));
        block.lock.lock();
        try {
            return take(block, rate);
        } finally {
            block.lock.unlock();
        }
    }

    private Optional<RateLimit.Decision> take(Block block, RateLeases.ClientRate rate) {
        long now = nanos.getAsLong();
        boolean over = now - block.until >= 0;
        if (over || (block.usable == 0 && block.wait == 0)) {
            Optional<RateLeases.Lease> lease =
                    leases.take(rate, Math.max(1, rate.quota() / (2 * rate.window())));
            if (lease.isEmpty()) {
                return Optional.empty();
            }
            block.usable = lease.get().granted();
            block.left = lease.get().left();
            block.wait = block.usable > 0 ? 0 : Math.max(1, lease.get().pause());
            block.until = now + (block.usable > 0 ? USABLE : Math.min(USABLE, block.wait));
        }
        if (block.usable == 0) {
            return Optional.of(new RateLimit.Decision(false, 0, rate.window(),
                    RateLimit.seconds(block.wait)));
        }
        block.usable--;
        return Optional.of(new RateLimit.Decision(true, block.usable + block.left,
                reset(rate, block.usable + block.left), 0));
    }

    private static long reset(RateLeases.ClientRate rate, long left) {
        long used = Math.max(0, rate.quota() - left);
        return (used * rate.window() + rate.quota() - 1) / rate.quota();
    }

    /// What a client has left, without taking any of it.
    Optional<RateLimit.Decision> look(RateLeases.ClientRate rate) {
        return leases.take(rate, 0).map(lease -> new RateLimit.Decision(lease.left() > 0,
                lease.left(), reset(rate, lease.left()), RateLimit.seconds(lease.pause())));
    }

    /// A client whose block was removed takes a new one.
    private void cleanUp(long now) {
        if (!cleaning.tryLock()) {
            return;
        }
        try {
            each.values().removeIf(block -> now - block.until >= 0);
        } finally {
            cleaning.unlock();
        }
    }
}
