package holdfast.server.web;

import holdfast.server.auth.Permission;
import holdfast.server.auth.Principal;
import holdfast.server.http.Route;
import java.util.List;
import java.util.Set;

/// The read-only API for the scripts of the storefront: the same answers as with a publishable key,
/// but without one, at `/v1/at/{workspace}/…`. It cannot hold anything.
public final class StorefrontApi {
    private static final Set<String> SHOWN = Set.of(
            "readEvent", "readFree", "readSeats", "readEventChart", "watchEvent", "readService",
            "freeTimes", "freeDays", "readCalendar", "readPicture", "findAlternatives");
    private static final String NAME = "visitor";

    private StorefrontApi() {}

    /// The base address of the elements' requests on pages of this server.
    public static String base(String workspace) {
        return "/v1/at/" + workspace + "/";
    }

    public static List<Route> of(List<Route> api) {
        return api.stream().filter(route -> SHOWN.contains(route.name())).map(route -> new Route(
                route.method(), base("{workspace}") + route.path().substring(1), Permission.NONE,
                route.name() + "Shown", route.about(), request -> route.handler().handle(
                        request.as(
                                new Principal(request.path("workspace"), Permission.BUY, NAME)))))
                .toList();
    }
}
