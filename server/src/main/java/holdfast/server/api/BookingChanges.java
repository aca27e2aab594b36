package holdfast.server.api;

import holdfast.server.auth.Permission;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.outbox.ChangeFeed;
import holdfast.server.webhooks.ChangeJson;
import java.util.List;

/// The list of a workspace's changes, for other systems that catch up.
public final class BookingChanges {
    private final ChangeFeed feed;

    public BookingChanges(ChangeFeed feed) {
        this.feed = feed;
    }

    public List<Route> routes() {
        return List.of(new Route("GET", "/v1/changes", Permission.READ, "listChanges",
                "The changes of bookings and payments after a number, in their sequence.",
                this::list));
    }

    private Response list(Request request) {
        request.onlyQuery("limit", "after");
        long after = request.queryNumber("after", 0, 0, Long.MAX_VALUE - 1);
        List<ChangeFeed.Change> changes =
                switch (feed.after(request.workspace(), after, Paging.limit(request))) {
                    case ChangeFeed.Result.Changes found -> found.changes();
                    case ChangeFeed.Result.TooOld old -> throw new Problem(410, "tooOld",
                            "Some of these changes are not kept any more",
                            "Read the bookings themselves, then go on with after=0.");
                };
        long last = changes.isEmpty() ? after : changes.getLast().number();
        return Response.json(200, json -> json.array("items", changes, (out, change) -> {
            out.put("type", ChangeJson.type(change)).put("at", change.at().toString());
            ChangeJson.write(out, change);
        }).put("next", Long.toString(last)));
    }
}
