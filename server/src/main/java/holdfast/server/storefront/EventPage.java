package holdfast.server.storefront;

import holdfast.Free;
import holdfast.HeldItem;
import holdfast.HoldfastReads;
import holdfast.server.booking.EventInventories;
import holdfast.server.catalog.Area;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.Seating;
import holdfast.server.catalog.Versioned;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The page of an event: its areas, with places to count and seats to choose.
public final class EventPage {
    private static final int AT_ONCE = 10;
    private static final int OTHER_DATES = 12;
    /// How many seats one page lists, all areas together; more seats are paginated.
    private static final int LISTED = 400;

    private final HoldfastReads engine;
    private final EventInventories stock;
    private final RemainingCounts left;
    private final OfferStates offers;
    private final OfferFacts facts;
    private final LinkedData data;
    private final HomePage home;
    private final PictureViews pictures;

    EventPage(HoldfastReads engine, Catalog catalog, RemainingCounts left, OfferStates offers,
            OfferFacts facts, HomePage home, PictureViews pictures) {
        this.pictures = pictures;
        this.engine = engine;
        this.stock = new EventInventories(catalog);
        this.left = left;
        this.offers = offers;
        this.facts = facts;
        this.data = new LinkedData(catalog, facts);
        this.home = home;
    }

    /// The page's data.
    public record View(
            String id, Event event, Optional<PictureView> picture, ItemLines.When when,
            Sale sale, List<Part> parts, ChoicePurpose purpose, Frame about) {

        /// The areas with seats, which are chosen on one map.
        public List<Part> seated() {
            return parts.stream().filter(part -> part.map().isPresent() && purpose.seated())
                    .toList();
        }

        /// The seats that the visitor holds already.
        public String mine(Visitor visitor) {
            return visitor.held().stream().flatMap(hold -> hold.basket().items().stream())
                    .filter(taken -> taken instanceof HeldItem.Seats)
                    .map(taken -> (HeldItem.Seats) taken)
                    .filter(taken -> ItemForms.event(taken.seatMap()).equals(id))
                    .flatMap(taken -> taken.names().stream()
                            .map(name -> taken.seatMap().substring(id.length() + 1) + ":" + name))
                    .collect(Collectors.joining(","));
        }

        /// The areas without seats, one list for each form: a form for the basket has one area, a
        /// form for an exchange has all.
        public List<List<Part>> counted() {
            List<Part> all = parts.stream()
                    .filter(part -> part.map().isEmpty() && purpose.counted()).toList();
            return purpose.instead().isPresent() && !all.isEmpty() ? List.of(all)
                    : all.stream().map(List::of).toList();
        }
    }

    /// Whether it is on sale.
    ///
    /// @param included what its prices include
    public record Sale(
            boolean open, OfferStates.Badge badge, Optional<Long> perCustomer, String included) {}

    /// What stands around the choice.
    ///
    /// @param dates the other dates of its series
    public record Frame(
            List<OfferFacts.Fact> facts, List<HomePage.Date> dates, PageHead head) {}

    /// One area: places with their prices, or rows with their seats.
    public record Part(
            String id, String name, OfferStates.Badge badge, List<Choice> choices,
            Optional<Plan> map, List<Priced> prices) {
        /// The prices of which there is any left; with others that one has, all of them.
        public List<Choice> there() {
            return choices.stream().filter(choice -> choice.most() > 0).toList();
        }

        /// The prices of which nothing is left.
        public List<Choice> gone() {
            return choices.stream().filter(choice -> choice.most() == 0).toList();
        }
    }

    /// A price that cannot be chosen now.
    public record Priced(String name, String price) {}

    /// A price, and how many can be chosen at once.
    ///
    /// @param amount the price of one
    /// @param chosen the initial quantity
    public record Choice(
            String field, String name, String price, Optional<Money> amount,
            OfferStates.Badge badge, long most, long chosen) {
        /// The price of one in the smallest unit, for the total that a script shows.
        public String smallest() {
            return amount.map(money -> Long.toString(money.amount())).orElse("0");
        }

        public String currency() {
            return amount.map(Money::currency).orElse("");
        }
    }

    /// The rows on this page, and links to the others.
    public record Plan(
            List<Row> rows, int most, int party, Optional<Integer> back, Optional<Integer> next) {}

    public record Row(String name, String price, long free, List<Seat> seats) {}

    /// A seat of the list.
    ///
    /// @param own whether the visitor has it already and may keep it
    public record Seat(
            String full, String name, boolean free, boolean accessible, boolean own) {}

    View view(Visitor visitor, Versioned<Event> event, int from, ChoicePurpose purpose,
            String address) {
        Event entry = event.entry();
        OfferStates.State state = offers.event(visitor, event);
        boolean open = event.listed() && OfferStates.closed(visitor, entry).isEmpty();
        List<Part> parts = new ArrayList<>();
        for (Area area : entry.areas()) {
            parts.add(switch (area) {
                case Area.Places places -> places(visitor, event, places, purpose);
                case Area.Seats seats -> seats(visitor, event, seats, from, purpose);
            });
        }
        return new View(event.id(), entry, pictures.of(visitor, entry.picture()),
                ItemLines.when(visitor, HomePage.start(entry), Optional.empty()),
                new Sale(open, state.badge(), entry.limits().perCustomer(),
                        OfferFacts.included(visitor, entry)),
                parts, purpose, frame(visitor, event, state, address));
    }

    private Frame frame(Visitor visitor, Versioned<Event> event, OfferStates.State state,
            String address) {
        Event entry = event.entry();
        Event.About about = entry.about();
        List<HomePage.Date> dates = home.others(visitor, event).stream().limit(OTHER_DATES)
                .map(other -> new HomePage.Date(visitor.link("/events/" + other.id()),
                        visitor.say("home.event",
                                visitor.language().shortDate(
                                        HomePage.start(other.entry()).toLocalDate()),
                                visitor.language().time(
                                        HomePage.start(other.entry()).toLocalTime())),
                        offers.event(visitor, other).badge().gone()))
                .toList();
        String text = about.facts().subtitle().or(about::description)
                .orElseGet(() -> visitor.language().moment(HomePage.start(entry)));
        return new Frame(facts.of(visitor, entry), dates, new PageHead(entry.name(), text,
                address, data.event(visitor, event, state, address)));
    }

    private static List<Priced> prices(Visitor visitor, Area.Card card) {
        List<Priced> prices = new ArrayList<>();
        if (card.tiers().isEmpty() || card.price().isPresent()) {
            prices.add(new Priced(visitor.say("event.places"),
                    ItemLines.price(visitor, card.price())));
        }
        card.tiers().forEach(tier -> prices.add(new Priced(tier.name(),
                ItemLines.price(visitor, Optional.of(tier.price())))));
        return prices;
    }

    private static long most(Event event, long free) {
        return Math.min(Math.min(free, AT_ONCE), event.limits().perCustomer().orElse(free));
    }

    private Part places(
            Visitor visitor, Versioned<Event> event, Area.Places area, ChoicePurpose purpose) {
        List<Choice> choices = new ArrayList<>();
        Area.Card card = area.card();
        RemainingCounts.Count all = left.area(visitor.workspace(), event.id(), area);
        boolean alone = card.tiers().isEmpty();
        if (card.price().isPresent() || alone) {
            choices.add(choice(visitor, event, purpose, new Wanted(card.id(), Optional.empty(),
                    alone ? visitor.say("event.places") : card.name(), card.price(), all, alone)));
        }
        for (Area.Tier tier : card.tiers()) {
            RemainingCounts.Count count = left.tier(visitor.workspace(), event.id(), area, tier);
            long free = Math.min(count.free(), all.free());
            choices.add(choice(visitor, event, purpose, new Wanted(card.id(),
                    Optional.of(tier.id()), tier.name(), Optional.of(tier.price()),
                    new RemainingCounts.Count(free, count.capacity(), 0),
                    card.tiers().size() == 1 && card.price().isEmpty())));
        }
        return new Part(card.id(), card.name(), OfferStates.badge(visitor, all), choices,
                Optional.empty(), prices(visitor, card));
    }

    /// @param alone whether there is nothing else to choose from
    private record Wanted(
            String area, Optional<String> tier, String name, Optional<Money> price,
            RemainingCounts.Count left, boolean alone) {}

    private static Choice choice(
            Visitor visitor, Versioned<Event> event, ChoicePurpose purpose, Wanted wanted) {
        long has = purpose.places(wanted.area(), wanted.tier());
        long most = most(event.entry(), wanted.left().free() + has);
        boolean changing = purpose.instead().isPresent();
        return new Choice(ItemForms.PLACES + wanted.area() + ":" + wanted.tier().orElse(""),
                wanted.name(), ItemLines.price(visitor, wanted.price()), wanted.price(),
                OfferStates.badge(visitor, wanted.left()), Math.max(most, has),
                changing || !wanted.alone() ? has : Math.min(2, most));
    }

    private Part seats(
            Visitor visitor, Versioned<Event> event, Area.Seats area, int from,
            ChoicePurpose purpose) {
        Optional<Free.Seats> now = engine.freeSeats(
                visitor.workspace(), EventInventories.area(event.id(), area.id()))
                .filter(Free.Seats::onSale);
        Map<String, Free.State> states = new HashMap<>();
        now.ifPresent(free -> free.seats().forEach(seat -> states.put(seat.name(), seat.state())));
        Set<String> own = purpose.seats().stream()
                .filter(name -> name.startsWith(area.id() + ":"))
                .map(name -> name.substring(area.id().length() + 1)).collect(Collectors.toSet());
        long free = now.map(Free.Seats::free).orElse(0L);
        List<Seating.Row> rows =
                stock.seating(visitor.workspace(), event.entry(), area).rows();
        List<Row> listed = new ArrayList<>();
        int at = Math.min(from, rows.size() - 1);
        int first = at;
        int seats = 0;
        int listable = LISTED / event.entry().areas().size();
        while (at < rows.size()
                && (seats == 0 || seats + rows.get(at).seats().size() <= listable)) {
            listed.add(row(visitor, area.card(), rows.get(at), states, own));
            seats += rows.get(at++).seats().size();
        }
        int most = (int) Math.min(most(event.entry(), free), 8);
        Plan map = new Plan(listed, most,
                Math.min(most, purpose.seats().isEmpty() ? 2 : purpose.seats().size()),
                first == 0 ? Optional.empty() : Optional.of(Math.max(0, first - listed.size())),
                at == rows.size() ? Optional.empty() : Optional.of(at));
        return new Part(area.id(), area.card().name(),
                OfferStates.badge(visitor, new RemainingCounts.Count(free, states.size(), 0)),
                List.of(),
                Optional.of(map), prices(visitor, area.card()));
    }

    private static Row row(
            Visitor visitor, Area.Card card, Seating.Row row, Map<String, Free.State> states,
            Set<String> own) {
        Optional<Money> price = row.tier().flatMap(card::tier).map(Area.Tier::price)
                .or(card::price);
        List<Seat> seats = row.seats().stream().map(seat -> {
            String full = Seating.full(row, seat);
            boolean mine = own.contains(full);
            return new Seat(full, seat.name(), mine || states.get(full) == Free.State.FREE,
                    seat.accessible(), mine);
        }).toList();
        return new Row(row.name(), ItemLines.price(visitor, price),
                seats.stream().filter(seat -> seat.free() && !seat.own()).count(), seats);
    }
}
