package holdfast.server.watch;

import holdfast.server.access.Right;
import holdfast.server.http.Answer;
import holdfast.server.http.Route;
import java.util.List;

/// Somebody who asks once, for tests that need a request to have been counted.
public final class Onlooker {
    private Onlooker() {}

    public static void answered(Metrics metrics) throws Exception {
        Route route = new Route("GET", "/v1/here", Right.BUY, "here", "For a test.",
                call -> Answer.empty(204));
        try (Asking asking = new Asking(List.of(route), new Requests(metrics, false))) {
            asking.get("/v1/here");
        }
    }
}
