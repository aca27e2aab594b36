package holdfast;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Opening hours of a calendar: weekly spans in the venue's time zone, plus single openings. A
/// day's last span may end at midnight, which is written 00:00.
public record Hours(ZoneId zone, Map<DayOfWeek, List<Span>> week, List<Window> openings) {

    /// From one time of day to another on the same day; `to` 00:00 is the end of the day.
    public record Span(LocalTime from, LocalTime to) {
        public Span {
            if (!to.equals(LocalTime.MIDNIGHT) && !from.isBefore(to)) {
                throw new Invalid("hours", "must end after they begin: " + from + " to " + to);
            }
        }
    }

    public Hours {
        Map<DayOfWeek, List<Span>> days = new EnumMap<>(DayOfWeek.class);
        week.forEach((day, spans) -> days.put(day, List.copyOf(spans)));
        week = Map.copyOf(days);
        openings = List.copyOf(openings);
        InputRules.between("openings", openings.size(), 0, 1_000);
        for (List<Span> spans : week.values()) {
            InputRules.between("hours", spans.size(), 0, 24);
        }
    }
}
