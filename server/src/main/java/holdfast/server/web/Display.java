package holdfast.server.web;

import holdfast.server.access.Right;
import holdfast.server.access.Who;
import holdfast.server.http.Route;
import java.util.List;
import java.util.Set;

/// What anybody sees at the counter, for the scripts of its pages: the same answers as a
/// publishable key gets, without one, at `/v1/at/{workspace}/…`. Nothing can be held here.
public final class Display {
    private static final Set<String> SHOWN = Set.of(
            "readEvent", "readFree", "readSeats", "readEventChart", "watchEvent", "readService",
            "freeTimes", "freeDays", "readCalendar", "findAlternatives");
    private static final String NAME = "visitor";

    private Display() {}

    /// Where the elements of a page of ours ask.
    public static String base(String workspace) {
        return "/v1/at/" + workspace + "/";
    }

    public static List<Route> of(List<Route> api) {
        return api.stream().filter(route -> SHOWN.contains(route.name())).map(route -> new Route(
                route.method(), base("{workspace}") + route.path().substring(1), Right.NONE,
                route.name() + "Shown", route.about(), call -> route.handler().handle(
                        call.as(new Who(call.path("workspace"), Right.BUY, NAME))))).toList();
    }
}
