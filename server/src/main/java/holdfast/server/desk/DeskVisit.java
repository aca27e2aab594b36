package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.auth.Permission;
import holdfast.server.auth.Workspaces;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.web.Form;
import holdfast.server.web.Language;
import holdfast.server.web.Pages;
import java.util.Map;
import java.util.Optional;

/// One request of a member of staff, as a page sees it.
final class DeskVisit {
    private final DeskRoutes desk;
    private final Request request;
    private final StaffSession staff;
    private final Language language;
    private final DeskPlace place;
    private final Form form;

    /// @param form what was sent; empty unless it is a POST
    DeskVisit(DeskRoutes desk, Request request, StaffSession staff, DeskPlace place, Form form) {
        this.desk = desk;
        this.request = request;
        this.staff = staff;
        this.language = desk.language(request);
        this.place = place;
        this.form = form;
    }

    Request request() {
        return request;
    }

    String workspace() {
        return staff.workspace();
    }

    /// The address of the workspace's storefront, without a slash at its end.
    String storefront() {
        return workspace().equals(Workspaces.FIRST) ? "" : "/w/" + workspace();
    }

    StaffSession staff() {
        return staff;
    }

    Language language() {
        return language;
    }

    String say(String key, Object... with) {
        return language.say(key, with);
    }

    boolean may(Permission permission) {
        return DeskRoutes.may(staff.who(), permission);
    }

    Form form() {
        return form;
    }

    /// Asks the API, or lets it change something, as this member of staff.
    DeskAnswer call(DeskCall call) {
        return desk.api().call(request, staff, call);
    }

    /// What the API reads; empty if there is no such thing.
    Optional<JsonNode> read(DeskCall call) {
        return switch (call(call)) {
            case DeskAnswer.Done done -> Optional.of(done.json());
            case DeskAnswer.Refused _ -> Optional.empty();
        };
    }

    /// Says why a button without fields did nothing.
    Response refused(DeskAnswer.Refused refused, String back) {
        return page(409, NoticePage.class, say("desk.refused"),
                new NoticePage.View(refused.text(language), back));
    }

    /// The id in the page's address.
    String id() {
        return request.path("id");
    }

    /// The page of something that does not exist.
    Response missing() {
        return page(404, NoticePage.class, say("desk.missing"),
                new NoticePage.View(say("desk.missing.text"), "/desk"));
    }

    /// A page; its template stands beside the class.
    Response page(Class<?> beside, String title, Object view) {
        return page(200, beside, title, view);
    }

    Response page(int status, Class<?> beside, String title, Object view) {
        return desk.pages().page(request, status, beside, Map.of(
                "frame", desk.frame(request, Optional.of(staff), place, title), "view", view));
    }

    /// After a change: redirects, so that a reload does not send the form again, and says what was
    /// done by the message `desk.done.` with this word.
    Response done(String path, String word) {
        return Pages.seeOther(path + (path.contains("?") ? "&" : "?") + DeskRoutes.DONE + "="
                + word);
    }
}
