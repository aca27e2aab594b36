package holdfast.server.reports;

import holdfast.Invalid;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/// The days that a report is about, both included, in a time zone.
public record Period(LocalDate from, LocalDate to, ZoneId zone) {
    private static final int LONGEST = 1_100;

    public Period {
        if (to.isBefore(from)) {
            throw new Invalid("to", "must not be before from");
        }
        if (ChronoUnit.DAYS.between(from, to) >= LONGEST) {
            throw new Invalid("to", "must be less than " + LONGEST + " days after from");
        }
        if (from.getYear() < 1970 || to.getYear() > 2199) {
            throw new Invalid("from", "must lie between the years 1970 and 2200");
        }
    }

    public Instant begin() {
        return from.atStartOfDay(zone).toInstant();
    }

    /// The first moment after it.
    public Instant end() {
        return to.plusDays(1).atStartOfDay(zone).toInstant();
    }

    boolean contains(Instant moment) {
        return !moment.isBefore(begin()) && moment.isBefore(end());
    }
}
