package holdfast.server.desk;

import holdfast.server.auth.Permission;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import java.util.List;

/// The third step of setting up: what the shop sells first, and how customers see it then.
public final class FirstOffer implements DeskSection {
    static final String PATH = "/desk/start";
    static final String BOTH = "both";

    FirstOffer() {}

    /// What the page shows.
    ///
    /// @param preview the storefront's page of what was made; empty before
    public record View(String preview) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get(PATH, "deskStart", "What a new shop can begin with.",
                        DeskPlace.NOWHERE, Permission.MANAGE,
                        visit -> visit.page(FirstOffer.class, visit.say("desk.start"),
                                new View(""))),
                desk.get(PATH + "/done", "deskStarted", "What customers of a new shop see.",
                        DeskPlace.NOWHERE, Permission.MANAGE, FirstOffer::done));
    }

    private static Response done(DeskVisit visit) {
        String base = visit.storefront();
        String preview = visit.request().query("event").filter(FirstOffer::isId)
                .map(id -> base + "/events/" + id)
                .or(() -> visit.request().query("service").filter(FirstOffer::isId)
                        .map(id -> base + "/services/" + id))
                .orElse(base + "/");
        return visit.page(FirstOffer.class, visit.say("desk.start.done"), new View(preview));
    }

    private static boolean isId(String text) {
        return text.matches("[A-Za-z0-9_-]{1,60}");
    }
}
