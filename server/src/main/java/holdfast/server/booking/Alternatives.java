package holdfast.server.booking;

import holdfast.Claim;
import holdfast.Free;
import holdfast.HoldfastReads;
import holdfast.Refusal;
import holdfast.Shortage;
import holdfast.server.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds alternatives to items that are not free: the next best seats, fewer places, another tier
/// or time. A client can send each of them back as an item. They come from the code that decides.
public final class Alternatives {
    public static final int USUAL = 3;
    public static final int MOST = 10;

    private final HoldfastReads engine;
    private final VisitPlanner visits;

    public Alternatives(HoldfastReads engine, VisitPlanner visits) {
        this.engine = engine;
        this.visits = visits;
    }

    /// One alternative.
    ///
    /// @param item the index of the request's item that it replaces
    public record Other(int item, Item instead) {
        public void write(Json json) {
            instead.write(json);
            json.put("insteadOf", item);
        }
    }

    /// The alternatives to what was refused. Where the refusal came from the cache and says how
    /// much is left, nothing is read again.
    public List<Other> of(String workspace, List<Item> items, Refusal.Unavailable none) {
        return of(workspace, items, none, StartRules.SERVICE);
    }

    /// The same by the rules of staff or of the service.
    public List<Other> of(String workspace, List<Item> items, Refusal.Unavailable none,
            StartRules rules) {
        List<Other> all = new ArrayList<>();
        VisitPlanner.Asking asking = new VisitPlanner.Asking(rules, VisitPlanner.inTime());
        for (Shortage shortage : none.shortages()) {
            if (shortage.item() < items.size()) {
                Item item = items.get(shortage.item());
                Optional<List<Item>> known = none.asOf().flatMap(at -> known(item, shortage));
                known.orElseGet(() -> instead(workspace, item, USUAL, asking))
                        .forEach(each -> all.add(new Other(shortage.item(), each)));
            }
        }
        return all;
    }

    /// As many places as were left. Where no seat was free, there are no next best seats.
    private static Optional<List<Item>> known(Item item, Shortage shortage) {
        return switch (item) {
            case Item.Places places -> Optional.of(fewer(places, shortage.left()));
            case Item.Seats seats -> seats.choice() instanceof Claim.Best && shortage.left() == 0
                    ? Optional.of(List.of()) : Optional.empty();
            case Item.Visit _ -> Optional.empty();
        };
    }

    private static List<Item> fewer(Item.Places item, long left) {
        return left > 0 && left < item.quantity() ? List.of(new Item.Places(
                item.event(), item.area(), item.tier(), left)) : List.of();
    }

    /// At most so many alternatives to each item, free or not.
    public List<Other> of(String workspace, List<Item> items, int most) {
        List<Other> all = new ArrayList<>();
        VisitPlanner.Asking asking =
                new VisitPlanner.Asking(StartRules.SERVICE, VisitPlanner.inTime());
        for (int at = 0; at < items.size(); at++) {
            int item = at;
            instead(workspace, items.get(at), most, asking)
                    .forEach(each -> all.add(new Other(item, each)));
        }
        return all;
    }

    private List<Item> instead(
            String workspace, Item item, int most, VisitPlanner.Asking asking) {
        return switch (item) {
            case Item.Places places -> places(workspace, places);
            case Item.Seats seats -> engine.nextBest(workspace,
                    EventInventories.area(seats.event(), seats.area()), seats.choice(), most)
                    .stream().map(choice -> (Item) new Item.Seats(
                            seats.event(), seats.area(), choice))
                    .toList();
            case Item.Visit visit ->
                    List.copyOf(visits.alternatives(workspace, visit, most, asking));
        };
    }

    /// As many places as are left.
    private List<Item> places(String workspace, Item.Places item) {
        String pool = EventInventories.area(item.event(), item.area());
        Optional<Free.Places> inTier = item.tier().flatMap(tier -> engine.freePlaces(
                workspace, EventInventories.tier(item.event(), item.area(), tier)));
        return inTier.or(() -> engine.freePlaces(workspace, pool))
                .map(free -> fewer(item, free.places())).orElse(List.of());
    }
}
