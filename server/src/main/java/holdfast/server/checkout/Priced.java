package holdfast.server.checkout;

import holdfast.Claim;
import holdfast.Hold;
import holdfast.Taken;
import holdfast.server.catalog.Area;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.Seating;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Stored;
import holdfast.server.catalog.Thing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What a hold has, in the shop's words and at the prices it was held at. A hold carries the
/// versions of what it was taken from, so a later change of price does not touch it.
public final class Priced {
    private static final int REMEMBERED = 200;

    private final Catalog catalog;
    private final Stock stock;
    private final Map<String, Map<String, String>> tiers = new ConcurrentHashMap<>();

    public Priced(Catalog catalog) {
        this.catalog = catalog;
        this.stock = new Stock(catalog);
    }

    /// One item of a hold.
    ///
    /// @param of what it was taken from, in the version it was taken from
    /// @param each the prices of its pieces: one for each place, seat or visit
    public record Line(
            Taken taken, Optional<Stored<Thing>> of, String area, Optional<String> tier,
            List<Money> each) {

        public Optional<Money> price() {
            return each.stream().reduce(Money::plus);
        }

        /// What was noted of it when it was taken, by which its price is found again.
        public Optional<String> stamp() {
            return of.map(thing -> thing.stamp() + tier.map(each -> "/" + each).orElse(""));
        }
    }

    public List<Line> lines(String workspace, Hold hold) {
        List<Taken> items = hold.basket().items();
        String[] stamps = hold.basket().notes().hold().orElse("").split(" ", -1);
        List<Line> lines = new ArrayList<>();
        for (int at = 0; at < items.size(); at++) {
            lines.add(line(workspace, items.get(at), at < stamps.length ? stamps[at] : ""));
        }
        return lines;
    }

    public static Optional<Money> total(List<Line> lines) {
        return lines.stream().flatMap(line -> line.price().stream()).reduce(Money::plus);
    }

    /// What an item costs today.
    public Optional<Money> price(String workspace, Item item) {
        return switch (item) {
            case Item.Places places -> event(workspace, places.event())
                    .flatMap(event -> price(event.thing(), places.area(), places.tier()))
                    .map(price -> price.times(places.quantity()));
            case Item.Seats seats -> event(workspace, seats.event())
                    .flatMap(event -> price(workspace, event, seats));
            case Item.Visit visit -> catalog.find(workspace, visit.service(), Service.class)
                    .flatMap(service -> service.thing().price());
        };
    }

    private Optional<Stored<Event>> event(String workspace, String id) {
        return catalog.find(workspace, id, Event.class);
    }

    private Optional<Money> price(String workspace, Stored<Event> event, Item.Seats seats) {
        Map<String, String> rows =
                tiers(workspace, event.stamp(), event.thing(), seats.area());
        return seats.choice() instanceof Claim.Named named ? named.names().stream()
                .flatMap(seat -> price(event.thing(), seats.area(),
                        Optional.ofNullable(rows.get(seat))).stream())
                .reduce(Money::plus) : Optional.empty();
    }

    private Line line(String workspace, Taken taken, String stamp) {
        int slash = stamp.indexOf('/');
        String version = slash < 0 ? stamp : stamp.substring(0, slash);
        Optional<String> tier = slash < 0
                ? Optional.empty() : Optional.of(stamp.substring(slash + 1));
        Optional<Stored<Thing>> of = catalog.stamped(workspace, version);
        return switch (taken) {
            case Taken.Capacity places -> {
                String area = area(places.pool());
                List<Money> each = of.flatMap(Priced::event)
                        .flatMap(event -> price(event, area, tier))
                        .map(money -> List.of(money.times(places.quantity()))).orElse(List.of());
                yield new Line(taken, of, area, tier, each);
            }
            case Taken.Seats seats -> {
                String area = area(seats.seatMap());
                List<Money> each = new ArrayList<>();
                Optional<Event> event = of.flatMap(Priced::event);
                Map<String, String> rows = event.map(thing ->
                        tiers(workspace, version, thing, area)).orElse(Map.of());
                seats.names().forEach(seat -> event.flatMap(thing ->
                                price(thing, area, Optional.ofNullable(rows.get(seat))))
                        .ifPresent(each::add));
                yield new Line(taken, of, area, tier, each);
            }
            case Taken.Time time -> new Line(taken, of, "", tier,
                    of.filter(thing -> thing.thing() instanceof Service)
                            .flatMap(thing -> ((Service) thing.thing()).price())
                            .map(List::of).orElse(List.of()));
        };
    }

    /// The area's part of an inventory's id, as in `evt_1:floor:early`.
    private static String area(String inventory) {
        String[] parts = inventory.split(":", -1);
        return parts.length > 1 ? parts[1] : "";
    }

    private static Optional<Event> event(Stored<Thing> stored) {
        return stored.thing() instanceof Event event ? Optional.of(event) : Optional.empty();
    }

    private static Optional<Money> price(Event event, String area, Optional<String> tier) {
        return event.area(area).map(Area::card).flatMap(card -> tier.flatMap(card::tier)
                .map(Area.Tier::price).or(card::price));
    }

    /// Which seats are of which tier; empty where the area has no tiers.
    private Map<String, String> tiers(
            String workspace, String stamp, Event event, String area) {
        if (!(event.area(area).orElse(null) instanceof Area.Seats seats)
                || seats.card().tiers().isEmpty()) {
            return Map.of();
        }
        if (tiers.size() > REMEMBERED) {
            tiers.clear();
        }
        return tiers.computeIfAbsent(workspace + "/" + stamp + "/" + area, key -> {
            Map<String, String> known = new HashMap<>();
            for (Seating.Row row : stock.seating(workspace, event, seats).rows()) {
                row.tier().ifPresent(tier -> row.seats().forEach(seat ->
                        known.put(Seating.full(row, seat), tier)));
            }
            return Map.copyOf(known);
        });
    }
}
