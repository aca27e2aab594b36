package holdfast.time;

import holdfast.Window;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// Caches the open stretches of a calendar, a week at a time.
final class OpenStretches {
    private static final int DAYS = 7;

    private final Optional<OpeningHours> hours;
    private final ZoneId zone;
    private Instant from = Instant.MAX;
    private Instant to = Instant.MIN;
    private List<Window> open = List.of();
    private long steps;

    OpenStretches(Optional<OpeningHours> hours, ZoneId zone) {
        this.hours = hours;
        this.zone = zone;
    }

    boolean always() {
        return hours.isEmpty();
    }

    /// The open stretches that touch the time between two moments, and some around it.
    List<Window> of(Instant begin, Instant end) {
        if (begin.isBefore(from) || end.isAfter(to)) {
            LocalDate day = begin.atZone(zone).toLocalDate();
            from = day.atStartOfDay(zone).toInstant();
            Instant week = day.plusDays(DAYS).atStartOfDay(zone).toInstant();
            to = end.isAfter(week) ? end : week;
            open = hours.map(each -> each.stretches(from, to)).orElse(List.of());
            steps += 10L * open.size();
        }
        return open;
    }

    long steps() {
        return steps;
    }
}
