package holdfast.bench.http;

import holdfast.bench.measure.Latencies;
import java.util.ArrayList;
import java.util.List;

/// What the clients of one party saw. One thread writes.
public final class Count {
    private static final int MOST_TOLD = 5;

    private final Latencies granted = new Latencies();
    private final Latencies refused = new Latencies();
    private final Latencies away = new Latencies();
    private final List<String> trouble = new ArrayList<>();
    private final double seconds;
    private long told;
    private long unsent;
    private long lastAway;

    Count(double seconds) {
        this.seconds = seconds;
    }

    /// @param counts whether it was asked in the measured time
    void answered(HttpConnection line, long nanos, boolean counts) {
        switch (line.status()) {
            case 201 -> {
                told++;
                note(granted, nanos, counts);
            }
            case 409 -> note(refused, nanos, counts);
            case 429, 503 -> {
                if (line.header("Retry-After").isEmpty()) {
                    trouble("turned away without Retry-After: " + line.body());
                }
                lastAway = System.nanoTime();
                note(away, nanos, counts);
            }
            default -> trouble(line.status() + " " + line.body());
        }
    }

    private static void note(Latencies latencies, long nanos, boolean counts) {
        if (counts) {
            latencies.add(nanos);
        }
    }

    void trouble(String what) {
        if (trouble.size() < MOST_TOLD) {
            trouble.add(what);
        }
    }

    /// So many were due and found no line that was free.
    void unsent(long requests) {
        unsent = requests;
    }

    /// Those of 201 Created.
    public Latencies granted() {
        return granted;
    }

    /// Those of 409 Conflict.
    public Latencies refused() {
        return refused;
    }

    /// Those of 429 and 503, which look at nothing.
    public Latencies away() {
        return away;
    }

    public double grantedPerSecond() {
        return granted.count() / seconds;
    }

    public double refusedPerSecond() {
        return refused.count() / seconds;
    }

    public double awayPerSecond() {
        return away.count() / seconds;
    }

    /// How many holds there must be of it, those outside the measured time among them.
    public long told() {
        return told;
    }

    public long unsent() {
        return unsent;
    }

    /// When somebody was last turned away, on this machine's stopwatch; 0 if nobody was.
    public long lastAway() {
        return lastAway;
    }

    /// What nobody should see.
    public List<String> trouble() {
        return List.copyOf(trouble);
    }
}
