package holdfast.engine;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/// Ids that nobody can guess and that grow with time, so that new rows lie side by side in the
/// database's indexes. The time in them decides nothing: it only keeps neighbours together.
final class Ids {
    private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int TICKS = 9;
    private static final int CHANCE = 13;

    private final SecureRandom random = new SecureRandom();
    private final AtomicLong last = new AtomicLong();
    private final long origin;

    /// `origin` is the database's time in milliseconds when the engine was opened.
    Ids(long origin) {
        this.origin = origin - System.nanoTime() / 1_000_000;
    }

    /// The prefix, 45 bits of time and 65 of chance.
    String next(String prefix) {
        long now = origin + System.nanoTime() / 1_000_000;
        long ticks = last.accumulateAndGet(now, Math::max);
        char[] id = new char[TICKS + CHANCE];
        for (int at = TICKS - 1; at >= 0; at--) {
            id[at] = DIGITS[(int) (ticks & 31)];
            ticks >>>= 5;
        }
        byte[] chance = new byte[CHANCE];
        random.nextBytes(chance);
        for (int at = 0; at < CHANCE; at++) {
            id[TICKS + at] = DIGITS[chance[at] & 31];
        }
        return prefix + new String(id);
    }
}
