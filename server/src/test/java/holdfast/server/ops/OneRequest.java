package holdfast.server.ops;

import holdfast.server.auth.Permission;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import java.util.List;

/// Sends one request, for tests that need a counted request.
public final class OneRequest {
    private OneRequest() {}

    public static void answered(Metrics metrics) throws Exception {
        Route route = new Route("GET", "/v1/here", Permission.BUY, "here", "For a test.",
                call -> Response.empty(204));
        try (OpsServer requester =
                new OpsServer(List.of(route), new RequestMetrics(metrics, false))) {
            requester.get("/v1/here");
        }
    }
}
