package holdfast.bench.measure;

/// The counts of one run's clients, or of several equal runs.
///
/// @param acknowledged how many were granted in all, before the measured time and after it too
/// @param refused those too that got the hold of an earlier request with the same key
/// @param latencies of the granted ones
public record Tally(
        long acknowledged, long granted, long refused, long gaveUp, double seconds,
        Latencies latencies) {

    public double perSecond() {
        return seconds <= 0 ? 0 : granted / seconds;
    }

    public Tally and(Tally other) {
        Latencies both = new Latencies();
        both.add(latencies);
        both.add(other.latencies);
        return new Tally(acknowledged + other.acknowledged, granted + other.granted,
                refused + other.refused,
                gaveUp + other.gaveUp, seconds + other.seconds, both);
    }
}
