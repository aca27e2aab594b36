package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.auth.Permission;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Texts;
import holdfast.server.web.Form;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Blocks time on the board: breaks and closures, once or repeated. Each is a closure of the API.
public final class BoardBlocks implements DeskSection {
    static final String PATH = "/desk/board/blocks";
    private static final String NEW = "/desk/board/block";
    private static final int MOST = 60;

    private final Catalog catalog;

    BoardBlocks(Catalog catalog) {
        this.catalog = catalog;
    }

    /// What the page shows: a block that is there, or the form for another one.
    ///
    /// @param stored the block; empty for the form
    public record View(
            Optional<Stored> stored, Map<String, String> calendars, Map<String, String> repeats,
            DeskForm form, String back) {}

    /// A block.
    public record Stored(String id, String calendar, String who, String when, String reason) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get(NEW, "deskBoardBlock", "The page for blocking time.", DeskPlace.BOARD,
                        Permission.MANAGE, this::fresh),
                desk.post(NEW, "blockOnDeskBoard", "Block time.", DeskPlace.BOARD,
                        Permission.MANAGE, this::block),
                desk.get(PATH + "/{id}", "deskBoardBlocked", "A block on the board.",
                        DeskPlace.BOARD, Permission.MANAGE, this::show),
                desk.post(PATH + "/{id}/remove", "unblockOnDeskBoard", "Remove a block.",
                        DeskPlace.BOARD, Permission.MANAGE, this::remove));
    }

    private Response fresh(DeskVisit visit) {
        String calendar = visit.request().query("calendar").orElse("");
        String day = DayBoard.date(visit.request(), "day").map(LocalDate::toString).orElse("");
        LocalTime time = visit.request().query("time").flatMap(DayBoard::time)
                .orElse(LocalTime.of(12, 0));
        return page(visit, 200, DeskForm.of(Map.of("calendar", calendar, "day", day, "from",
                time.toString(), "to", time.plusMinutes(30).toString(), "repeat", "once")));
    }

    private Response page(DeskVisit visit, int status, DeskForm form) {
        Map<String, String> calendars = new LinkedHashMap<>();
        catalog.all(visit.workspace(), Calendar.class).stream().filter(Versioned::listed)
                .sorted(BoardPeople.of(catalog, visit.workspace()).byId())
                .forEach(each -> calendars.put(each.id(), each.entry().name()));
        Map<String, String> repeats = new LinkedHashMap<>();
        for (String each : List.of("once", "weekly", "workdays", "daily")) {
            repeats.put(each, visit.say("board.repeat." + each));
        }
        return visit.page(status, BoardBlocks.class, visit.say("board.block"), new View(
                Optional.empty(), calendars, repeats, form, form.value("day").isEmpty()
                        ? DayBoard.PATH
                        : DayBoard.address(DayBoard.PATH, "day", form.value("day"))));
    }

    /// What a form asks for: the first stretch, and the days on which it is repeated.
    private record Wanted(
            String calendar, ZoneId zone, List<LocalDate> days, LocalTime from, LocalTime to) {
        ZonedDateTime start(LocalDate day) {
            return day.atTime(from).atZone(zone);
        }

        ZonedDateTime end(LocalDate day) {
            return (to.equals(LocalTime.MIDNIGHT) ? day.plusDays(1) : day).atTime(to)
                    .atZone(zone);
        }
    }

    private Response block(DeskVisit visit) {
        Form form = visit.form();
        Optional<Wanted> wanted = wanted(visit);
        if (wanted.isEmpty()) {
            return page(visit, 400, complaint(form, "from", visit.say("desk.invalid.start")));
        }
        Wanted each = wanted.get();
        if (each.days.size() > MOST) {
            return page(visit, 400, complaint(form, "until",
                    visit.say("board.repeat.most", MOST)));
        }
        List<String> made = new ArrayList<>();
        for (LocalDate day : each.days) {
            switch (close(visit, each, day)) {
                case DeskAnswer.Done done -> {
                    made.add(each.calendar);
                    made.add(done.json().path("id").asText());
                }
                case DeskAnswer.Refused refused -> {
                    return refused(visit, each, day, made, refused);
                }
            }
        }
        return new BoardUndo(BoardUndo.Sort.BLOCKED, made).after(visit, visit.done(
                DayBoard.address(DayBoard.PATH, "day", each.days.getFirst().toString()),
                "boardBlocked"));
    }

    private static DeskForm complaint(Form form, String field, String text) {
        DeskForm sent = DeskForm.sent(form);
        return new DeskForm(sent.values(), Map.of(field, text), "");
    }

    private static DeskAnswer close(DeskVisit visit, Wanted wanted, LocalDate day) {
        return visit.call(DeskCall.to("closeCalendar").with("id", wanted.calendar)
                .once(visit.form().must("nonce") + "-" + day).json(json -> json
                        .put("start", Texts.text(wanted.start(day).toOffsetDateTime()))
                        .put("end", Texts.text(wanted.end(day).toOffsetDateTime()))
                        .put("reason", visit.form().first("reason").map(String::strip)
                                .filter(text -> !text.isEmpty()))));
    }

    /// All days or none: what was blocked before the refusal is given back.
    private Response refused(DeskVisit visit, Wanted wanted, LocalDate day, List<String> made,
            DeskAnswer.Refused refused) {
        for (int at = 0; at < made.size(); at += 2) {
            visit.call(DeskCall.to("deleteClosure").with("id", made.get(at))
                    .with("closure", made.get(at + 1)));
        }
        DeskForm form = DeskForm.refused(visit.form(), refused, visit.language());
        if (refused.outcome().equals("inTheWay")) {
            form = new DeskForm(form.values(), Map.of(), visit.say("board.inTheWay",
                    visit.language().date(day), blocking(visit, wanted, day)));
        }
        return page(visit, 409, form);
    }

    /// The visits and blocks that are in the way, in words.
    private static String blocking(DeskVisit visit, Wanted wanted, LocalDate day) {
        List<String> words = new ArrayList<>();
        visit.read(DeskCall.to("readSchedule").asking("from", day.toString())
                .asking("calendar", wanted.calendar)).ifPresent(json -> {
                    for (JsonNode each : json.path("calendars").path(0).path("entries")) {
                        ZonedDateTime from = moment(each, "from", wanted.zone);
                        ZonedDateTime until = moment(each, "until", wanted.zone);
                        if (from.isBefore(wanted.end(day)) && until.isAfter(wanted.start(day))) {
                            words.add(visit.say("board.times",
                                    visit.language().time(from.toLocalTime()),
                                    visit.language().time(until.toLocalTime())) + " "
                                    + each.path("customer").asText(each.path("reason").asText(
                                            each.path("name").asText())));
                        }
                    }
                });
        return String.join("; ", words.stream().map(String::strip).toList());
    }

    private static ZonedDateTime moment(JsonNode json, String field, ZoneId zone) {
        return Texts.moment(field, json.path(field).asText()).atZoneSameInstant(zone);
    }

    private Optional<Wanted> wanted(DeskVisit visit) {
        Form form = visit.form();
        String calendar = form.first("calendar").orElse("");
        Optional<ZoneId> zone = catalog.find(visit.workspace(), calendar, Calendar.class)
                .map(each -> each.entry().zone());
        Optional<LocalDate> day = form.first("day").flatMap(DayBoard::date);
        Optional<LocalTime> from = form.first("from").flatMap(DayBoard::time);
        Optional<LocalTime> to = form.first("to").flatMap(DayBoard::time);
        if (zone.isEmpty() || day.isEmpty() || from.isEmpty() || to.isEmpty()
                || !(to.get().equals(LocalTime.MIDNIGHT) || from.get().isBefore(to.get()))) {
            return Optional.empty();
        }
        return Optional.of(new Wanted(calendar, zone.get(),
                days(day.get(), form.first("repeat").orElse("once"),
                        form.first("until").flatMap(DayBoard::date).orElse(day.get())),
                from.get(), to.get()));
    }

    /// One more than is allowed shows that there are too many.
    private static List<LocalDate> days(LocalDate first, String repeat, LocalDate last) {
        if (repeat.equals("once")) {
            return List.of(first);
        }
        List<LocalDate> days = new ArrayList<>(List.of(first));
        int step = repeat.equals("weekly") ? 7 : 1;
        for (LocalDate day = first.plusDays(step); !day.isAfter(last) && days.size() <= MOST; day =
                day.plusDays(step)) {
            boolean weekend = day.getDayOfWeek() == DayOfWeek.SATURDAY
                    || day.getDayOfWeek() == DayOfWeek.SUNDAY;
            if (!repeat.equals("workdays") || !weekend) {
                days.add(day);
            }
        }
        return days;
    }

    private Optional<Calendar.Special> find(DeskVisit visit, String calendar) {
        return catalog.find(visit.workspace(), calendar, Calendar.class).stream()
                .flatMap(each -> each.entry().exceptions().closures().stream())
                .filter(each -> each.id().equals(visit.id())).findFirst();
    }

    private Response show(DeskVisit visit) {
        String calendar = visit.request().query("calendar").orElse("");
        Optional<Calendar.Special> found = find(visit, calendar);
        if (found.isEmpty()) {
            return visit.missing();
        }
        Calendar of = catalog.find(visit.workspace(), calendar, Calendar.class).orElseThrow()
                .entry();
        ZonedDateTime start = found.get().start().atZone(of.zone());
        ZonedDateTime end = found.get().end().atZone(of.zone());
        boolean sameDay = start.toLocalDate().equals(end.toLocalDate());
        String when = sameDay ? visit.language().date(start.toLocalDate()) + ", "
                + visit.say("board.times", visit.language().time(start.toLocalTime()),
                        visit.language().time(end.toLocalTime()))
                : visit.say("board.times", visit.language().moment(start),
                        visit.language().moment(end));
        String back = DayBoard.address(DayBoard.PATH, "day", start.toLocalDate().toString());
        return visit.page(BoardBlocks.class,
                found.get().reason().orElse(visit.say("board.closed")),
                new View(Optional.of(new Stored(visit.id(), calendar, of.name(), when,
                        found.get().reason().orElse(""))), Map.of(), Map.of(),
                        DeskForm.of(Map.of()), back));
    }

    private Response remove(DeskVisit visit) {
        String calendar = visit.form().first("calendar").orElse("");
        Optional<Calendar.Special> found = find(visit, calendar);
        if (found.isEmpty()) {
            return visit.missing();
        }
        ZoneId zone = catalog.find(visit.workspace(), calendar, Calendar.class).orElseThrow()
                .entry().zone();
        String board = DayBoard.address(DayBoard.PATH, "day",
                found.get().start().atZone(zone).toLocalDate().toString());
        return switch (visit.call(DeskCall.to("deleteClosure").with("id", calendar)
                .with("closure", visit.id()))) {
            case DeskAnswer.Done _ -> new BoardUndo(BoardUndo.Sort.UNBLOCKED, List.of(calendar,
                    found.get().start().toString(), found.get().end().toString(),
                    found.get().reason().orElse("").replace("\n", " ")))
                    .after(visit, visit.done(board, "boardUnblocked"));
            case DeskAnswer.Refused refused -> visit.refused(refused, board);
        };
    }
}
