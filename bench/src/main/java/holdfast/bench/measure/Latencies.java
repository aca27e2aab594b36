package holdfast.bench.measure;

import java.util.Arrays;

/// A histogram of latencies, with buckets of at most three per cent's width. One thread writes;
/// several histograms can be added up afterwards.
public final class Latencies {
    private static final int FINE_BITS = 5;
    private static final int FINE = 1 << FINE_BITS;

    private final long[] counts = new long[(64 - FINE_BITS + 1) * FINE];
    private long most;
    private long all;

    public void add(long nanos) {
        long value = Math.max(0, nanos);
        counts[bucket(value)]++;
        most = Math.max(most, value);
        all++;
    }

    public void add(Latencies other) {
        Arrays.setAll(counts, at -> counts[at] + other.counts[at]);
        most = Math.max(most, other.most);
        all += other.all;
    }

    /// The size of a value gives the block, its next five bits the bucket in it.
    private static int bucket(long value) {
        int shift = Math.max(0, 64 - Long.numberOfLeadingZeros(value) - FINE_BITS - 1);
        return shift * FINE + (int) (value >>> shift);
    }

    private static double middle(int bucket) {
        int shift = Math.max(0, bucket / FINE - 1);
        long low = (long) (bucket - shift * FINE) << shift;
        return low + ((1L << shift) - 1) / 2.0;
    }

    /// The percentile in milliseconds: this many of a hundred answers were faster.
    public double percentile(double percent) {
        long wanted = (long) Math.ceil(all * percent / 100);
        if (wanted >= all) {
            return max();
        }
        long seen = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            seen += counts[bucket];
            if (seen >= wanted && counts[bucket] > 0) {
                return middle(bucket) / 1e6;
            }
        }
        return max();
    }

    public double max() {
        return most / 1e6;
    }

    public long count() {
        return all;
    }
}
