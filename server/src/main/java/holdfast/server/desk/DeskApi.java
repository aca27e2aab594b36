package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import holdfast.Invalid;
import holdfast.server.auth.Principal;
import holdfast.server.http.PageCall;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Json;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The API as the pages use it: the handlers of its routes, called within this process. So a page
/// validates nothing by itself, and there is one way to write.
final class DeskApi {
    private final Map<String, Route> routes;

    /// @param all the routes of the server; those of the API are used
    DeskApi(List<Route> all) {
        routes = all.stream().filter(route -> route.path().startsWith("/v1/"))
                .filter(route -> !route.path().startsWith("/v1/at/"))
                .collect(Collectors.toMap(Route::name, Function.identity()));
    }

    /// The same for somebody who is not signed in, for routes that are open to every caller.
    DeskAnswer anonymously(Request page, DeskCall call) {
        return call(page, Principal.ANONYMOUS, call);
    }

    DeskAnswer call(Request page, StaffSession staff, DeskCall call) {
        return call(page, staff.who(), call);
    }

    private DeskAnswer call(Request page, Principal who, DeskCall call) {
        Route route = routes.get(call.operation());
        if (route == null) {
            throw new IllegalArgumentException("the API has no " + call.operation());
        }
        try {
            if (!who.may(route.right()) || route.refusesReader(who)) {
                throw Problem.forbidden("This needs another role.");
            }
            Response answer = route.handler().handle(page.calling(new PageCall(route,
                    call.arguments(), call.query(), call.headers(), call.body()), who));
            byte[] content = answer.content();
            return new DeskAnswer.Done(content.length == 0 ? MissingNode.getInstance()
                    : Json.tree(content));
        } catch (Problem problem) {
            return refused(Json.tree(problem.body()), problem.outcome());
        } catch (Invalid invalid) {
            Problem problem = Problem.invalid(invalid.field(), invalid.complaint());
            return refused(Json.tree(problem.body()), problem.outcome());
        }
    }

    private static DeskAnswer refused(JsonNode json, String outcome) {
        return new DeskAnswer.Refused(outcome, json.path("field").asText(),
                json.path("detail").asText(), json);
    }
}
