package holdfast.server.api;

import holdfast.Hold;
import holdfast.HoldfastReads;
import holdfast.Invalid;
import holdfast.Refusal;
import holdfast.server.auth.Permission;
import holdfast.server.booking.Alternatives;
import holdfast.server.booking.ClaimMapper;
import holdfast.server.booking.EventInventories;
import holdfast.server.booking.Item;
import holdfast.server.booking.PricedHolds;
import holdfast.server.booking.Reductions;
import holdfast.server.booking.RequestedItem;
import holdfast.server.booking.StartRules;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.json.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Reads the items of a request, maps them to claims, and adds alternatives to a refusal when they
/// are not free.
public final class RequestedItems {
    private static final int MOST_ITEMS = 32;
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(366);

    private final HoldfastReads engine;
    private final ClaimMapper mapper;
    private final Alternatives alternatives;
    private final Reductions reductions;

    public RequestedItems(HoldfastReads engine, ClaimMapper mapper, Alternatives alternatives,
            Reductions reductions) {
        this.reductions = reductions;
        this.engine = engine;
        this.mapper = mapper;
        this.alternatives = alternatives;
    }

    static List<Item> items(Fields fields) {
        List<Item> items = fields.objects("items", MOST_ITEMS, Item::read);
        if (items.isEmpty()) {
            throw new Invalid("items", "must have at least one entry");
        }
        return items;
    }

    /// How long to hold; empty if the request does not say.
    static Optional<Duration> holdFor(Fields fields) {
        Optional<Duration> time = fields.maybeDuration("holdFor");
        if (time.filter(each -> each.compareTo(SHORTEST) < 0
                || each.compareTo(LONGEST) > 0).isPresent()) {
            throw new Invalid("holdFor", "must be from " + SHORTEST + " to " + LONGEST);
        }
        return time;
    }

    ClaimMapper.Result.Ready ready(Request request, List<Item> items, StartRules rules) {
        return ready(request, items, rules,
                mapper.ask(request.workspace(), items, engine::now, rules));
    }

    /// The claims of an exchange, for a hold that has some of the items already. Its code and gift
    /// cards are kept.
    ClaimMapper.Result.Ready instead(
            Request request, Hold hold, List<Item> items, List<PricedHolds.Line> has,
            StartRules rules) {
        String workspace = request.workspace();
        List<RequestedItem> exactly =
                reductions.exactly(workspace, hold, RequestedItem.instead(items, has));
        return reductions.carried(workspace, hold, ready(request, items, rules,
                mapper.instead(workspace, exactly, engine::now, rules)));
    }

    /// Runs an attempt again if a description has changed meanwhile.
    <T> T newest(Request request, Supplier<T> attempt) {
        return mapper.newest(request.workspace(), attempt);
    }

    /// The same items, with the best seats chosen where the price depends on the seats.
    List<Item> exactly(Request request, List<Item> items) {
        return items.stream().map(item -> mapper.exactly(
                request.workspace(), item, choice -> engine.nextBest(request.workspace(),
                        EventInventories.area(choice.event(), choice.area()), choice.choice(), 1)
                        .stream().findFirst()))
                .toList();
    }

    /// The claims of a block, whether or not the items are on sale.
    ClaimMapper.Result.Ready block(Request request, List<Item> items) {
        return ready(request, items, StartRules.STAFF,
                mapper.anytime(request.workspace(), items));
    }

    private ClaimMapper.Result.Ready ready(Request request, List<Item> items, StartRules rules,
            ClaimMapper.Result result) {
        return switch (result) {
            case ClaimMapper.Result.Ready ready -> ready;
            case ClaimMapper.Result.Refused refused ->
                    throw refused.refusal() instanceof Refusal.Unavailable none
                            ? unavailable(request, items, none, rules)
                            : Outcomes.problem(refused.refusal());
        };
    }

    Problem unavailable(Request request, List<Item> items, Refusal.Unavailable none,
            StartRules rules) {
        return Outcomes.problem(none, json -> json.array("alternatives",
                alternatives.of(request.workspace(), items, none, rules),
                (out, each) -> each.write(out)));
    }

    /// The rules that a caller may ask for: only staff and secret keys override the service's.
    static StartRules rules(Request request, boolean override) {
        if (override && !request.who().may(Permission.DESK)) {
            throw Problem.forbidden("Only staff and secret keys can override the rules.");
        }
        return override ? StartRules.STAFF : StartRules.SERVICE;
    }
}
