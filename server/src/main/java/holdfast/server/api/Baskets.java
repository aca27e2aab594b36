package holdfast.server.api;

import holdfast.Holdfast;
import holdfast.Invalid;
import holdfast.Refusal;
import holdfast.server.checkout.Alternatives;
import holdfast.server.checkout.Asking;
import holdfast.server.checkout.Item;
import holdfast.server.checkout.Priced;
import holdfast.server.checkout.Stock;
import holdfast.server.checkout.Wanted;
import holdfast.server.http.Call;
import holdfast.server.http.Problem;
import holdfast.server.json.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The items of a request: read, put into the engine's words, and answered with something else
/// when they are not free.
public final class Baskets {
    private static final int MOST_ITEMS = 32;
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(366);

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
            throw new Invalid("items", "must have at least one entry");
        }
        return items;
    }

    /// How long to hold, if the request says so.
    static Optional<Duration> holdFor(Fields fields) {
        Optional<Duration> time = fields.maybeDuration("holdFor");
        if (time.filter(each -> each.compareTo(SHORTEST) < 0
                || each.compareTo(LONGEST) > 0).isPresent()) {
            throw new Invalid("holdFor", "must be from " + SHORTEST + " to " + LONGEST);
        }
        return time;
    }

    Asking.Result.Ready ready(Call call, List<Item> items) {
        return ready(call, items, asking.ask(call.workspace(), items, engine::now));
    }

    /// For a hold that has some of it already.
    Asking.Result.Ready instead(Call call, List<Item> items, List<Priced.Line> has) {
        return ready(call, items, asking.instead(
                call.workspace(), Wanted.instead(items, has), engine::now));
    }

    /// Tried again as long as the descriptions change under it.
    <T> T newest(Call call, Supplier<T> attempt) {
        return asking.newest(call.workspace(), attempt);
    }

    /// The same items, with the best seats named where their price depends on which they are.
    List<Item> exactly(Call call, List<Item> items) {
        return items.stream().map(item -> asking.exactly(
                call.workspace(), item, choice -> engine.nextBest(call.workspace(),
                        Stock.area(choice.event(), choice.area()), choice.choice(), 1)
                        .stream().findFirst())).toList();
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

    Problem unavailable(Call call, List<Item> items, Refusal.Unavailable none) {
        return Outcomes.problem(none, json -> json.array("alternatives",
                alternatives.of(call.workspace(), items, none),
                (out, each) -> each.write(out)));
    }
}
