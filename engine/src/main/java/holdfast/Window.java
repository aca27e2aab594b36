package holdfast;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A half-open interval of time: it begins at `from` and ends just before `to`. Microseconds, as in
/// the database.
public record Window(Instant from, Instant to) {
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    public Window {
        from = from.truncatedTo(ChronoUnit.MICROS);
        to = to.truncatedTo(ChronoUnit.MICROS);
        if (!from.isBefore(to)) {
            throw new Invalid("to", "must be after the beginning");
        }
        if (from.isBefore(EARLIEST) || to.isAfter(LATEST)) {
            throw new Invalid("from", "must lie between the years 1900 and 2200");
        }
    }

    public boolean overlaps(Window other) {
        return from.isBefore(other.to) && other.from.isBefore(to);
    }

    public boolean contains(Window other) {
        return !other.from.isBefore(from) && !other.to.isAfter(to);
    }

    /// What is left of it without those others, in order.
    public List<Window> without(List<Window> others) {
        List<Window> left = new ArrayList<>();
        Instant begin = from;
        for (Window other : others.stream().sorted(Comparator.comparing(Window::from)).toList()) {
            if (begin.isBefore(other.from) && begin.isBefore(to)) {
                left.add(new Window(begin, other.from.isBefore(to) ? other.from : to));
            }
            begin = begin.isBefore(other.to) ? other.to : begin;
        }
        if (begin.isBefore(to)) {
            left.add(new Window(begin, to));
        }
        return left;
    }

    public Duration length() {
        return Duration.between(from, to);
    }
}
