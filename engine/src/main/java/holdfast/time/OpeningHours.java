package holdfast.time;

import holdfast.Hours;
import holdfast.Hours.Span;
import holdfast.Window;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/// The opening hours of a calendar. The week follows the wall clock, so a day has 23 or 25 hours
/// where the clocks change. A visit must lie in one open stretch; its buffers need not.
///
/// The database stores them as text: the zone, then days with their spans, then single openings,
/// separated by semicolons.
///
/// Computed days are cached, because a query asks about many starts of one day. The cache belongs
/// to one transaction, and so to one thread.
final class OpeningHours {
    private final Hours hours;
    private final Map<Days, List<Window>> known;

    OpeningHours(Hours hours, Map<Days, List<Window>> known) {
        this.hours = hours;
        this.known = known;
    }

    record Days(LocalDate first, LocalDate last) {}

    OpeningHours(Hours hours) {
        this(hours, new HashMap<>());
    }

    Hours hours() {
        return hours;
    }

    boolean open(Window visit) {
        return open(visit.from(), visit.to()).stream().anyMatch(each -> each.contains(visit));
    }

    /// The open stretches that touch the time between two moments; adjoining ones are joined.
    List<Window> open(Instant from, Instant to) {
        ZoneId zone = hours.zone();
        return known.computeIfAbsent(
                new Days(from.atZone(zone).toLocalDate(), to.atZone(zone).toLocalDate()),
                days -> during(days, zone));
    }

    /// The same without the cache, for one query about many days.
    List<Window> stretches(Instant from, Instant to) {
        ZoneId zone = hours.zone();
        return during(new Days(from.atZone(zone).toLocalDate(), to.atZone(zone).toLocalDate()),
                zone);
    }

    private List<Window> during(Days days, ZoneId zone) {
        List<Window> open = new ArrayList<>();
        LocalDate last = days.last.plusDays(1);
        LocalDate day = days.first.minusDays(1);
        for (; !day.isAfter(last); day = day.plusDays(1)) {
            for (Span span : hours.week().getOrDefault(day.getDayOfWeek(), List.of())) {
                LocalDate endDay = span.to().equals(LocalTime.MIDNIGHT) ? day.plusDays(1) : day;
                Instant begin = moment(day.atTime(span.from()), zone, false);
                Instant end = moment(endDay.atTime(span.to()), zone, true);
                // A span inside the hour that the clocks skip does not exist on that day.
                if (begin.isBefore(end)) {
                    open.add(new Window(begin, end));
                }
            }
        }
        Instant begin = days.first.minusDays(1).atStartOfDay(zone).toInstant();
        Instant end = last.plusDays(1).atStartOfDay(zone).toInstant();
        hours.openings().stream()
                .filter(each -> each.from().isBefore(end) && each.to().isAfter(begin))
                .forEach(open::add);
        return joined(open);
    }

    /// A skipped wall-clock time becomes the moment of the change. Of a repeated one, a beginning
    /// takes the first moment and an end the later one.
    private static Instant moment(LocalDateTime local, ZoneId zone, boolean end) {
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        if (change == null) {
            return local.atZone(zone).toInstant();
        }
        if (change.isGap()) {
            return change.getInstant();
        }
        return local.toInstant(end ? change.getOffsetAfter() : change.getOffsetBefore());
    }

    private static List<Window> joined(List<Window> windows) {
        windows.sort(Comparator.comparing(Window::from));
        List<Window> joined = new ArrayList<>();
        for (Window next : windows) {
            Window before = joined.isEmpty() ? null : joined.getLast();
            if (before == null || before.to().isBefore(next.from())) {
                joined.add(next);
            } else if (before.to().isBefore(next.to())) {
                joined.set(joined.size() - 1, new Window(before.from(), next.to()));
            }
        }
        return joined;
    }

    String text() {
        StringJoiner parts = new StringJoiner(";");
        parts.add(hours.zone().getId());
        for (DayOfWeek day : DayOfWeek.values()) {
            List<Span> spans = hours.week().getOrDefault(day, List.of());
            if (!spans.isEmpty()) {
                StringJoiner words = new StringJoiner(" ");
                words.add(day.name());
                spans.forEach(span -> words.add(span.from() + "-" + span.to()));
                parts.add(words.toString());
            }
        }
        hours.openings().forEach(each -> parts.add("OPEN " + each.from() + " " + each.to()));
        return parts.toString();
    }

    static OpeningHours parse(String text) {
        String[] parts = text.split(";", -1);
        Map<DayOfWeek, List<Span>> week = new EnumMap<>(DayOfWeek.class);
        List<Window> openings = new ArrayList<>();
        for (int at = 1; at < parts.length; at++) {
            String[] words = parts[at].split(" ", -1);
            if (words[0].equals("OPEN")) {
                openings.add(new Window(Instant.parse(words[1]), Instant.parse(words[2])));
                continue;
            }
            List<Span> spans = new ArrayList<>();
            for (int word = 1; word < words.length; word++) {
                String[] ends = words[word].split("-", -1);
                spans.add(new Span(LocalTime.parse(ends[0]), LocalTime.parse(ends[1])));
            }
            week.put(DayOfWeek.valueOf(words[0]), spans);
        }
        return new OpeningHours(new Hours(ZoneId.of(parts[0]), week, openings));
    }
}
