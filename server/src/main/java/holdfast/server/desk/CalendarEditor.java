package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import holdfast.server.auth.Permission;
import holdfast.server.catalog.Catalog;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Form;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/// A person, a room or a machine whose time is booked: weekly hours, and exceptions to them.
public final class CalendarEditor implements DeskSection {
    private static final String NEW = "/desk/calendars/new";
    private static final String ONE = "/desk/calendars/{id}";

    private final Catalog catalog;

    CalendarEditor(Catalog catalog) {
        this.catalog = catalog;
    }

    /// What the page shows.
    ///
    /// @param id    the calendar's; empty for a new one
    /// @param days  the names of the days, by the fields of their hours
    /// @param close the form for an exception
    public record View(
            DeskForm form, String id, Map<String, String> days, List<Special> specials,
            DeskForm close) {
        public String action() {
            return id.isEmpty() ? NEW : ONE.replace("{id}", id);
        }
    }

    /// A closure or an additional opening.
    ///
    /// @param sort `closures` or `openings`
    public record Special(String id, String sort, String when, String reason) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get(NEW, "deskNewCalendar", "The page for a new calendar.",
                        DeskPlace.SERVICES, Permission.MANAGE, this::fresh),
                desk.post(NEW, "makeDeskCalendar", "Make a calendar.", DeskPlace.SERVICES,
                        Permission.MANAGE, CalendarEditor::make),
                desk.get(ONE, "deskCalendar", "The page of a calendar.", DeskPlace.SERVICES,
                        Permission.MANAGE, CalendarEditor::stored),
                desk.post(ONE, "saveDeskCalendar", "Change a calendar.", DeskPlace.SERVICES,
                        Permission.MANAGE, CalendarEditor::save),
                desk.post(ONE + "/special", "addDeskException", "Close or open for a time.",
                        DeskPlace.SERVICES, Permission.MANAGE, CalendarEditor::special),
                desk.post(ONE + "/closures/{closure}/remove", "removeDeskClosure",
                        "End a closure.", DeskPlace.SERVICES, Permission.MANAGE,
                        visit -> remove(visit, "deleteClosure", "closure")),
                desk.post(ONE + "/openings/{opening}/remove", "removeDeskOpening",
                        "Remove an opening.", DeskPlace.SERVICES, Permission.MANAGE,
                        visit -> remove(visit, "deleteOpening", "opening")));
    }

    private static String word(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }

    private Response fresh(DeskVisit visit) {
        Map<String, String> values = new HashMap<>();
        values.put("timeZone",
                ShopDefaults.of(catalog, visit.workspace()).zone().getId());
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.getValue() < 6) {
                values.put("hours." + word(day), "09:00-18:00");
            }
        }
        return page(visit, 200, "", DeskForm.of(values), DeskForm.of(Map.of()));
    }

    private static Response page(
            DeskVisit visit, int status, String id, DeskForm form, DeskForm close) {
        Map<String, String> days = new LinkedHashMap<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            days.put("hours." + word(day),
                    day.getDisplayName(TextStyle.FULL_STANDALONE, visit.language().locale()));
        }
        return visit.page(status, CalendarEditor.class,
                id.isEmpty() ? visit.say("desk.calendar.new") : form.value("title"),
                new View(form, id, days, id.isEmpty() ? List.of() : specials(visit), close));
    }

    private static List<Special> specials(DeskVisit visit) {
        List<Special> all = new ArrayList<>();
        visit.read(DeskCall.to("readCalendar").with("id", visit.id())).ifPresent(calendar -> {
            ZoneId zone = EventValues.zone(calendar.path("timeZone").asText());
            for (String sort : List.of("closures", "openings")) {
                for (JsonNode each : calendar.path(sort)) {
                    all.add(new Special(each.path("id").asText(), sort,
                            moment(visit, each.path("start"), zone) + " – "
                                    + moment(visit, each.path("end"), zone),
                            each.path("reason").asText()));
                }
            }
        });
        return all;
    }

    private static String moment(DeskVisit visit, JsonNode at, ZoneId zone) {
        return visit.language().moment(Instant.parse(at.asText()).atZone(zone));
    }

    private static Response stored(DeskVisit visit) {
        return visit.read(DeskCall.to("readCalendar").with("id", visit.id()))
                .map(calendar -> page(visit, 200, visit.id(), values(calendar),
                        DeskForm.of(Map.of("sort", "closeCalendar"))))
                .orElseGet(visit::missing);
    }

    private static DeskForm values(JsonNode calendar) {
        Map<String, String> values =
                EventValues.texts(calendar, "name", "role", "timeZone", "version");
        values.put("title", calendar.path("name").asText());
        calendar.path("hours").properties().forEach(day -> {
            StringJoiner spans = new StringJoiner(", ");
            day.getValue().forEach(span -> spans.add(
                    span.path(0).asText() + "-" + span.path(1).asText()));
            values.put("hours." + day.getKey(), spans.toString());
        });
        return DeskForm.of(values);
    }

    private static ObjectNode json(Form form) {
        ObjectNode calendar = JsonNodeFactory.instance.objectNode();
        calendar.put("name", EventValues.first(form, "name"));
        form.first("role").ifPresentOrElse(role -> calendar.put("role", role),
                () -> calendar.putNull("role"));
        calendar.put("timeZone", EventValues.first(form, "timeZone"));
        ObjectNode hours = calendar.putObject("hours");
        for (DayOfWeek day : DayOfWeek.values()) {
            ArrayNode spans = hours.putArray(word(day));
            String typed = EventValues.first(form, "hours." + word(day));
            for (String span : typed.split("[,;]", -1)) {
                if (!span.isBlank()) {
                    ArrayNode pair = spans.addArray();
                    for (String time : span.strip().split("\\s*[-–]\\s*", -1)) {
                        pair.add(time.matches("\\d:\\d\\d") ? "0" + time
                                : time.matches("\\d{1,2}") ? (time.length() < 2 ? "0" : "")
                                        + time + ":00" : time);
                    }
                }
            }
        }
        return calendar;
    }

    private static Response make(DeskVisit visit) {
        Form form = visit.form();
        return switch (visit.call(DeskCall.to("createCalendar").once(form.must("nonce"))
                .tree(EventValues.fresh(json(form))))) {
            case DeskAnswer.Done _ -> visit.done("/desk/services", "saved");
            case DeskAnswer.Refused refused -> refused(visit, "", refused);
        };
    }

    private static Response save(DeskVisit visit) {
        Form form = visit.form();
        return switch (visit.call(DeskCall.to("changeCalendar").with("id", visit.id())
                .version(form.must("version")).tree(json(form)))) {
            case DeskAnswer.Done _ -> visit.done("/desk/calendars/" + visit.id(), "saved");
            case DeskAnswer.Refused refused -> refused(visit, visit.id(), refused);
        };
    }

    private static Response refused(DeskVisit visit, String id, DeskAnswer.Refused refused) {
        return page(visit, 400, id, DeskForm.refused(visit.form(),
                refused.about(refused.field().replaceFirst("(hours\\.\\w+).*", "$1")),
                visit.language()), DeskForm.of(Map.of()));
    }

    private static Response special(DeskVisit visit) {
        Form form = visit.form();
        JsonNode calendar = visit.read(DeskCall.to("readCalendar").with("id", visit.id()))
                .orElse(JsonNodeFactory.instance.objectNode());
        ZoneId zone = EventValues.zone(calendar.path("timeZone").asText());
        String operation = EventValues.first(form, "sort").equals("openCalendar")
                ? "openCalendar" : "closeCalendar";
        DeskAnswer answer = visit.call(DeskCall.to(operation).with("id", visit.id())
                .once(form.must("nonce")).json(json -> json
                        .put("start", EventValues.moment(
                                EventValues.first(form, "start"), zone))
                        .put("end", EventValues.moment(EventValues.first(form, "end"), zone))
                        .put("reason", form.first("reason"))));
        return switch (answer) {
            case DeskAnswer.Done _ -> visit.done("/desk/calendars/" + visit.id(), "saved");
            case DeskAnswer.Refused refused -> page(visit, 400, visit.id(), values(calendar),
                    DeskForm.refused(form, refused, visit.language()));
        };
    }

    private static Response remove(DeskVisit visit, String operation, String argument) {
        String page = "/desk/calendars/" + visit.id();
        return switch (visit.call(DeskCall.to(operation).with("id", visit.id())
                .with(argument, visit.request().path(argument)))) {
            case DeskAnswer.Done _ -> visit.done(page, "removed");
            case DeskAnswer.Refused refused -> visit.refused(refused, page);
        };
    }
}
