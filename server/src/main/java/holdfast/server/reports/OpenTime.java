package holdfast.server.reports;

import holdfast.Window;
import holdfast.server.catalog.Calendar;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// How long a calendar is open within a time.
final class OpenTime {
    private OpenTime() {}

    /// In one lane: its weekly hours and openings, less its closures. A calendar without hours is
    /// always open.
    static Duration of(Calendar calendar, Instant begin, Instant end) {
        List<Window> open = new ArrayList<>();
        if (calendar.hours().isEmpty()) {
            add(open, begin, end, begin, end);
        } else {
            LocalDate last = end.atZone(calendar.zone()).toLocalDate();
            for (LocalDate day = begin.atZone(calendar.zone()).toLocalDate(); !day
                    .isAfter(last); day = day.plusDays(1)) {
                day(open, calendar, day, begin, end);
            }
            calendar.exceptions().openings()
                    .forEach(each -> add(open, each.start(), each.end(), begin, end));
        }
        List<Window> closed = new ArrayList<>();
        calendar.exceptions().closures()
                .forEach(each -> add(closed, each.start(), each.end(), begin, end));
        Duration sum = Duration.ZERO;
        for (Window each : joined(open)) {
            for (Window left : each.without(closed)) {
                sum = sum.plus(left.length());
            }
        }
        return sum;
    }

    private static void day(
            List<Window> into, Calendar calendar, LocalDate day, Instant begin, Instant end) {
        DayOfWeek weekday = day.getDayOfWeek();
        calendar.hours().orElseThrow().getOrDefault(weekday, List.of()).forEach(span -> {
            LocalDate until = span.to().equals(LocalTime.MIDNIGHT) ? day.plusDays(1) : day;
            add(into, day.atTime(span.from()).atZone(calendar.zone()).toInstant(),
                    until.atTime(span.to()).atZone(calendar.zone()).toInstant(), begin, end);
        });
    }

    /// The part of a stretch that is within a time.
    static Optional<Window> clipped(Instant from, Instant to, Instant begin, Instant end) {
        Instant first = from.isBefore(begin) ? begin : from;
        Instant last = to.isAfter(end) ? end : to;
        return first.isBefore(last) ? Optional.of(new Window(first, last)) : Optional.empty();
    }

    private static void add(
            List<Window> into, Instant from, Instant to, Instant begin, Instant end) {
        clipped(from, to, begin, end).ifPresent(into::add);
    }

    /// Without what is named twice.
    private static List<Window> joined(List<Window> windows) {
        List<Window> joined = new ArrayList<>();
        for (Window next : windows.stream().sorted(Comparator.comparing(Window::from)).toList()) {
            Window last = joined.isEmpty() ? next : joined.getLast();
            if (joined.isEmpty() || last.to().isBefore(next.from())) {
                joined.add(next);
            } else if (last.to().isBefore(next.to())) {
                joined.set(joined.size() - 1, new Window(last.from(), next.to()));
            }
        }
        return joined;
    }
}
