package holdfast.server.api;

import holdfast.Invalid;
import holdfast.server.access.People;
import holdfast.server.access.Person;
import holdfast.server.access.PersonOutcome;
import holdfast.server.access.Right;
import holdfast.server.access.Role;
import holdfast.server.http.Answer;
import holdfast.server.http.Call;
import holdfast.server.http.Problem;
import holdfast.server.http.Route;
import holdfast.server.json.Json;
import java.util.List;
import java.util.Optional;

/// The people who work here.
public final class Staff {
    private static final int LONGEST_NAME = 100;

    private final People people;
    private final boolean secure;

    public Staff(People people, boolean secure) {
        this.people = people;
        this.secure = secure;
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/v1/staff", Right.OWN, "listStaff",
                        "Lists the people who work here.", this::list),
                new Route("POST", "/v1/staff", Right.OWN, "inviteStaff",
                        "Takes somebody on; only this answer has the invitation with which they "
                                + "set a password.", this::invite),
                new Route("GET", "/v1/staff/{id}", Right.OWN, "getStaff",
                        "Shows one of the people.", this::find),
                new Route("PATCH", "/v1/staff/{id}", Right.OWN, "changeStaff",
                        "Changes somebody's name or role.", this::change),
                new Route("POST", "/v1/staff/{id}/invite", Right.OWN, "inviteStaffAgain",
                        "Lets somebody set a new password.", this::inviteAgain),
                new Route("DELETE", "/v1/staff/{id}", Right.OWN, "removeStaff",
                        "Removes somebody and signs them out.", this::remove));
    }

    private Answer list(Call call) {
        call.onlyQuery("limit", "after");
        int limit = Paging.limit(call);
        List<Person> found =
                people.all(call.workspace(), call.query("after").orElse(""), limit + 1);
        List<Person> page = found.subList(0, Math.min(limit, found.size()));
        return Answer.json(200, json -> {
            json.array("items", page, Staff::write);
            if (found.size() > limit) {
                json.put("next", page.getLast().id());
            }
        });
    }

    static void write(Json json, Person person) {
        json.put("id", person.id()).put("email", person.email()).put("name", person.name())
                .put("role", person.role().word()).put("version", person.version())
                .put("active", person.since().active())
                .put("madeAt", person.since().at().toString())
                .put("madeBy", person.since().by());
    }

    private Answer find(Call call) {
        return people.find(call.workspace(), call.path("id")).map(Staff::shown)
                .orElseThrow(() -> Problem.unknown(call.path("id")));
    }

    private static Answer shown(Person person) {
        return Answer.json(200, json -> write(json, person)).header("ETag", tag(person));
    }

    private static String tag(Person person) {
        return "\"" + person.version() + "\"";
    }

    private static Role role(String word) {
        return Role.of(word).orElseThrow(() ->
                new Invalid("role", "must be owner, manager, desk or readOnly"));
    }

    private Answer invite(Call call) {
        People.Draft draft = call.body(fields -> new People.Draft(
                fields.text("email", 254), fields.text("name", LONGEST_NAME),
                role(fields.text("role", 20))));
        return told(people.invite(Asker.asking(call, secure), draft));
    }

    private Answer inviteAgain(Call call) {
        return told(people.inviteAgain(Asker.asking(call, secure), call.path("id")));
    }

    private Answer change(Call call) {
        Optional<Long> seen = call.maybeIfMatch(() ->
                people.find(call.workspace(), call.path("id")).map(Person::version)
                        .orElseThrow(() -> Problem.unknown(call.path("id"))));
        People.Change change = call.body(fields -> new People.Change(
                fields.maybeText("name", LONGEST_NAME),
                fields.maybeText("role", 20).map(Staff::role)));
        return told(people.change(call.workspace(), call.path("id"), seen, change));
    }

    private Answer remove(Call call) {
        return told(people.remove(call.workspace(), call.path("id")));
    }

    private static Answer told(PersonOutcome outcome) {
        return switch (outcome) {
            case PersonOutcome.Invited invited -> Answer.json(201, json -> {
                write(json, invited.person());
                json.put("invitation", invited.invitation());
            }).header("ETag", tag(invited.person())).header("Cache-Control", "no-store");
            case PersonOutcome.InvitedBefore before -> throw Asker.toldOnce(before.person().id());
            case PersonOutcome.Changed changed -> shown(changed.person());
            case PersonOutcome.Removed removed -> Answer.empty(204);
            case PersonOutcome.NoSuchPerson none -> throw Problem.unknown(none.id());
            case PersonOutcome.Stale stale -> throw Outcomes.stale(stale.version());
            case PersonOutcome.EmailTaken taken -> throw new Problem(409, "emailTaken",
                    "Somebody has this mail address already",
                    taken.email() + " belongs to somebody who works here.");
            case PersonOutcome.LastOwner last -> throw new Problem(409, "lastOwner",
                    "This is the last owner",
                    "Without them nobody could change anything. Make somebody else owner first.");
            case PersonOutcome.TooManyPeople many ->
                    throw Asker.limitReached(many.most(), "people");
            case PersonOutcome.AttemptReused reused -> throw Outcomes.keyReused(reused.key());
        };
    }
}
