package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import holdfast.server.auth.Permission;
import holdfast.server.auth.Role;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Cookies;
import holdfast.server.web.Form;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The staff of the workspace: invite, change a role, remove.
public final class StaffSettings implements DeskSection {
    private static final String PATH = "/desk/settings/staff";

    /// What the page shows.
    ///
    /// @param link the link of the invitation that was just made; empty if none was
    public record View(
            DeskForm form, List<Person> people, Map<String, String> roles, String link,
            String invited) {}

    /// A member of staff.
    public record Person(
            String id, String name, String email, String role, String version, boolean active,
            boolean self) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get(PATH, "deskStaff", "The staff.", DeskPlace.SETTINGS, Permission.OWN,
                        visit -> page(visit, 200, DeskForm.of(Map.of("role", "desk")), "", "")),
                desk.post(PATH, "inviteDeskStaff", "Invite somebody.", DeskPlace.SETTINGS,
                        Permission.OWN, StaffSettings::invite),
                desk.post(PATH + "/{id}", "changeDeskStaff", "Change a role.",
                        DeskPlace.SETTINGS, Permission.OWN, StaffSettings::change),
                desk.post(PATH + "/{id}/invite", "inviteDeskStaffAgain",
                        "Make another invitation.", DeskPlace.SETTINGS, Permission.OWN,
                        StaffSettings::again),
                desk.post(PATH + "/{id}/remove", "removeDeskStaff", "Remove somebody.",
                        DeskPlace.SETTINGS, Permission.OWN, StaffSettings::remove));
    }

    private static Response page(
            DeskVisit visit, int status, DeskForm form, String link, String invited) {
        List<Person> people = new ArrayList<>();
        for (JsonNode person : visit.read(DeskCall.to("listStaff").asking("limit", "200"))
                .map(json -> json.path("items")).orElse(MissingNode.getInstance())) {
            String id = person.path("id").asText();
            people.add(new Person(id, person.path("name").asText(),
                    person.path("email").asText(), person.path("role").asText(),
                    person.path("version").asText(), person.path("active").asBoolean(),
                    id.equals(visit.staff().staff())));
        }
        Map<String, String> roles = new LinkedHashMap<>();
        for (Role role : Role.values()) {
            roles.put(role.word(), visit.say("desk.role." + role.word()));
        }
        return visit.page(status, StaffSettings.class, visit.say("desk.settings.staff"),
                new View(form, people, roles, link, invited));
    }

    private static Response invite(DeskVisit visit) {
        Form form = visit.form();
        return invited(visit, form, visit.call(DeskCall.to("inviteStaff")
                .once(form.must("nonce"))
                .json(json -> json.put("email", EventValues.first(form, "email"))
                        .put("name", EventValues.first(form, "name"))
                        .put("role", EventValues.first(form, "role")))));
    }

    private static Response again(DeskVisit visit) {
        Form form = visit.form();
        return invited(visit, form, visit.call(DeskCall.to("inviteStaffAgain")
                .with("id", visit.id()).once(form.must("nonce"))));
    }

    /// The link is shown in this answer only.
    private static Response invited(DeskVisit visit, Form form, DeskAnswer answer) {
        return switch (answer) {
            case DeskAnswer.Done done -> page(visit, 200,
                    DeskForm.of(Map.of("role", "desk")),
                    Cookies.scheme(visit.request()) + "://"
                            + visit.request().header("Host").orElse("localhost")
                            + "/desk/invitation?invitation="
                            + done.json().path("invitation").asText(),
                    done.json().path("name").asText());
            case DeskAnswer.Refused refused -> page(visit, 400,
                    DeskForm.refused(form, refused, visit.language()), "", "");
        };
    }

    private static Response change(DeskVisit visit) {
        Form form = visit.form();
        return answered(visit, "saved", visit.call(DeskCall.to("changeStaff")
                .with("id", visit.id()).version(form.must("version"))
                .json(json -> json.put("role", EventValues.first(form, "role")))));
    }

    private static Response remove(DeskVisit visit) {
        return answered(visit, "removed",
                visit.call(DeskCall.to("removeStaff").with("id", visit.id())));
    }

    private static Response answered(DeskVisit visit, String done, DeskAnswer answer) {
        return switch (answer) {
            case DeskAnswer.Done _ -> visit.done(PATH, done);
            case DeskAnswer.Refused refused -> visit.refused(refused, PATH);
        };
    }
}
