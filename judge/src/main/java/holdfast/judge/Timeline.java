package holdfast.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// Translates deadlines from the database's clock to the monotonic clock. It uses only the moments
/// at which a client read both, so its answers err on the safe side.
final class Timeline {
    private final long[] nanos;
    private final Instant[] latestUpTo;
    private final Instant[] earliestFrom;
    private final Duration slack;

    /// `slack` is the greatest difference between the two readings of one moment.
    Timeline(List<Moment> moments, Duration slack) {
        this.slack = slack;
        List<Moment> sorted = moments.stream()
                .sorted(Comparator.comparingLong(Moment::nanos)).toList();
        int size = sorted.size();
        nanos = new long[size];
        latestUpTo = new Instant[size];
        earliestFrom = new Instant[size];
        Instant latest = Instant.MIN;
        for (int at = 0; at < size; at++) {
            Moment moment = sorted.get(at);
            nanos[at] = moment.nanos();
            latest = moment.clock().isAfter(latest) ? moment.clock() : latest;
            latestUpTo[at] = latest;
        }
        Instant earliest = Instant.MAX;
        for (int at = size - 1; at >= 0; at--) {
            Instant clock = sorted.get(at).clock();
            earliest = clock.isBefore(earliest) ? clock : earliest;
            earliestFrom[at] = earliest;
        }
    }

    /// Just after the last moment that was certainly before the deadline.
    long certainlyBefore(Instant deadline) {
        Instant safe = deadline.minus(slack);
        int low = 0;
        int high = nanos.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (latestUpTo[middle].isBefore(safe)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? Long.MIN_VALUE : nanos[low - 1] + 1;
    }

    /// From this moment on the deadline had certainly passed.
    long certainlyAfter(Instant deadline) {
        Instant safe = deadline.plus(slack);
        int low = 0;
        int high = nanos.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (earliestFrom[middle].isBefore(safe)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == nanos.length ? Long.MAX_VALUE : nanos[low];
    }
}
