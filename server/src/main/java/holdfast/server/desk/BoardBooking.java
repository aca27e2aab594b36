package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.auth.Permission;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Texts;
import holdfast.server.web.Form;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Books a customer who comes in or calls: a service at a free time of the board, and a name.
public final class BoardBooking implements DeskSection {
    static final String PATH = "/desk/board/new";
    private static final LocalTime NOON = LocalTime.of(12, 0);

    private final Catalog catalog;

    BoardBooking(Catalog catalog) {
        this.catalog = catalog;
    }

    /// What the page shows.
    ///
    /// @param about     the person or room, and the day
    /// @param calendars the people and rooms to choose from, by id
    /// @param opens     whose hours can be opened for it; empty if nobody's
    public record View(
            String about, String back, Map<String, String> calendars, List<Choice> choices,
            BoardOffers refused, String opens, DeskForm form) {

        /// The same, after a choice without an id: any person who is free.
        public Map<String, String> people(String anyone) {
            Map<String, String> people = new LinkedHashMap<>(Map.of("", anyone));
            people.putAll(calendars);
            return people;
        }
    }

    /// A service that can be booked there.
    ///
    /// @param value  the service and the start that fits best, as the form sends it back
    /// @param when   that start and who serves; empty if nothing is free on the day
    /// @param exact  whether it is the time that was clicked
    public record Choice(
            String value, String name, String price, String when, boolean exact,
            boolean chosen) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get(PATH, "deskBoardBooking", "The page for booking a walk-in or a caller.",
                        DeskPlace.BOARD, Permission.DESK, visit -> page(visit, 200,
                                Wanted.asked(visit), BoardOffers.NONE, DeskForm.of(Map.of()))),
                desk.post(PATH, "bookOnDeskBoard", "Book a walk-in or a caller.",
                        DeskPlace.BOARD, Permission.DESK, this::book));
    }

    /// Where on the board somebody clicked.
    ///
    /// @param calendar empty for any person who is free
    private record Wanted(String calendar, Optional<LocalDate> day, Optional<LocalTime> time) {
        static Wanted asked(DeskVisit visit) {
            return of(visit.request().query("calendar"), visit.request().query("day"),
                    visit.request().query("time"));
        }

        static Wanted of(Optional<String> calendar, Optional<String> day, Optional<String> time) {
            return new Wanted(calendar.orElse(""), day.flatMap(DayBoard::date),
                    time.flatMap(DayBoard::time));
        }
    }

    private Response page(DeskVisit visit, int status, Wanted wanted, BoardOffers refused,
            DeskForm form) {
        Map<String, String> calendars = new LinkedHashMap<>();
        catalog.all(visit.workspace(), Calendar.class).stream().filter(Versioned::listed)
                .sorted(BoardPeople.of(catalog, visit.workspace()).byId())
                .forEach(each -> calendars.put(each.id(), each.entry().name()));
        String calendar = calendars.containsKey(wanted.calendar) ? wanted.calendar : "";
        Optional<String> first = calendar.isEmpty() ? calendars.keySet().stream().findFirst()
                : Optional.of(calendar);
        if (first.isEmpty()) {
            return visit.missing();
        }
        LocalDate day = wanted.day.or(() -> DayBoard.today(visit, first.get()))
                .orElse(LocalDate.EPOCH);
        LocalTime time = wanted.time.orElse(NOON);
        List<Choice> choices = choices(visit, calendar, day, time, form.value("choice"));
        String who = calendars.getOrDefault(calendar, visit.say("board.anyPerson"));
        return visit.page(status, BoardBooking.class, visit.say("board.book"), new View(
                visit.say("board.book.about", who, visit.language().date(day)),
                DayBoard.address(DayBoard.PATH, "day", day.toString()), calendars, choices,
                refused, refused.why().isEmpty() ? "" : opens(visit, calendar, day, time),
                form.with("calendar", calendar).with("day", day.toString())
                        .with("at", wanted.time.map(LocalTime::toString).orElse(""))));
    }

    /// The services that need this calendar: those that can begin at that time first.
    private List<Choice> choices(
            DeskVisit visit, String calendar, LocalDate day, LocalTime time, String before) {
        List<Choice> choices = new ArrayList<>();
        for (Versioned<Service> service : catalog.all(visit.workspace(), Service.class)) {
            boolean fits = service.listed() && (calendar.isEmpty() || service.entry().needs()
                    .stream().anyMatch(need -> need.anyOf().contains(calendar)));
            if (fits) {
                choices.add(choice(visit, service, calendar, day, time));
            }
        }
        choices.sort(Comparator.comparing((Choice each) -> each.when().isEmpty())
                .thenComparing(each -> !each.exact()).thenComparing(Choice::name));
        String chosen = choices.stream().map(Choice::value)
                .filter(each -> service(each).equals(service(before))).findFirst()
                .orElse(choices.isEmpty() ? "" : choices.getFirst().value());
        return choices.stream().map(each -> new Choice(each.value(), each.name(), each.price(),
                each.when(), each.exact(), each.value().equals(chosen))).toList();
    }

    private static String service(String choice) {
        return choice.replaceFirst("\\|.*", "");
    }

    private Choice choice(DeskVisit visit, Versioned<Service> service, String calendar,
            LocalDate day, LocalTime time) {
        DeskCall free = DeskCall.to("freeTimes").with("id", service.id())
                .asking("from", day.toString()).asking("to", day.plusDays(1).toString())
                .asking("override", "true");
        List<JsonNode> starts = new ArrayList<>();
        visit.read(calendar.isEmpty() ? free : free.asking("with", calendar))
                .ifPresent(json -> json.path("starts").forEach(starts::add));
        Optional<JsonNode> best = starts.stream().filter(each -> !at(each).isBefore(time))
                .findFirst().or(() -> starts.isEmpty() ? Optional.empty()
                        : Optional.of(starts.getLast()));
        String name = service.entry().in(visit.language().word()).name();
        String price = visit.language().length(service.entry().times().duration())
                + service.entry().price().map(each -> " · " + visit.language().money(each))
                        .orElse("");
        return best.map(start -> {
            List<String> with = BoardMove.texts(start.path("with"));
            return new Choice(service.id() + "|" + start.path("start").asText() + "|"
                    + String.join(",", with), name, price,
                    visit.say("board.when", visit.language().time(at(start)), String.join(", ",
                            with.stream().map(id -> name(visit, id)).toList())),
                    at(start).equals(time), false);
        }).orElseGet(() -> new Choice(service.id() + "||", name, price, "", false, false));
    }

    private static LocalTime at(JsonNode start) {
        return OffsetDateTime.parse(start.path("start").asText()).toLocalTime();
    }

    private String name(DeskVisit visit, String calendar) {
        return catalog.find(visit.workspace(), calendar, Calendar.class)
                .map(each -> each.entry().name()).orElse(calendar);
    }

    /// What is to be booked: a service, when, and with whom.
    private record Place(Versioned<Service> service, OffsetDateTime start, List<String> with) {}

    private Response book(DeskVisit visit) {
        Form form = visit.form();
        Wanted wanted = Wanted.of(form.first("calendar"), form.first("day"),
                form.first("time").filter(each -> !each.isEmpty()).or(() -> form.first("at")));
        Optional<Place> place = place(visit, wanted);
        if (place.isEmpty()) {
            return page(visit, 400, wanted,
                    new BoardOffers(visit.say("board.choose"), List.of()), DeskForm.sent(form));
        }
        Optional<DeskCall> opened = Optional.empty();
        if (form.first("open").isPresent()) {
            switch (open(visit, wanted, place.get())) {
                case DeskAnswer.Refused refused -> {
                    return page(visit, 409, wanted, BoardOffers.of(visit, catalog, refused),
                            DeskForm.sent(form));
                }
                case DeskAnswer.Done done -> opened = Optional.of(DeskCall.to("deleteOpening")
                        .with("id", wanted.calendar)
                        .with("opening", done.json().path("id").asText()));
            }
        }
        DeskAnswer answer = hold(visit, place.get());
        if (answer instanceof DeskAnswer.Refused refused) {
            opened.ifPresent(visit::call);
            // An offer that is gone stays chosen no longer.
            return page(visit, 409, wanted, BoardOffers.of(visit, catalog, refused),
                    DeskForm.refused(form, refused, visit.language()));
        }
        String booking = ((DeskAnswer.Done) answer).json().path("id").asText();
        return new BoardUndo(BoardUndo.Sort.BOOKED, List.of(booking)).after(visit, visit.done(
                DayBoard.address(DayBoard.PATH, "day", place.get().start()
                        .toLocalDate().toString()),
                "boardBooked"));
    }

    private Optional<Place> place(DeskVisit visit, Wanted wanted) {
        Form form = visit.form();
        String[] choice = form.first("choice").orElse("").split("\\|", -1);
        Optional<Versioned<Service>> service =
                catalog.find(visit.workspace(), choice[0], Service.class);
        Optional<BoardOffers.Chosen> offered = form.first("instead")
                .or(() -> choice.length == 3 && !choice[1].isEmpty()
                        && form.first("time").orElse("").isEmpty()
                                ? Optional.of(choice[1] + "|" + choice[2]) : Optional.empty())
                .flatMap(BoardOffers.Chosen::read);
        if (service.isEmpty()) {
            return Optional.empty();
        }
        if (offered.isPresent()) {
            return Optional.of(new Place(service.get(),
                    Texts.moment("start", offered.get().start()), offered.get().with()));
        }
        Optional<ZoneId> zone = catalog.find(visit.workspace(), wanted.calendar.isEmpty()
                ? service.get().entry().needs().getFirst().anyOf().getFirst()
                : wanted.calendar, Calendar.class).map(each -> each.entry().zone());
        return wanted.day.flatMap(day -> wanted.time.flatMap(time -> zone.map(each -> new Place(
                service.get(), day.atTime(time).atZone(each).toOffsetDateTime(),
                wanted.calendar.isEmpty() ? List.of() : List.of(wanted.calendar)))));
    }

    private static DeskAnswer hold(DeskVisit visit, Place place) {
        String nonce = visit.form().must("nonce");
        DeskAnswer held = visit.call(DeskCall.to("hold").once(nonce).json(json -> json
                .put("override", true)
                .array("items", List.of(place), (out, each) -> out.put("kind", "time")
                        .put("service", each.service().id())
                        .put("start", Texts.text(each.start())).texts("with", each.with()))));
        if (!(held instanceof DeskAnswer.Done done)) {
            return held;
        }
        String id = done.json().path("id").asText();
        DeskAnswer booked = visit.call(DeskCall.to("confirmHold").with("id", id)
                .once(nonce + "-book").json(json -> json
                        .object("customer", out -> {
                            out.put("name", sent(visit, "name"))
                                    .put("phone", sent(visit, "phone"))
                                    .put("email", sent(visit, "customer.email"));
                        }).object("payment", out -> out.put("method", "onSite"))));
        if (booked instanceof DeskAnswer.Refused) {
            visit.call(DeskCall.to("cancelHold").with("id", id));
        }
        return booked;
    }

    private static Optional<String> sent(DeskVisit visit, String field) {
        return visit.form().first(field).map(String::strip).filter(text -> !text.isEmpty());
    }

    /// Whose hours would have to be opened: the calendar's, if it is not open at that time. Taken
    /// time stays taken.
    private String opens(DeskVisit visit, String calendar, LocalDate day, LocalTime time) {
        Optional<ZoneId> zone = catalog.find(visit.workspace(), calendar, Calendar.class)
                .map(each -> each.entry().zone());
        if (zone.isEmpty() || !visit.may(Permission.MANAGE)) {
            return "";
        }
        OffsetDateTime start = day.atTime(time).atZone(zone.get()).toOffsetDateTime();
        List<JsonNode> open = new ArrayList<>();
        visit.read(DeskCall.to("readSchedule").asking("from", day.toString())
                .asking("calendar", calendar))
                .ifPresent(json -> json.path("calendars").path(0).path("open")
                        .forEach(open::add));
        return open.stream().anyMatch(each -> !OffsetDateTime.parse(each.path("start").asText())
                .isAfter(start)
                && OffsetDateTime.parse(each.path("end").asText()).isAfter(start))
                        ? "" : name(visit, calendar);
    }

    private DeskAnswer open(DeskVisit visit, Wanted wanted, Place place) {
        return visit.call(DeskCall.to("openCalendar").with("id", wanted.calendar)
                .once(visit.form().must("nonce") + "-open").json(json -> json
                        .put("start", Texts.text(place.start()))
                        .put("end", Texts.text(place.start().plus(
                                place.service().entry().times().duration())))
                        .put("reason", visit.say("board.opened.reason"))));
    }
}
