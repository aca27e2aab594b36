package holdfast;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A stretch of time, half-open: it begins at `from` and ends just before `to`. Microseconds, as the
/// database keeps them.
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

    public Duration length() {
        return Duration.between(from, to);
    }
}
