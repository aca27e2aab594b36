package holdfast.server.api;

import holdfast.server.access.Right;
import holdfast.server.checkout.Alternatives;
import holdfast.server.checkout.Item;
import holdfast.server.http.Answer;
import holdfast.server.http.Call;
import holdfast.server.http.Route;
import java.util.List;

/// What could be had, asked without holding anything: the best seats for a party before it has
/// chosen, or the next best for somebody who saw their choice go to another.
public final class Instead {
    private final Alternatives alternatives;

    public Instead(Alternatives alternatives) {
        this.alternatives = alternatives;
    }

    public List<Route> routes() {
        return List.of(new Route("POST", "/v1/alternatives", Right.BUY, "findAlternatives",
                "What could be held instead of these items; nothing is held.",
                (Route.Reader) this::find));
    }

    private Answer find(Call call) {
        List<Item> items = call.body(Baskets::items);
        return Answer.json(200, json -> json.array("alternatives",
                        alternatives.of(call.workspace(), items), (out, each) -> each.write(out)))
                .header("Cache-Control", "no-store");
    }
}
