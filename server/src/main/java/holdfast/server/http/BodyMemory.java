package holdfast.server.http;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// A limit on the memory of request bodies, in total and per address. It counts arrived bytes, not
/// the announced length: a body that never comes takes nothing.
final class BodyMemory {
    private static final long LEAST = 16L << 20;
    private static final long MOST = 256L << 20;
    private static final int ADDRESSES = 4;

    private final long all;
    private final AtomicLong used = new AtomicLong();
    private final ConcurrentHashMap<String, Long> byAddress = new ConcurrentHashMap<>();

    BodyMemory(long all) {
        this.all = all;
    }

    /// An eighth of the heap, within bounds.
    static BodyMemory usual() {
        return new BodyMemory(
                Math.clamp(Runtime.getRuntime().maxMemory() / 8, LEAST, MOST));
    }

    /// Reserves so many bytes, or none.
    boolean take(String address, long bytes) {
        if (used.addAndGet(bytes) > all) {
            used.addAndGet(-bytes);
            return false;
        }
        if (byAddress.merge(address, bytes, Long::sum) > all / ADDRESSES) {
            give(address, bytes);
            return false;
        }
        return true;
    }

    void give(String address, long bytes) {
        used.addAndGet(-bytes);
        byAddress.computeIfPresent(address, (any, held) -> held <= bytes ? null : held - bytes);
    }
}
