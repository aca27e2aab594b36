package holdfast.server.web.counter;

import holdfast.Free;
import holdfast.Holdfast;
import holdfast.Taken;
import holdfast.server.catalog.Area;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.Seating;
import holdfast.server.catalog.Stored;
import holdfast.server.checkout.Stock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// One event: its areas, with places to count and seats to choose.
public final class EventPage {
    private static final int AT_ONCE = 10;
    /// How many seats one page lists; bigger areas are leafed through.
    private static final int LISTED = 400;

    private final Holdfast engine;
    private final Stock stock;
    private final Left left;
    private final Home home;

    EventPage(Holdfast engine, Stock stock, Left left, Home home) {
        this.engine = engine;
        this.stock = stock;
        this.left = left;
        this.home = home;
    }

    /// What the page shows.
    public record View(
            String id, Event event, Lines.When when, String where, Sale sale, List<Part> parts) {

        /// The areas with seats, which are chosen on one map.
        public List<Part> seated() {
            return parts.stream().filter(part -> part.map().isPresent()).toList();
        }

        /// The seats that the visitor holds already.
        public String mine(Guest guest) {
            return guest.held().stream().flatMap(hold -> hold.basket().items().stream())
                    .filter(taken -> taken instanceof Taken.Seats)
                    .map(taken -> (Taken.Seats) taken)
                    .filter(taken -> Contents.event(taken.seatMap()).equals(id))
                    .flatMap(taken -> taken.names().stream().map(name ->
                            taken.seatMap().substring(id.length() + 1) + ":" + name))
                    .collect(Collectors.joining(","));
        }

        public List<Part> counted() {
            return parts.stream().filter(part -> part.map().isEmpty()).toList();
        }
    }

    public record Sale(boolean open, Home.Badge badge, Optional<Long> perCustomer) {}

    /// One area: places with their prices, or rows with their seats.
    public record Part(
            String id, String name, Home.Badge badge, List<Choice> choices, Optional<Plan> map) {}

    /// A price and how many can be had of it at once.
    public record Choice(String field, String name, String price, Home.Badge badge, long most) {}

    /// The rows on this page, and where the others are.
    public record Plan(
            List<Row> rows, int most, Optional<Integer> back, Optional<Integer> next) {}

    public record Row(String name, String price, long free, List<Seat> seats) {}

    public record Seat(String full, String name, boolean free, boolean accessible) {}

    View view(Guest guest, Stored<Event> event, int from) {
        Event thing = event.thing();
        Home.Badge badge = home.badge(guest, event);
        boolean open = event.listed() && !badge.tone().equals("soon")
                && guest.now().isBefore(thing.when().saleUntil()
                        .orElse(thing.when().end().toInstant()));
        List<Part> parts = new ArrayList<>();
        for (Area area : thing.areas()) {
            parts.add(switch (area) {
                case Area.Places places -> places(guest, event, places);
                case Area.Seats seats -> seats(guest, event, seats, from);
            });
        }
        return new View(event.id(), thing, Lines.when(guest, Home.start(thing)),
                home.where(guest, thing),
                new Sale(open, badge, thing.limits().perCustomer()), parts);
    }

    private static long most(Event event, long free) {
        return Math.min(Math.min(free, AT_ONCE), event.limits().perCustomer().orElse(free));
    }

    private Part places(Guest guest, Stored<Event> event, Area.Places area) {
        List<Choice> choices = new ArrayList<>();
        Area.Card card = area.card();
        Left.Count all = left.area(guest.workspace(), event.id(), area);
        if (card.price().isPresent() || card.tiers().isEmpty()) {
            choices.add(new Choice(Contents.PLACES + card.id() + ":",
                    card.tiers().isEmpty() ? guest.say("event.places") : card.name(),
                    Lines.price(guest, card.price()), Home.badge(guest, all),
                    most(event.thing(), all.free())));
        }
        for (Area.Tier tier : card.tiers()) {
            Left.Count count = left.tier(guest.workspace(), event.id(), area, tier);
            long free = Math.min(count.free(), all.free());
            choices.add(new Choice(Contents.PLACES + card.id() + ":" + tier.id(), tier.name(),
                    guest.language().money(tier.price()),
                    Home.badge(guest, new Left.Count(free, count.capacity(), 0)),
                    most(event.thing(), free)));
        }
        return new Part(card.id(), card.name(), Home.badge(guest, all), choices,
                Optional.empty());
    }

    private Part seats(Guest guest, Stored<Event> event, Area.Seats area, int from) {
        Optional<Free.Seats> now = engine.freeSeats(
                guest.workspace(), Stock.area(event.id(), area.id())).filter(Free.Seats::onSale);
        Map<String, Free.State> states = new HashMap<>();
        now.ifPresent(free -> free.seats().forEach(seat ->
                states.put(seat.name(), seat.state())));
        long free = now.map(Free.Seats::free).orElse(0L);
        List<Seating.Row> rows =
                stock.seating(guest.workspace(), event.thing(), area).rows();
        List<Row> listed = new ArrayList<>();
        int at = Math.min(from, rows.size() - 1);
        int first = at;
        int seats = 0;
        while (at < rows.size() && (seats == 0 || seats + rows.get(at).seats().size() <= LISTED)) {
            listed.add(row(guest, area.card(), rows.get(at), states));
            seats += rows.get(at++).seats().size();
        }
        Plan map = new Plan(listed, (int) Math.min(most(event.thing(), free), 8),
                first == 0 ? Optional.empty() : Optional.of(Math.max(0, first - listed.size())),
                at == rows.size() ? Optional.empty() : Optional.of(at));
        return new Part(area.id(), area.card().name(),
                Home.badge(guest, new Left.Count(free, states.size(), 0)), List.of(),
                Optional.of(map));
    }

    private static Row row(
            Guest guest, Area.Card card, Seating.Row row, Map<String, Free.State> states) {
        Optional<Money> price = row.tier().flatMap(card::tier).map(Area.Tier::price)
                .or(card::price);
        List<Seat> seats = row.seats().stream().map(seat -> {
            String full = Seating.full(row, seat);
            return new Seat(full, seat.name(), states.get(full) == Free.State.FREE,
                    seat.accessible());
        }).toList();
        return new Row(row.name(), Lines.price(guest, price),
                seats.stream().filter(Seat::free).count(), seats);
    }
}
