package holdfast.bench.http;

import holdfast.bench.measure.Latencies;
import java.util.ArrayList;
import java.util.List;

/// The counts of one group's answers. One thread writes.
public final class Count {
    private static final int MOST_TOLD = 5;

    private final Latencies granted = new Latencies();
    private final Latencies refused = new Latencies();
    private final Latencies away = new Latencies();
    private final List<String> trouble = new ArrayList<>();
    private final double seconds;
    private long acknowledged;
    private long unsent;
    private long lastAway;

    Count(double seconds) {
        this.seconds = seconds;
    }

    /// @param counts whether it was sent in the measured time
    void answered(HttpConnection line, long nanos, boolean counts) {
        switch (line.status()) {
            case 201 -> {
                acknowledged++;
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

    /// This many were due and found no free connection.
    void unsent(long requests) {
        unsent = requests;
    }

    /// Answers with 201 Created.
    public Latencies granted() {
        return granted;
    }

    /// Answers with 409 Conflict.
    public Latencies refused() {
        return refused;
    }

    /// Answers with 429 and 503, which read nothing.
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

    /// How many holds there must be, including those outside the measured time.
    public long acknowledged() {
        return acknowledged;
    }

    public long unsent() {
        return unsent;
    }

    /// The time of the last 429 or 503, by this machine's stopwatch; 0 if there was none.
    public long lastAway() {
        return lastAway;
    }

    /// Unexpected answers.
    public List<String> trouble() {
        return List.copyOf(trouble);
    }
}
