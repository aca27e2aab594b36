package holdfast.server.api;

import holdfast.Invalid;
import holdfast.server.auth.Permission;
import holdfast.server.auth.Role;
import holdfast.server.auth.StaffAccounts;
import holdfast.server.auth.StaffMember;
import holdfast.server.auth.StaffOutcome;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Json;
import java.util.List;
import java.util.Optional;

/// The staff of a workspace.
public final class Staff {
    private static final int LONGEST_NAME = 100;

    private final StaffAccounts people;
    private final boolean secure;

    public Staff(StaffAccounts people, boolean secure) {
        this.people = people;
        this.secure = secure;
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/v1/staff", Permission.OWN, "listStaff",
                        "Lists the members of staff.", this::list),
                new Route("POST", "/v1/staff", Permission.OWN, "inviteStaff",
                        "Adds a member of staff; only this answer contains the invitation with "
                                + "which they set a password.",
                        this::invite),
                new Route("GET", "/v1/staff/{id}", Permission.OWN, "getStaff",
                        "Returns one member of staff.", this::find),
                new Route("PATCH", "/v1/staff/{id}", Permission.OWN, "changeStaff",
                        "Changes a member's name or role.", this::change),
                new Route("POST", "/v1/staff/{id}/invite", Permission.OWN, "inviteStaffAgain",
                        "Creates an invitation with which a member sets a new password.",
                        this::inviteAgain),
                new Route("DELETE", "/v1/staff/{id}", Permission.OWN, "removeStaff",
                        "Removes a member of staff and ends their sessions.", this::remove));
    }

    private Response list(Request request) {
        request.onlyQuery("limit", "after");
        int limit = Paging.limit(request);
        List<StaffMember> found =
                people.all(request.workspace(), request.query("after").orElse(""), limit + 1);
        List<StaffMember> page = found.subList(0, Math.min(limit, found.size()));
        return Response.json(200, json -> {
            json.array("items", page, Staff::write);
            if (found.size() > limit) {
                json.put("next", page.getLast().id());
            }
        });
    }

    static void write(Json json, StaffMember person) {
        json.put("id", person.id()).put("email", person.email()).put("name", person.name())
                .put("role", person.role().word()).put("version", person.version())
                .put("active", person.since().active())
                .put("madeAt", person.since().at().toString())
                .put("madeBy", person.since().by());
    }

    private Response find(Request request) {
        return people.find(request.workspace(), request.path("id")).map(Staff::shown)
                .orElseThrow(() -> Problem.unknown(request.path("id")));
    }

    private static Response shown(StaffMember person) {
        return Response.json(200, json -> write(json, person)).header("ETag", tag(person));
    }

    private static String tag(StaffMember person) {
        return "\"" + person.version() + "\"";
    }

    private static Role role(String word) {
        return Role.of(word)
                .orElseThrow(() -> new Invalid("role",
                        "must be owner, manager, desk, door or readOnly"));
    }

    private Response invite(Request request) {
        StaffAccounts.Draft draft = request.body(fields -> new StaffAccounts.Draft(
                fields.text("email", 254), fields.text("name", LONGEST_NAME),
                role(fields.text("role", 20))));
        return response(people.invite(RequestActor.requester(request, secure), draft));
    }

    private Response inviteAgain(Request request) {
        return response(
                people.inviteAgain(RequestActor.requester(request, secure), request.path("id")));
    }

    private Response change(Request request) {
        Optional<Long> seen = request.maybeIfMatch(
                () -> people.find(request.workspace(), request.path("id")).map(StaffMember::version)
                        .orElseThrow(() -> Problem.unknown(request.path("id"))));
        StaffAccounts.Change change = request.body(fields -> new StaffAccounts.Change(
                fields.maybeText("name", LONGEST_NAME),
                fields.maybeText("role", 20).map(Staff::role)));
        return response(people.change(request.workspace(), request.path("id"), seen, change));
    }

    private Response remove(Request request) {
        return response(people.remove(request.workspace(), request.path("id")));
    }

    private static Response response(StaffOutcome outcome) {
        return switch (outcome) {
            case StaffOutcome.Invited invited -> Response.json(201, json -> {
                write(json, invited.person());
                json.put("invitation", invited.invitation());
            }).header("ETag", tag(invited.person())).header("Cache-Control", "no-store");
            case StaffOutcome.InvitedBefore before ->
                    throw RequestActor.toldOnce(before.person().id());
            case StaffOutcome.Changed changed -> shown(changed.person());
            case StaffOutcome.Removed removed -> Response.empty(204);
            case StaffOutcome.NoSuchPerson none -> throw Problem.unknown(none.id());
            case StaffOutcome.Stale stale -> throw Outcomes.stale(stale.version());
            case StaffOutcome.EmailTaken taken -> throw new Problem(409, "emailTaken",
                    "The mail address is in use",
                    taken.email() + " belongs to another member of staff.");
            case StaffOutcome.LastOwner last -> throw new Problem(409, "lastOwner",
                    "This is the last owner",
                    "A workspace must have an owner. Make another member owner first.");
            case StaffOutcome.TooManyPeople many ->
                    throw RequestActor.limitReached(many.most(), "people");
            case StaffOutcome.AttemptReused reused -> throw Outcomes.keyReused(reused.key());
        };
    }
}
