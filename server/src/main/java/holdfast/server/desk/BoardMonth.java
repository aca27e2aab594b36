package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.auth.Permission;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How full the days of a month are, of all people and rooms or of one.
public final class BoardMonth implements DeskSection {
    static final String PATH = "/desk/board/month";

    private final Catalog catalog;

    BoardMonth(Catalog catalog) {
        this.catalog = catalog;
    }

    /// What the page shows.
    public record View(
            List<String> weekdays, List<List<Day>> weeks, List<DayBoard.Link> people,
            String previous, String next, String day) {}

    /// A day.
    ///
    /// @param inside  whether it is in the month
    /// @param filled  how much of its open time is taken, in percent; empty if it is not open
    public record Day(
            String href, int number, String name, boolean inside, boolean today, int visits,
            Optional<Integer> filled) {}

    private record Sum(int visits, int open, int taken) {
        static final Sum NOTHING = new Sum(0, 0, 0);

        /// With the visits of all calendars, or the minutes of one more.
        static Sum of(JsonNode day, boolean all) {
            return new Sum(all ? day.path("visits").asInt() : 0,
                    day.path("openMinutes").asInt(), day.path("takenMinutes").asInt());
        }

        Sum plus(Sum other) {
            return new Sum(visits + other.visits, open + other.open, taken + other.taken);
        }
    }

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(desk.get(PATH, "deskBoardMonth", "How full the days of a month are.",
                DeskPlace.BOARD, Permission.READ, this::month));
    }

    private Response month(DeskVisit visit) {
        List<Versioned<Calendar>> all = catalog.all(visit.workspace(), Calendar.class).stream()
                .filter(Versioned::listed)
                .sorted(BoardPeople.of(catalog, visit.workspace()).byId()).toList();
        Optional<String> chosen = visit.request().query("calendar")
                .filter(id -> all.stream().anyMatch(each -> each.id().equals(id)));
        Optional<LocalDate> today = all.stream().findFirst()
                .flatMap(each -> DayBoard.today(visit, each.id()));
        YearMonth month = asked(visit)
                .orElseGet(() -> YearMonth.from(today.orElse(LocalDate.EPOCH)));
        LocalDate first = month.atDay(1).with(
                TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        LocalDate end = month.atEndOfMonth().with(
                TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY)).plusDays(1);
        DeskCall call = DeskCall.to("readScheduleDays").asking("from", first.toString())
                .asking("to", end.toString());
        Map<String, Sum> sums = new TreeMap<>();
        visit.read(chosen.map(id -> call.asking("calendar", id)).orElse(call))
                .ifPresent(json -> {
                    json.path("days").forEach(day -> sums.merge(
                            day.path("day").asText(), Sum.of(day, true), Sum::plus));
                    json.path("calendars").forEach(calendar -> calendar.path("days")
                            .forEach(day -> sums.merge(day.path("day").asText(),
                                    Sum.of(day, false), Sum::plus)));
                });
        List<List<Day>> weeks = new ArrayList<>();
        for (LocalDate week = first; week.isBefore(end); week = week.plusDays(7)) {
            weeks.add(week.datesUntil(week.plusDays(7)).map(day -> day(visit, day, month,
                    today.equals(Optional.of(day)),
                    sums.getOrDefault(day.toString(), Sum.NOTHING), chosen)).toList());
        }
        return visit.page(BoardMonth.class, visit.language().month(month), new View(
                first.datesUntil(first.plusDays(7)).map(visit.language()::weekday).toList(),
                weeks, people(visit, all, month, chosen),
                address(month.minusMonths(1), chosen), address(month.plusMonths(1), chosen),
                DayBoard.PATH));
    }

    private static Day day(DeskVisit visit, LocalDate day, YearMonth month, boolean today,
            Sum sum, Optional<String> chosen) {
        return new Day(chosen.map(id -> DayBoard.address(DayBoard.WEEK, "calendar", id, "day",
                day.toString())).orElseGet(() -> DayBoard.address(DayBoard.PATH, "day",
                        day.toString())),
                day.getDayOfMonth(), visit.language().date(day), YearMonth.from(day).equals(month),
                today, sum.visits, sum.open == 0 ? Optional.empty()
                        : Optional.of((int) Math.min(100, Math.round(100.0 * sum.taken
                                / sum.open))));
    }

    private static List<DayBoard.Link> people(DeskVisit visit, List<Versioned<Calendar>> all,
            YearMonth month, Optional<String> chosen) {
        List<DayBoard.Link> links = new ArrayList<>();
        links.add(new DayBoard.Link(address(month, Optional.empty()), visit.say("board.all"),
                chosen.isEmpty()));
        all.forEach(each -> links.add(new DayBoard.Link(address(month, Optional.of(each.id())),
                each.entry().name(), chosen.equals(Optional.of(each.id())))));
        return links;
    }

    private static String address(YearMonth month, Optional<String> chosen) {
        return chosen.map(id -> DayBoard.address(PATH, "month", month.toString(), "calendar", id))
                .orElseGet(() -> DayBoard.address(PATH, "month", month.toString()));
    }

    private static Optional<YearMonth> asked(DeskVisit visit) {
        return visit.request().query("month").flatMap(text -> {
            try {
                return Optional.of(YearMonth.parse(text))
                        .filter(month -> month.getYear() > 1910 && month.getYear() < 2190);
            } catch (DateTimeException none) {
                return Optional.empty();
            }
        });
    }
}
