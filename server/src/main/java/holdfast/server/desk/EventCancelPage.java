package holdfast.server.desk;

import holdfast.server.auth.Permission;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Form;
import java.util.List;
import java.util.Map;

/// Cancels an event, after saying what that means.
public final class EventCancelPage implements DeskSection {
    private static final String PATH = "/desk/events/{id}/cancel";

    /// What the page shows.
    ///
    /// @param taken how many seats and places are held or booked
    public record View(DeskForm form, String id, long taken) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get(PATH, "deskCancelEvent", "The page for cancelling an event.",
                        DeskPlace.EVENTS, Permission.MANAGE, EventCancelPage::ask),
                desk.post(PATH, "cancelDeskEvent", "Cancel an event.", DeskPlace.EVENTS,
                        Permission.MANAGE, EventCancelPage::cancel));
    }

    private static Response ask(DeskVisit visit) {
        return visit.read(DeskCall.to("readEvent").with("id", visit.id()))
                .map(event -> page(visit, 200, DeskForm.of(Map.of(
                        "title", event.path("name").asText(), "refund", "yes"))))
                .orElseGet(visit::missing);
    }

    private static Response page(DeskVisit visit, int status, DeskForm form) {
        return visit.page(status, EventCancelPage.class,
                visit.say("desk.cancel.title", form.value("title")),
                new View(form, visit.id(), EventWarnings.taken(visit, visit.id())));
    }

    private static Response cancel(DeskVisit visit) {
        Form form = visit.form();
        DeskAnswer answer = visit.call(DeskCall.to("cancelEvent").with("id", visit.id())
                .json(json -> json.put("refund", form.first("refund").isPresent())
                        .put("message", form.first("message"))
                        .put("reason", form.first("reason"))));
        return switch (answer) {
            case DeskAnswer.Done _ -> visit.done("/desk/events/" + visit.id(), "cancelling");
            case DeskAnswer.Refused refused -> page(visit, 400,
                    DeskForm.refused(form, refused, visit.language()));
        };
    }
}
