package holdfast.engine;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// Unguessable ids that grow with time, so that new rows are side by side in the database's
/// indexes. The time in them decides nothing.
final class TimeOrderedIds {
    private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int TICKS = 9;
    private static final int CHANCE = 13;

    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock drawing = new ReentrantLock();
    private final byte[] chance = new byte[CHANCE * 300];
    private int used = chance.length;
    private final AtomicLong last = new AtomicLong();
    private final long origin;

    /// `origin` is the database's time in milliseconds when the engine was opened.
    TimeOrderedIds(long origin) {
        this.origin = origin - System.nanoTime() / 1_000_000;
    }

    /// The prefix, 45 bits of time and 65 random bits.
    String next(String prefix) {
        long now = origin + System.nanoTime() / 1_000_000;
        long ticks = last.accumulateAndGet(now, Math::max);
        char[] id = new char[TICKS + CHANCE];
        for (int at = TICKS - 1; at >= 0; at--) {
            id[at] = DIGITS[(int) (ticks & 31)];
            ticks >>>= 5;
        }
        draw(id);
        return prefix + new String(id);
    }

    /// Draws random bytes for many ids at once, because each call of the source is slow.
    private void draw(char[] id) {
        drawing.lock();
        try {
            if (used == chance.length) {
                random.nextBytes(chance);
                used = 0;
            }
            for (int at = TICKS; at < id.length; at++) {
                id[at] = DIGITS[chance[used++] & 31];
            }
        } finally {
            drawing.unlock();
        }
    }
}
