package holdfast.server.api;

import holdfast.Holdfast;
import holdfast.Refusal;
import holdfast.server.checkout.Alternatives;
import holdfast.server.checkout.Asking;
import holdfast.server.checkout.Item;
import holdfast.server.http.Call;
import holdfast.server.http.Problem;
import holdfast.server.json.Fields;
import java.util.List;
import java.util.Optional;

/// The items of a request: read, put into the engine's words, and answered with something else
/// when they are not free.
public final class Baskets {
    private static final int MOST_ITEMS = 32;

    private final Holdfast engine;
    private final Asking asking;
    private final Alternatives alternatives;

    public Baskets(Holdfast engine, Asking asking, Alternatives alternatives) {
        this.engine = engine;
        this.asking = asking;
        this.alternatives = alternatives;
    }

    static List<Item> items(Fields fields) {
        List<Item> items = fields.objects("items", MOST_ITEMS, Item::read);
        if (items.isEmpty()) {
            throw new holdfast.Invalid("items", "must have at least one entry");
        }
        return items;
    }

    Asking.Result.Ready ready(Call call, List<Item> items) {
        return ready(call, items, asking.ask(call.workspace(), items, engine::now));
    }

    boolean open(Call call, List<Item> items) {
        return asking.ask(call.workspace(), items, engine::now) instanceof Asking.Result.Ready;
    }

    /// For the house itself, whether or not it is on sale.
    Asking.Result.Ready block(Call call, List<Item> items) {
        return ready(call, items, asking.anytime(call.workspace(), items));
    }

    private Asking.Result.Ready ready(Call call, List<Item> items, Asking.Result result) {
        return switch (result) {
            case Asking.Result.Ready ready -> ready;
            case Asking.Result.Refused refused -> throw refused.refusal()
                    instanceof Refusal.Unavailable none ? unavailable(call, items, none)
                    : Outcomes.problem(refused.refusal());
        };
    }

    /// As it was asked for when it was on sale; nothing where there is no such thing any more.
    Optional<Asking.Result.Ready> before(Call call, List<Item> items) {
        return asking.anytime(call.workspace(), items) instanceof Asking.Result.Ready ready
                ? Optional.of(ready) : Optional.empty();
    }

    Problem unavailable(Call call, List<Item> items, Refusal.Unavailable none) {
        return Outcomes.problem(none, json -> json.array("alternatives",
                alternatives.of(call.workspace(), items, none),
                (out, each) -> each.write(out)));
    }
}
