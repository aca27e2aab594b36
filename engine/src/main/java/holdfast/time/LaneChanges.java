package holdfast.time;

import java.util.Arrays;

/// At which of a day's starts which lane becomes free for which part, or is free no more: each
/// change is one number, so that they are sorted quickly.
final class LaneChanges {
    private long[] all = new long[64];
    private int count;

    /// Free from one start until just before another, of a day that has so many.
    void free(int from, int to, int starts, int part, int lane) {
        add(from, part, lane);
        if (to < starts) {
            add(to, part, lane);
        }
    }

    private void add(int at, int part, int lane) {
        if (count == all.length) {
            all = Arrays.copyOf(all, 2 * count);
        }
        all[count++] = (long) at << 32 | (long) part << 24 | lane;
    }

    long[] sorted() {
        long[] sorted = Arrays.copyOf(all, count);
        Arrays.sort(sorted);
        return sorted;
    }

    static int at(long change) {
        return (int) (change >> 32);
    }

    static int part(long change) {
        return (int) (change >> 24) & 0xff;
    }

    static int lane(long change) {
        return (int) change & 0xffffff;
    }
}
