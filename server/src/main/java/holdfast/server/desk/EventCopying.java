package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import holdfast.server.auth.Permission;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Form;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/// Repeats an event at other times, as one of a series.
public final class EventCopying implements DeskSection {
    private static final String PATH = "/desk/events/{id}/copy";

    /// What the page shows.
    public record View(DeskForm form, String id, Map<String, String> repeats) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get(PATH, "deskCopyEvent", "The page for repeating an event.",
                        DeskPlace.EVENTS, Permission.MANAGE, EventCopying::ask),
                desk.post(PATH, "copyDeskEvent", "Repeat an event.", DeskPlace.EVENTS,
                        Permission.MANAGE, EventCopying::copy));
    }

    private static Response ask(DeskVisit visit) {
        return visit.read(DeskCall.to("readEvent").with("id", visit.id()))
                .map(event -> page(visit, 200, DeskForm.of(Map.of(
                        "title", event.path("name").asText(),
                        "starts", EventValues.local(event.path("start").asText(), zone(event)),
                        "times", "1"))))
                .orElseGet(visit::missing);
    }

    private static ZoneId zone(JsonNode event) {
        return EventValues.zone(event.path("timeZone").asText());
    }

    private static Response page(DeskVisit visit, int status, DeskForm form) {
        return visit.page(status, EventCopying.class,
                visit.say("desk.copy.title", form.value("title")),
                new View(form, visit.id(), Map.of("P1D", visit.say("desk.copy.daily"),
                        "P7D", visit.say("desk.copy.weekly"))));
    }

    private static Response copy(DeskVisit visit) {
        Form form = visit.form();
        return visit.read(DeskCall.to("readEvent").with("id", visit.id()))
                .map(event -> switch (visit.call(DeskCall.to("copyEvent").with("id", visit.id())
                        .once(form.must("nonce")).tree(starts(form, zone(event))))) {
                    case DeskAnswer.Done _ -> visit.done("/desk/events", "copied");
                    case DeskAnswer.Refused refused -> page(visit, 400, DeskForm.refused(form,
                            refused.about(refused.field().replaceFirst("\\[.*", "")),
                            visit.language()));
                }).orElseGet(visit::missing);
    }

    /// The starts: every day or week at the same time of day, also where the clocks change.
    private static ObjectNode starts(Form form, ZoneId zone) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode starts = body.putArray("starts");
        String first = EventValues.first(form, "starts");
        int days = EventValues.first(form, "every").equals("P7D") ? 7 : 1;
        try {
            LocalDateTime start = LocalDateTime.parse(first);
            long times = form.number("times", 1, 400);
            for (int at = 0; at < times; at++) {
                starts.add(EventValues.moment(
                        start.plusDays((long) at * days).toString(), zone));
            }
        } catch (DateTimeException odd) {
            starts.add(first);
        }
        return body;
    }
}
