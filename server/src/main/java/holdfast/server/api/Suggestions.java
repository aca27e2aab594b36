package holdfast.server.api;

import holdfast.server.auth.Permission;
import holdfast.server.booking.Alternatives;
import holdfast.server.booking.Item;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import java.util.List;

/// Suggestions without a hold: the best seats for a party, or the next best when a choice was
/// taken.
public final class Suggestions {
    private final Alternatives alternatives;

    public Suggestions(Alternatives alternatives) {
        this.alternatives = alternatives;
    }

    public List<Route> routes() {
        return List.of(new Route("POST", "/v1/alternatives", Permission.BUY, "findAlternatives",
                "Alternatives to items that are taken; nothing is held.",
                (Route.Reader) this::find));
    }

    private record Wanted(List<Item> items, int most) {}

    private Response find(Request request) {
        Wanted wanted = request.body(fields -> new Wanted(RequestedItems.items(fields),
                fields.maybeNumber("most", 1, Alternatives.MOST)
                        .map(Math::toIntExact).orElse(Alternatives.USUAL)));
        return Response.json(200, json -> json.array("alternatives",
                alternatives.of(request.workspace(), wanted.items, wanted.most),
                (out, each) -> each.write(out)))
                .header("Cache-Control", "no-store");
    }
}
