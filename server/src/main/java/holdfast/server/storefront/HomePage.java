package holdfast.server.storefront;

import holdfast.server.booking.VisitPlanner;
import holdfast.server.catalog.Area;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Venue;
import holdfast.server.catalog.Versioned;
import holdfast.server.web.Language;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The home page: events by month, then services.
public final class HomePage {
    private static final int MOST = 200;

    private final Catalog catalog;
    private final RemainingCounts left;
    private final VisitPlanner visits;

    HomePage(Catalog catalog, RemainingCounts left, VisitPlanner visits) {
        this.catalog = catalog;
        this.left = left;
        this.visits = visits;
    }

    public record View(List<Month> months, List<Offer> services) {}

    public record Month(String name, List<Offer> events) {}

    /// One offer of the list.
    ///
    /// @param badge how much is left, or that nothing is
    public record Offer(
            String link, String name, Tile tile, String about, String price, Badge badge) {}

    /// The date as a tile; empty for services.
    public record Tile(String weekday, String day, String month) {}

    /// How much is left, and the style of the badge.
    ///
    /// @param tone `free`, `few`, `none` or `soon`
    public record Badge(String text, String tone) {}

    View view(Visitor visitor) {
        Map<YearMonth, List<Offer>> months = new LinkedHashMap<>();
        catalog.all(visitor.workspace(), Event.class).stream().filter(Versioned::listed)
                .filter(event -> event.entry().when().end().toInstant().isAfter(visitor.now()))
                .sorted(Comparator.comparing(
                        (Versioned<Event> event) -> event.entry().when().start().toInstant())
                        .thenComparing(Versioned::id))
                .limit(MOST).forEach(event -> months.computeIfAbsent(
                        YearMonth.from(start(event.entry())), any -> new ArrayList<>())
                        .add(event(visitor, event)));
        List<Month> all = new ArrayList<>();
        months.forEach(
                (month, events) -> all.add(new Month(visitor.language().month(month), events)));
        return new View(all, catalog.all(visitor.workspace(), Service.class).stream()
                .filter(Versioned::listed)
                .sorted(Comparator.comparing(service -> service.entry().name()))
                .limit(MOST).map(service -> service(visitor, service)).toList());
    }

    static ZonedDateTime start(Event event) {
        return event.when().start().atZoneSameInstant(event.when().zone());
    }

    private Offer event(Visitor visitor, Versioned<Event> event) {
        ZonedDateTime start = start(event.entry());
        LocalDate day = start.toLocalDate();
        String time = visitor.language().time(start.toLocalTime());
        String about = visitor.say("home.event", time, where(visitor, event.entry()))
                + visitor.there(start).map(there -> " · " + there).orElse("");
        return new Offer(visitor.link("/events/" + event.id()), event.entry().name(),
                new Tile(visitor.language().weekday(day), Integer.toString(day.getDayOfMonth()),
                        visitor.language().monthName(day)),
                about, from(visitor, event.entry()), badge(visitor, event));
    }

    String where(Visitor visitor, Event event) {
        String city = Language.city(event.when().zone());
        return event.about().venue()
                .flatMap(venue -> catalog.find(visitor.workspace(), venue, Venue.class))
                .map(venue -> venue.entry().name() + ", " + city).orElse(city);
    }

    private static String from(Visitor visitor, Event event) {
        List<Money> prices = event.areas().stream().map(Area::card).flatMap(card -> Stream.concat(
                card.price().stream(), card.tiers().stream().map(Area.Tier::price)))
                .sorted(Comparator.comparingLong(Money::amount)).toList();
        if (prices.isEmpty()) {
            return visitor.say("price.none");
        }
        String least = visitor.language().money(prices.getFirst());
        return prices.getFirst().equals(prices.getLast()) ? least
                : visitor.say("price.from", least);
    }

    Badge badge(Visitor visitor, Versioned<Event> event) {
        Event.When when = event.entry().when();
        Optional<Instant> from = when.saleFrom().filter(visitor.now()::isBefore);
        if (from.isPresent()) {
            return new Badge(visitor.say("left.from",
                    visitor.language().moment(from.get().atZone(when.zone()))), "soon");
        }
        if (when.saleUntil().filter(until -> !visitor.now().isBefore(until)).isPresent()
                || !visitor.now().isBefore(when.end().toInstant())) {
            return new Badge(visitor.say("left.over"), "none");
        }
        return badge(visitor, left.event(visitor.workspace(), event));
    }

    static Badge badge(Visitor visitor, RemainingCounts.Count count) {
        if (count.free() == 0) {
            return new Badge(visitor.say("left.none"), "none");
        }
        boolean few = count.free() <= 10 || count.free() * 10 <= count.capacity();
        return new Badge(visitor.language().count(few ? "left.few" : "left", count.free()),
                few ? "few" : "free");
    }

    private Offer service(Visitor visitor, Versioned<Service> service) {
        Service entry = service.entry();
        LocalDate today =
                visitor.now().atZone(visits.zone(visitor.workspace(), entry)).toLocalDate();
        Optional<LocalDate> next = left.next(visitor.workspace(), service, today);
        return new Offer(visitor.link("/services/" + service.id()), entry.name(),
                new Tile("", "", ""), visitor.language().length(entry.times().duration()),
                ItemLines.price(visitor, entry.price()),
                next.map(day -> new Badge(day.equals(today) ? visitor.say("left.today")
                        : visitor.say("left.next", visitor.language().shortDate(day)), "free"))
                        .orElse(new Badge(visitor.say("left.later"), "few")));
    }
}
