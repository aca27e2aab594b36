package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.auth.Permission;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Json;
import holdfast.server.json.Texts;
import holdfast.server.web.Form;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A visit on the board: who it is, and how it is moved.
public final class BoardVisit implements DeskSection {
    static final String PATH = "/desk/board/visits";
    private static final String ONE = PATH + "/{id}";

    private final Catalog catalog;

    BoardVisit(Catalog catalog) {
        this.catalog = catalog;
    }

    /// What the page shows.
    ///
    /// @param refused why the last move was refused; empty if none was
    /// @param people  the calendars that could serve instead of this one, by id
    /// @param free    the starts that are free on the day that is looked at
    public record View(
            Facts facts, BoardOffers refused, Map<String, String> people, DeskForm form,
            List<BoardOffers.Offer> free, boolean changes) {}

    /// What is known about the visit.
    public record Facts(
            String id, String version, int item, String calendar, String when, String service,
            String with, String customer, List<String> contact, String total, String back) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get(ONE, "deskBoardVisit", "A visit on the board.", DeskPlace.BOARD,
                        Permission.READ, this::show),
                desk.post(ONE + "/move", "moveOnDeskBoard", "Move a visit.", DeskPlace.BOARD,
                        Permission.DESK, this::move),
                desk.post("/desk/board/undo", "undoOnDeskBoard",
                        "Take the last change on the board back.", DeskPlace.BOARD,
                        Permission.DESK, BoardUndo::undo));
    }

    /// The board that a form came from.
    static String back(DeskVisit visit) {
        String week = visit.form().first("week").orElse("");
        String day = visit.form().first("backTo").or(() -> visit.form().first("day"))
                .flatMap(DayBoard::date).map(LocalDate::toString).orElse("");
        if (!week.isEmpty()) {
            return day.isEmpty() ? DayBoard.address(DayBoard.WEEK, "calendar", week)
                    : DayBoard.address(DayBoard.WEEK, "calendar", week, "day", day);
        }
        return day.isEmpty() ? DayBoard.PATH : DayBoard.address(DayBoard.PATH, "day", day);
    }

    /// A booking and the visit in it that is meant.
    private record Meant(JsonNode booking, int number, Versioned<Service> service) {
        JsonNode item() {
            return booking.path("items").path(number);
        }

        OffsetDateTime start() {
            return OffsetDateTime.parse(item().path("start").asText());
        }
    }

    private Optional<Meant> meant(DeskVisit visit, String number) {
        int item = BoardMove.number(number);
        return visit.read(DeskCall.to("readBooking").with("id", visit.id()))
                .filter(json -> json.path("items").path(item).path("kind").asText()
                        .equals("time"))
                .flatMap(json -> catalog.find(visit.workspace(),
                        json.path("items").path(item).path("service").asText(), Service.class)
                        .map(service -> new Meant(json, item, service)));
    }

    private Response show(DeskVisit visit) {
        Optional<Meant> meant = meant(visit, visit.request().query("item").orElse("0"));
        if (meant.isEmpty()) {
            return visit.missing();
        }
        List<String> with = BoardMove.texts(meant.get().item().path("with"));
        String from = visit.request().query("calendar").filter(with::contains)
                .orElse(with.isEmpty() ? "" : with.getFirst());
        String to = visit.request().query("to").orElse(from);
        String day = DayBoard.date(visit.request(), "day").map(LocalDate::toString)
                .orElseGet(() -> meant.get().start().toLocalDate().toString());
        return page(visit, 200, meant.get(), from, BoardOffers.NONE, DeskForm.of(Map.of(
                "day", day, "to", to, "time",
                meant.get().start().toLocalTime().toString())));
    }

    private Response page(DeskVisit visit, int status, Meant meant, String from,
            BoardOffers refused, DeskForm form) {
        JsonNode item = meant.item();
        Map<String, String> people = new LinkedHashMap<>();
        meant.service().entry().needs().stream().filter(need -> need.anyOf().contains(from))
                .findFirst().ifPresent(need -> need.anyOf().forEach(
                        id -> people.put(id, name(visit, id))));
        List<String> names = BoardMove.texts(item.path("with")).stream()
                .map(id -> name(visit, id)).toList();
        JsonNode customer = meant.booking().path("customer");
        List<String> contact = new ArrayList<>();
        for (String field : List.of("phone", "email")) {
            if (customer.hasNonNull(field)) {
                contact.add(customer.path(field).asText());
            }
        }
        OffsetDateTime start = meant.start();
        Facts facts = new Facts(visit.id(), meant.booking().path("version").asText(),
                meant.number(), from,
                visit.language().date(start.toLocalDate()) + ", " + visit.say("board.times",
                        visit.language().time(start.toLocalTime()),
                        visit.language().time(OffsetDateTime.parse(item.path("end").asText())
                                .toLocalTime())),
                item.path("name").asText(), String.join(", ", names),
                customer.path("name").asText(visit.say("board.walkIn")), contact,
                money(visit, meant.booking().path("total")),
                DayBoard.address(DayBoard.PATH, "day", start.toLocalDate().toString()));
        boolean booked = meant.booking().path("status").asText().equals("booked");
        return visit.page(status, BoardVisit.class, facts.customer(), new View(facts, refused,
                people, form, booked ? free(visit, meant, form) : List.of(),
                booked && visit.may(Permission.DESK)));
    }

    private static String money(DeskVisit visit, JsonNode json) {
        return json.isObject() ? visit.language().money(Money.read(Json.read(json))) : "";
    }

    private String name(DeskVisit visit, String calendar) {
        return catalog.find(visit.workspace(), calendar, Calendar.class)
                .map(each -> each.entry().name()).orElse(calendar);
    }

    /// The free starts of the day for the person or room that is chosen.
    private List<BoardOffers.Offer> free(DeskVisit visit, Meant meant, DeskForm form) {
        if (!visit.may(Permission.DESK)) {
            return List.of();
        }
        return DayBoard.date(form.value("day")).flatMap(day -> visit.read(
                DeskCall.to("freeTimes").with("id", meant.service().id())
                        .asking("from", day.toString()).asking("to", day.plusDays(1).toString())
                        .asking("with", form.value("to")).asking("override", "true")))
                .map(json -> BoardOffers.starts(visit, catalog, json.path("starts")))
                .orElse(List.of());
    }

    private Response move(DeskVisit visit) {
        Form form = visit.form();
        Optional<Meant> found = meant(visit, form.first("item").orElse("0"));
        if (found.isEmpty()) {
            return visit.missing();
        }
        Meant meant = found.get();
        String from = form.first("calendar").orElse("");
        List<BoardMove.Place> wishes = wishes(visit, meant, from);
        if (wishes.isEmpty()) {
            return page(visit, 400, meant, from, BoardOffers.NONE, DeskForm.sent(form)
                    .with("problem", visit.say("desk.invalid.start")));
        }
        String version = form.first("version").orElse("");
        DeskAnswer answer = new DeskAnswer.Refused("stale", "", "", meant.booking());
        for (BoardMove.Place wish : wishes) {
            answer = visit.call(BoardMove.call(meant.booking(), version, meant.number(), wish));
            if (!(answer instanceof DeskAnswer.Refused refused)
                    || !refused.outcome().equals("unavailable")) {
                break;
            }
        }
        return switch (answer) {
            case DeskAnswer.Done done -> moved(visit, meant, done.json());
            case DeskAnswer.Refused refused -> page(visit, 409, meant, from,
                    BoardOffers.of(visit, catalog, refused), DeskForm.sent(form)
                            .with("day", form.first("day").orElseGet(() -> meant.start()
                                    .toLocalDate().toString()))
                            .with("to", form.first("to").orElse(from)));
        };
    }

    private Response moved(DeskVisit visit, Meant meant, JsonNode now) {
        String day = OffsetDateTime.parse(now.path("items").path(meant.number()).path("start")
                .asText()).toLocalDate().toString();
        String week = visit.form().first("week").orElse("");
        String role = visit.form().first("role").orElse("");
        String board = !week.isEmpty()
                ? DayBoard.address(DayBoard.WEEK, "calendar", week, "day", day)
                : DayBoard.address(DayBoard.PATH, "day", day)
                        + (role.isEmpty() ? "" : "&role=" + DayBoard.encoded(role));
        return new BoardUndo(BoardUndo.Sort.MOVED, List.of(visit.id(),
                now.path("version").asText(), Integer.toString(meant.number()),
                meant.item().path("start").asText(),
                String.join(",", BoardMove.texts(meant.item().path("with")))))
                .after(visit, visit.done(board, "boardMoved"));
    }

    /// What the form asks for: an offered place, or a day, a time and a calendar.
    private List<BoardMove.Place> wishes(DeskVisit visit, Meant meant, String from) {
        Form form = visit.form();
        Optional<String> choice = form.first("choice");
        if (choice.isPresent()) {
            return BoardOffers.Chosen.read(choice.get())
                    .map(each -> List.of(new BoardMove.Place(each.start(), each.with())))
                    .orElse(List.of());
        }
        String to = form.first("to").filter(each -> !each.isEmpty()).orElse(from);
        Optional<ZoneId> zone = catalog.find(visit.workspace(), to, Calendar.class)
                .map(each -> each.entry().zone());
        Optional<LocalDate> day = form.first("day").flatMap(DayBoard::date);
        Optional<LocalTime> time = form.first("time").flatMap(DayBoard::time);
        if (zone.isEmpty() || day.isEmpty() || time.isEmpty()) {
            return List.of();
        }
        return BoardMove.wishes(meant.service().entry(), meant.item(),
                Texts.text(day.get().atTime(time.get()).atZone(zone.get()).toOffsetDateTime()),
                from, to);
    }
}
