package holdfast.time;

import java.util.Arrays;

/// The starts of a day at which a lane becomes free or taken for a part. Each change is one `long`,
/// so that sorting is fast.
final class LaneChanges {
    private long[] all = new long[64];
    private int count;

    /// Free from start `from` until just before start `to`; the day has `starts` starts.
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
