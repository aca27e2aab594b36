package holdfast.server.booking;

import holdfast.Claim;
import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.server.catalog.Area;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.catalog.DiscountCode;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Versioned;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the items of a hold at the prices at which they were sold. A hold carries the catalogue
/// versions and the prices of its items, so a later change of the catalogue does not affect it.
///
/// An item that can no longer be read is shown without a price and counted; the other items are
/// still shown.
public final class PricedHolds {
    private static final Logger LOG = LoggerFactory.getLogger(PricedHolds.class);

    private final Catalog catalog;
    private final PriceList prices;
    private final LongAdder unreadable = new LongAdder();

    public PricedHolds(Catalog catalog) {
        this.catalog = catalog;
        this.prices = new PriceList(new EventInventories(catalog));
    }

    /// One item of a hold.
    ///
    /// @param of the catalogue entry, in the version that was sold
    public record Line(
            HeldItem taken, SoldVersion stamp, Optional<Versioned<CatalogEntry>> of,
            Optional<Money> price) {

        /// The area, for items of an event.
        public String area() {
            return switch (taken) {
                case HeldItem.Capacity places -> part(places.pool());
                case HeldItem.Seats seats -> part(seats.seatMap());
                case HeldItem.Time time -> "";
            };
        }

        /// The area's part of an inventory's id, as in `evt_1:floor:early`.
        private static String part(String inventory) {
            String[] parts = inventory.split(":", -1);
            return parts.length > 1 ? parts[1] : "";
        }

        /// With its texts in a customer's language.
        public Line in(String language) {
            return new Line(taken, stamp, of.map(entry -> entry.in(language)), price);
        }

        public Optional<String> tier() {
            return stamp.tier();
        }

        /// The event in the version that was sold.
        public Optional<Event> event() {
            return of.map(Versioned::entry).filter(entry -> entry instanceof Event)
                    .map(entry -> (Event) entry);
        }

        public Optional<Area.Card> card() {
            return event().flatMap(event -> event.area(area())).map(Area::card);
        }

        public String name() {
            return of.map(entry -> entry.entry().name()).orElse("");
        }

        /// The item as a client can request it again.
        public Item item() {
            return switch (taken) {
                case HeldItem.Capacity places -> new Item.Places(
                        id(places.pool()), area(), tier(), places.quantity());
                case HeldItem.Seats seats -> new Item.Seats(
                        id(seats.seatMap()), area(), new Claim.Named(seats.names()));
                case HeldItem.Time time -> new Item.Visit(
                        stamp.id(), Item.Visit.start(time).atOffset(ZoneOffset.UTC),
                        time.stretches().stream().map(HeldItem.Stretch::calendar).toList());
            };
        }

        private static String id(String inventory) {
            return inventory.substring(0, Math.max(0, inventory.indexOf(':')));
        }
    }

    /// A hold's items at the prices recorded when they were sold; where none was recorded, at the
    /// price in the version that was sold.
    public List<Line> lines(String workspace, Hold hold) {
        List<Line> lines = new ArrayList<>();
        List<SoldVersion> sold = SoldPrices.of(hold).map(SoldPrices::lines).orElse(List.of());
        List<Line> described = described(workspace, hold);
        for (int at = 0; at < described.size(); at++) {
            Line line = described.get(at);
            Optional<Money> written =
                    at < sold.size() ? sold.get(at).price() : line.stamp().price();
            lines.add(written.isEmpty() ? line
                    : new Line(line.taken(), line.stamp(), line.of(), written));
        }
        return lines;
    }

    private static List<SoldVersion> stamps(Hold hold) {
        return SoldVersion.all(
                hold.basket().notes().hold().orElse(""), hold.basket().items().size());
    }

    /// The stamps of the hold's discount code and gift cards, with what each takes off or pays.
    static List<SoldVersion> reductions(Hold hold) {
        List<SoldVersion> stamps = stamps(hold);
        return IntStream.range(0, stamps.size())
                .filter(at -> ReductionPools.has(hold.basket().items().get(at)))
                .mapToObj(stamps::get).toList();
    }

    /// The same at the prices in the versions that were sold, without the recorded prices: the two
    /// must agree.
    public List<Line> described(String workspace, Hold hold) {
        List<HeldItem> items = hold.basket().items();
        List<SoldVersion> stamps = stamps(hold);
        List<Line> lines = new ArrayList<>();
        for (int at = 0; at < items.size() && !ReductionPools.has(items.get(at)); at++) {
            lines.add(line(workspace, items.get(at), stamps.get(at)));
        }
        return lines;
    }

    /// The prices recorded when a booking was confirmed or exchanged; empty for holds, and for
    /// bookings made before prices were recorded.
    public static Optional<SoldPrices> frozen(Hold booking) {
        return SoldPrices.of(booking);
    }

    /// What a hold costs, at the prices and with the taxes at which its items were sold.
    public PriceSummary summary(String workspace, Hold hold) {
        List<PriceSummary.Line> lines = full(workspace, hold);
        List<PriceSummary.Reduction> reductions = new ArrayList<>();
        for (SoldVersion stamp : reductions(hold)) {
            Optional<CatalogEntry> entry = readable(Optional.<CatalogEntry>empty(),
                    () -> catalog.stamped(workspace, stamp.version()).map(Versioned::entry));
            if (stamp.price().isPresent()) {
                boolean card = ReductionPools.isCard(stamp.id());
                reductions.add(new PriceSummary.Reduction(card, stamp.id(),
                        entry.map(CatalogEntry::name).orElse(""), stamp.price().get()));
                lines = card ? lines : less(lines, entry, stamp.price().get());
            }
        }
        return new PriceSummary(lines, reductions);
    }

    /// The recorded discount counts, also where the code's version can no longer be read.
    private static List<PriceSummary.Line> less(
            List<PriceSummary.Line> lines, Optional<CatalogEntry> entry, Money recorded) {
        List<Long> parts = entry.filter(DiscountCode.class::isInstance)
                .map(code -> Discount.split((DiscountCode) code, lines))
                .filter(split -> split.stream().mapToLong(part -> part).sum() == recorded.amount())
                .orElseGet(() -> Discount.divide(recorded.amount(),
                        lines.stream().map(line -> line.full().amount()).toList()));
        return IntStream.range(0, lines.size())
                .mapToObj(at -> lines.get(at).less(parts.get(at))).toList();
    }

    /// The lines before any discount.
    List<PriceSummary.Line> full(String workspace, Hold hold) {
        return lines(workspace, lines(workspace, hold));
    }

    /// What a version of a code takes off these lines; -1 if it is none.
    long discount(String workspace, SoldVersion stamp, List<PriceSummary.Line> full) {
        return readable(Optional.<CatalogEntry>empty(),
                () -> catalog.stamped(workspace, stamp.version()).map(Versioned::entry))
                .filter(DiscountCode.class::isInstance)
                .map(code -> Discount.split((DiscountCode) code, full).stream()
                        .mapToLong(part -> part).sum())
                .orElse(-1L);
    }

    /// What is recorded when a hold is booked.
    SoldPrices sold(String workspace, Hold hold) {
        List<SoldVersion> stamps = new ArrayList<>(lines(workspace, hold).stream()
                .map(line -> new SoldVersion(
                        line.stamp().version(), line.stamp().tier(), line.price()))
                .toList());
        stamps.addAll(reductions(hold));
        return new SoldPrices(stamps, summary(workspace, hold).total());
    }

    /// The lines of items that are to be held, before any discount.
    List<PriceSummary.Line> wanted(String workspace, List<MappedClaim> items) {
        return lines(workspace, items.stream().map(item -> {
            Line line = line(workspace, RequestedItem.wanted(item.claim()), item.stamp());
            return new Line(line.taken(), line.stamp(), line.of(),
                    item.price().map(Price::most));
        }).toList());
    }

    private List<PriceSummary.Line> lines(String workspace, List<Line> items) {
        List<PriceSummary.Line> lines = new ArrayList<>();
        for (int at = 0; at < items.size(); at++) {
            Line item = items.get(at);
            if (item.price().isPresent()) {
                lines.addAll(lines(at, item, portions(workspace, item)));
            }
        }
        return lines;
    }

    /// The recorded price counts, also where the version can no longer be read.
    private static List<PriceSummary.Line> lines(
            int at, Line item, List<PriceList.PricedQuantity> portions) {
        Money price = item.price().orElseThrow();
        List<PriceSummary.Line> lines = portions.stream().map(each -> new PriceSummary.Line(
                at, item.stamp().id(), what(item, each.tier()), each.quantity(), each.each(), 0,
                each.tax())).toList();
        return new PriceSummary(lines, List.of()).total().filter(price::equals).isPresent() ? lines
                : List.of(new PriceSummary.Line(at, item.stamp().id(), what(item, item.tier()), 1,
                        price,
                        0, Optional.empty()));
    }

    private static String what(Line line, Optional<String> tier) {
        return Stream.of(Optional.of(line.name()), line.card().map(Area.Card::name),
                line.card().flatMap(card -> tier.flatMap(card::tier)).map(Area.Tier::name))
                .flatMap(Optional::stream).collect(Collectors.joining(" · "));
    }

    private List<PriceList.PricedQuantity> portions(String workspace, Line line) {
        return readable(List.of(), () -> switch (line.taken()) {
            case HeldItem.Capacity places -> line.event().flatMap(event -> PriceList.portion(
                    event, line.area(), line.tier(), places.quantity())).stream().toList();
            case HeldItem.Seats seats -> line.event().map(event -> prices.portions(
                    workspace, line.stamp().version(), event, line.area(), seats.names()))
                    .orElse(List.of());
            case HeldItem.Time _ -> line.of().map(Versioned::entry)
                    .filter(Service.class::isInstance).map(Service.class::cast)
                    .flatMap(service -> service.price().map(price -> new PriceList.PricedQuantity(
                            1, price, service.tax(), Optional.empty())))
                    .stream().toList();
        });
    }

    /// The catalogue entry in a version that was sold, as in `evt_1@3`.
    public Optional<CatalogEntry> entry(String workspace, String version) {
        return readable(Optional.<CatalogEntry>empty(),
                () -> catalog.stamped(workspace, version).map(Versioned::entry));
    }

    /// How many unreadable items of holds were met since the start.
    public long unreadable() {
        return unreadable.sum();
    }

    /// The highest price of an item today.
    public Optional<Money> price(String workspace, Item item) {
        return switch (item) {
            case Item.Places places -> catalog.find(workspace, places.event(), Event.class)
                    .flatMap(event -> PriceList.places(event, places)).map(Price::most);
            case Item.Seats seats -> catalog.find(workspace, seats.event(), Event.class)
                    .flatMap(event -> prices.seats(workspace, event, seats)).map(Price::most);
            case Item.Visit visit -> catalog.find(workspace, visit.service(), Service.class)
                    .flatMap(service -> service.entry().price());
        };
    }

    /// When the event of an item takes place, by the latest version of the event.
    public Optional<Event.When> when(String workspace, Line line) {
        return line.event().isEmpty() && line.taken() instanceof HeldItem.Time ? Optional.empty()
                : catalog.find(workspace, line.stamp().id(), Event.class)
                        .map(event -> event.entry().when())
                        .or(() -> line.event().map(Event::when));
    }

    /// When it was to take place when it was sold, if that was another time.
    public Optional<Event.When> movedFrom(String workspace, Line line) {
        return line.event().map(Event::when).filter(sold -> when(workspace, line)
                .filter(now -> !now.start().isEqual(sold.start())
                        || !now.end().isEqual(sold.end()))
                .isPresent());
    }

    private Line line(String workspace, HeldItem taken, SoldVersion stamp) {
        Optional<Versioned<CatalogEntry>> of = readable(Optional.<Versioned<CatalogEntry>>empty(),
                () -> catalog.stamped(workspace, stamp.version()));
        Line line = new Line(taken, stamp, of, Optional.empty());
        Optional<Money> price = readable(Optional.<Money>empty(), () -> price(workspace, line));
        return new Line(taken, stamp, of, price);
    }

    private interface Reading<T> {
        T read();
    }

    private <T> T readable(T otherwise, Reading<T> reading) {
        try {
            return reading.read();
        } catch (IllegalArgumentException | IllegalStateException | ArithmeticException wrong) {
            LOG.warn("A part of a hold cannot be read: {}", wrong.getMessage());
            unreadable.increment();
            return otherwise;
        }
    }

    private Optional<Money> price(String workspace, Line line) {
        return switch (line.taken()) {
            case HeldItem.Capacity places -> line.event()
                    .flatMap(event -> PriceList.one(event, line.area(), line.tier()))
                    .map(money -> money.times(places.quantity()));
            case HeldItem.Seats seats -> line.event().flatMap(event -> prices.each(
                    workspace, line.stamp().version(), event, line.area(), seats.names())
                    .stream().reduce(Money::plus));
            case HeldItem.Time time -> line.of().map(Versioned::entry)
                    .filter(entry -> entry instanceof Service)
                    .flatMap(entry -> ((Service) entry).price());
        };
    }
}
