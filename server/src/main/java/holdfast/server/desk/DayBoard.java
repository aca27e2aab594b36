package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.auth.Permission;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The day board: what the people and rooms have on a day, or one of them in a week.
public final class DayBoard implements DeskSection {
    static final String PATH = "/desk/board";
    static final String WEEK = "/desk/board/week";

    private final Catalog catalog;

    DayBoard(Catalog catalog) {
        this.catalog = catalog;
    }

    /// What the page shows.
    ///
    /// @param week    the calendar of a week's board; empty for a day's
    /// @param roles   the kinds of columns, when there are several
    /// @param undo    what can be taken back; empty if nothing
    /// @param changes whether this member of staff may book
    public record View(
            Steps steps, String week, List<Link> roles, BoardColumns.BoardGrid board,
            Optional<BoardUndo> undo, boolean changes, boolean manages, boolean empty) {}

    /// Where the navigation of the days leads.
    ///
    /// @param people for a week: everybody, by id instead of by address
    public record Steps(
            String day, String previous, String next, String today, String month,
            List<Link> people) {}

    /// A link of the navigation.
    public record Link(String href, String text, boolean here) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get(PATH, "deskBoard", "What people and rooms have on a day.",
                        DeskPlace.BOARD, Permission.READ, this::day),
                desk.get(WEEK, "deskBoardWeek", "What one person or room has in a week.",
                        DeskPlace.BOARD, Permission.READ, this::week));
    }

    private Response day(DeskVisit visit) {
        List<Versioned<Calendar>> all = calendars(visit);
        Optional<LocalDate> asked = date(visit.request(), "day");
        DeskCall read = DeskCall.to("readSchedule");
        Optional<JsonNode> schedule = visit.read(asked.isEmpty() ? read
                : read.asking("from", asked.get().toString()));
        LocalDate day = schedule.map(each -> each.path("from").asText()).flatMap(DayBoard::date)
                .or(() -> asked).orElse(LocalDate.EPOCH);
        List<JsonNode> shown = new ArrayList<>();
        schedule.ifPresent(json -> json.path("calendars").forEach(shown::add));
        List<String> roles = shown.stream().map(each -> each.path("role").asText())
                .distinct().sorted().toList();
        String role = visit.request().query("role").filter(roles::contains).orElse("");
        BoardPeople people = BoardPeople.of(catalog, visit.workspace());
        BoardColumns columns = new BoardColumns(visit, schedule.map(each -> each.path("now")
                .asText()).orElse(""));
        shown.stream().filter(each -> role.isEmpty() || each.path("role").asText().equals(role))
                .sorted(people.order())
                .forEach(each -> columns.add(each, day, each.path("name").asText(),
                        address(WEEK, "calendar", each.path("id").asText(), "day",
                                day.toString())));
        String more = role.isEmpty() ? "" : "&role=" + encoded(role);
        List<Link> links = new ArrayList<>();
        if (roles.size() > 1) {
            links.add(new Link(address(PATH, "day", day.toString()), visit.say("board.all"),
                    role.isEmpty()));
            roles.forEach(each -> links.add(new Link(
                    address(PATH, "day", day.toString(), "role", each),
                    each.isEmpty() ? visit.say("board.others") : each, each.equals(role))));
        }
        return visit.page(DayBoard.class, visit.language().date(day),
                new View(new Steps(day.toString(), PATH + "?day=" + day.minusDays(1) + more,
                        PATH + "?day=" + day.plusDays(1) + more,
                        PATH + (role.isEmpty() ? "" : "?role=" + encoded(role)) + "#now",
                        address(BoardMonth.PATH, "month", day.toString().substring(0, 7)),
                        List.of()),
                        "", links, columns.board(), BoardUndo.of(visit),
                        visit.may(Permission.DESK), visit.may(Permission.MANAGE), all.isEmpty()));
    }

    private Response week(DeskVisit visit) {
        List<Versioned<Calendar>> all = calendars(visit);
        Optional<Versioned<Calendar>> found = visit.request().query("calendar")
                .flatMap(id -> catalog.find(visit.workspace(), id, Calendar.class));
        if (found.isEmpty()) {
            return visit.missing();
        }
        Versioned<Calendar> calendar = found.get();
        LocalDate day = date(visit.request(), "day").or(() -> today(visit, calendar.id()))
                .orElse(LocalDate.EPOCH);
        LocalDate monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        Optional<JsonNode> schedule = visit.read(DeskCall.to("readSchedule")
                .asking("from", monday.toString()).asking("to", monday.plusDays(7).toString())
                .asking("calendar", calendar.id()));
        BoardColumns columns = new BoardColumns(visit, schedule.map(each -> each.path("now")
                .asText()).orElse(""));
        schedule.map(json -> json.path("calendars").path(0)).filter(JsonNode::isObject)
                .ifPresent(json -> IntStream.range(0, 7).mapToObj(monday::plusDays)
                        .forEach(each -> columns.add(json, each,
                                visit.language().shortDate(each),
                                address(PATH, "day", each.toString()))));
        List<Link> others = all.stream().sorted(BoardPeople.of(catalog, visit.workspace()).byId())
                .map(each -> new Link(each.id(), each.entry().name(),
                        each.id().equals(calendar.id())))
                .toList();
        return visit.page(DayBoard.class, visit.say("board.weekOf", calendar.entry().name(),
                visit.language().shortDate(monday), visit.language().shortDate(
                        monday.plusDays(6))),
                new View(new Steps(day.toString(),
                        address(WEEK, "calendar", calendar.id(), "day",
                                monday.minusDays(7).toString()),
                        address(WEEK, "calendar", calendar.id(), "day",
                                monday.plusDays(7).toString()),
                        address(WEEK, "calendar", calendar.id()) + "#now",
                        address(BoardMonth.PATH, "month", day.toString().substring(0, 7),
                                "calendar", calendar.id()),
                        others),
                        calendar.id(), List.of(), columns.board(), BoardUndo.of(visit),
                        visit.may(Permission.DESK), visit.may(Permission.MANAGE), false));
    }

    private List<Versioned<Calendar>> calendars(DeskVisit visit) {
        return catalog.all(visit.workspace(), Calendar.class).stream()
                .filter(Versioned::listed).toList();
    }

    /// The day that it is for a calendar, by the database's clock.
    static Optional<LocalDate> today(DeskVisit visit, String calendar) {
        return visit.read(DeskCall.to("readSchedule").asking("calendar", calendar))
                .map(json -> json.path("from").asText()).flatMap(DayBoard::date);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static String address(String path, String... pairs) {
        StringBuilder text = new StringBuilder(path);
        for (int at = 0; at < pairs.length; at += 2) {
            text.append(at == 0 ? '?' : '&').append(pairs[at]).append('=')
                    .append(encoded(pairs[at + 1]));
        }
        return text.toString();
    }

    /// A day of the address; one that is none counts as absent.
    static Optional<LocalDate> date(Request request, String name) {
        return request.query(name).flatMap(DayBoard::date);
    }

    static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text))
                    .filter(day -> day.getYear() > 1910 && day.getYear() < 2190);
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    static Optional<LocalTime> time(String text) {
        try {
            return Optional.of(LocalTime.parse(text).withNano(0));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }
}
