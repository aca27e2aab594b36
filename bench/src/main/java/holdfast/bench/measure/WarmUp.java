package holdfast.bench.measure;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

/// How a run is warmed up before it is measured: window after window, until the rate is stable.
///
/// @param most how many windows at the most; none begins to measure at once
public record WarmUp(Duration window, int most) {
    /// So many windows in a row must be alike.
    private static final int ALIKE = 3;
    private static final double NEAR = 0.05;

    public static final WarmUp NONE = new WarmUp(Duration.ZERO, 0);

    /// A fixed time, whatever the rate is.
    public static WarmUp of(Duration length) {
        return new WarmUp(length, 1);
    }

    /// Whether the rates of the last windows differ by at most a twentieth.
    public static boolean stable(List<Double> rates) {
        if (rates.size() < ALIKE) {
            return false;
        }
        List<Double> last = rates.subList(rates.size() - ALIKE, rates.size());
        double highest = Collections.max(last);
        return highest > 0 && highest - Collections.min(last) <= NEAR * highest;
    }

    /// The longest that it can take.
    public Duration longest() {
        return window.multipliedBy(most);
    }
}
