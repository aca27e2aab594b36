package holdfast.server.web.counter;

import holdfast.server.catalog.Area;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Stored;
import holdfast.server.catalog.Thing;
import holdfast.server.catalog.Venue;
import holdfast.server.checkout.Visits;
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

/// What is on: events by month, then services.
public final class Home {
    private static final int MOST = 200;

    private final Catalog catalog;
    private final Left left;
    private final Visits visits;

    Home(Catalog catalog, Left left, Visits visits) {
        this.catalog = catalog;
        this.left = left;
        this.visits = visits;
    }

    public record View(List<Month> months, List<Offer> services) {}

    public record Month(String name, List<Offer> events) {}

    /// One line in the window.
    ///
    /// @param badge how much is left, or that nothing is
    public record Offer(
            String link, String name, Tile tile, String about, String price, Badge badge) {}

    /// The date as a tile; empty for services.
    public record Tile(String weekday, String day, String month) {}

    /// How much is left, and how that is shown.
    ///
    /// @param tone `free`, `few`, `none` or `soon`
    public record Badge(String text, String tone) {}

    View view(Guest guest) {
        Map<YearMonth, List<Offer>> months = new LinkedHashMap<>();
        catalog.all(guest.workspace(), Event.class).stream().filter(Stored::listed)
                .filter(event -> event.thing().when().end().toInstant().isAfter(guest.now()))
                .sorted(Comparator.comparing((Stored<Event> event) ->
                        event.thing().when().start().toInstant()).thenComparing(Stored::id))
                .limit(MOST).forEach(event -> months.computeIfAbsent(
                        YearMonth.from(start(event.thing())), any -> new ArrayList<>())
                        .add(event(guest, event)));
        List<Month> all = new ArrayList<>();
        months.forEach((month, events) ->
                all.add(new Month(guest.language().month(month), events)));
        return new View(all, catalog.all(guest.workspace(), Service.class).stream()
                .filter(Stored::listed)
                .sorted(Comparator.comparing(service -> service.thing().name()))
                .limit(MOST).map(service -> service(guest, service)).toList());
    }

    static ZonedDateTime start(Event event) {
        return event.when().start().atZoneSameInstant(event.when().zone());
    }

    private Offer event(Guest guest, Stored<Event> event) {
        ZonedDateTime start = start(event.thing());
        LocalDate day = start.toLocalDate();
        String time = guest.language().time(start.toLocalTime());
        String about = guest.say("home.event", time, where(guest, event.thing()))
                + guest.there(start).map(there -> " · " + there).orElse("");
        return new Offer(guest.link("/events/" + event.id()), event.thing().name(),
                new Tile(guest.language().weekday(day), Integer.toString(day.getDayOfMonth()),
                        guest.language().monthName(day)),
                about, from(guest, event.thing()), badge(guest, event));
    }

    String where(Guest guest, Event event) {
        String city = Language.city(event.when().zone());
        return event.about().venue()
                .flatMap(venue -> catalog.find(guest.workspace(), venue, Venue.class))
                .map(venue -> venue.thing().name() + ", " + city).orElse(city);
    }

    private static String from(Guest guest, Event event) {
        List<Money> prices = event.areas().stream().map(Area::card).flatMap(card -> Stream.concat(
                card.price().stream(), card.tiers().stream().map(Area.Tier::price)))
                .sorted(Comparator.comparingLong(Money::amount)).toList();
        if (prices.isEmpty()) {
            return guest.say("price.none");
        }
        String least = guest.language().money(prices.getFirst());
        return prices.getFirst().equals(prices.getLast()) ? least : guest.say("price.from", least);
    }

    Badge badge(Guest guest, Stored<Event> event) {
        Event.When when = event.thing().when();
        Optional<Instant> from = when.saleFrom().filter(guest.now()::isBefore);
        if (from.isPresent()) {
            return new Badge(guest.say("left.from",
                    guest.language().moment(from.get().atZone(when.zone()))), "soon");
        }
        if (when.saleUntil().filter(until -> !guest.now().isBefore(until)).isPresent()
                || !guest.now().isBefore(when.end().toInstant())) {
            return new Badge(guest.say("left.over"), "none");
        }
        return badge(guest, left.event(guest.workspace(), event));
    }

    static Badge badge(Guest guest, Left.Count count) {
        if (count.free() == 0) {
            return new Badge(guest.say("left.none"), "none");
        }
        boolean few = count.free() <= 10 || count.free() * 10 <= count.capacity();
        return new Badge(guest.language().count(few ? "left.few" : "left", count.free()),
                few ? "few" : "free");
    }

    private Offer service(Guest guest, Stored<Service> service) {
        Service thing = service.thing();
        LocalDate today = guest.now().atZone(visits.zone(guest.workspace(), thing)).toLocalDate();
        Optional<LocalDate> next = left.next(guest.workspace(), service, today);
        return new Offer(guest.link("/services/" + service.id()), thing.name(),
                new Tile("", "", ""), guest.language().length(thing.times().duration()),
                Lines.price(guest, thing.price()),
                next.map(day -> new Badge(day.equals(today) ? guest.say("left.today")
                                : guest.say("left.next", guest.language().shortDate(day)), "free"))
                        .orElse(new Badge(guest.say("left.later"), "few")));
    }
}
