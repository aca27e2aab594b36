package holdfast.judge;

import holdfast.Hours;
import holdfast.Window;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checks whether a calendar is open for a whole visit. It walks through the visit from one
/// opening's end to the next one's.
final class OpenHours {
    private OpenHours() {}

    static boolean open(@Nullable Hours hours, Window visit) {
        if (hours == null) {
            return true;
        }
        List<Window> openings = new ArrayList<>(hours.openings());
        LocalDate first = visit.from().atZone(hours.zone()).toLocalDate().minusDays(1);
        LocalDate last = visit.to().atZone(hours.zone()).toLocalDate();
        for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
            for (Hours.Span span : hours.week().getOrDefault(day.getDayOfWeek(), List.of())) {
                boolean midnight = span.to().equals(LocalTime.MIDNIGHT);
                ZonedDateTime from = day.atTime(span.from()).atZone(hours.zone());
                ZonedDateTime to = (midnight ? day.plusDays(1) : day).atTime(span.to())
                        .atZone(hours.zone()).withLaterOffsetAtOverlap();
                if (from.isBefore(to)) {
                    openings.add(new Window(from.toInstant(), to.toInstant()));
                }
            }
        }
        Instant reached = visit.from();
        while (reached.isBefore(visit.to())) {
            Instant next = reached;
            for (Window each : openings) {
                if (!each.from().isAfter(reached) && each.to().isAfter(next)) {
                    next = each.to();
                }
            }
            if (next.equals(reached)) {
                return false;
            }
            reached = next;
        }
        return true;
    }
}
