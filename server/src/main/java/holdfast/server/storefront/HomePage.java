package holdfast.server.storefront;

import holdfast.server.booking.SearchWords;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Location;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Versioned;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The home page: the programme as cards, the dates of a series on one card, then the services.
public final class HomePage {
    static final Comparator<Versioned<Event>> BY_START = Comparator.comparing(
            (Versioned<Event> event) -> event.entry().when().start().toInstant())
            .thenComparing(Versioned::id);
    private static final int ON_A_PAGE = 48;
    private static final int DATES_ON_A_CARD = 4;
    private static final int MOST_DAYS = 120;
    /// So few offers are seen at a glance, without a search.
    private static final int FEW = 4;

    private final Catalog catalog;
    private final OfferStates offers;
    private final RemainingCounts left;
    private final LinkedData data;
    private final PictureViews pictures;

    HomePage(Catalog catalog, OfferStates offers, RemainingCounts left, OfferFacts facts,
            PictureViews pictures) {
        this.pictures = pictures;
        this.catalog = catalog;
        this.offers = offers;
        this.left = left;
        this.data = new LinkedData(catalog, facts);
    }

    /// The page's data.
    ///
    /// @param none whether the workspace offers nothing at all
    public record View(
            ProgrammeQuery query, Filters filters, List<Card> events, List<Card> services,
            Pages pages, boolean none, PageHead head) {}

    /// What the search offers to choose from.
    ///
    /// @param shown whether there is enough to search in
    public record Filters(boolean shown, List<Choice> days, List<Choice> prices, boolean kinds) {}

    public record Choice(String value, String text, boolean chosen) {}

    /// The addresses of the pages before and after; empty at the ends.
    public record Pages(String back, String next) {}

    /// One card.
    ///
    /// @param cover what stands on the picture, or in its place
    /// @param about when and where, line by line
    /// @param text  its description, of which the card shows the beginning
    /// @param dates the dates of a series; empty for a single one
    /// @param more  how many more dates there are; empty if all are shown
    public record Card(
            String link, String name, Optional<PictureView> picture, Cover cover,
            List<String> about, String text,
            OfferStates.State state, List<Date> dates, String more) {}

    /// A date, or a duration, in large type.
    public record Cover(String before, String large, String after) {}

    /// One date of a series.
    public record Date(String link, String text, boolean gone) {}

    /// @param name    the workspace's name
    /// @param address the page's whole address
    View view(Visitor visitor, String name, String address) {
        ProgrammeQuery query = ProgrammeQuery.read(visitor.request());
        List<Versioned<Event>> upcoming = upcoming(visitor);
        List<Versioned<Service>> services = catalog.all(visitor.workspace(), Service.class)
                .stream().filter(Versioned::listed)
                .map(service -> service.in(visitor.language().word()))
                .sorted(Comparator.comparing(service -> service.entry().name())).toList();
        List<List<Versioned<Event>>> groups = groups(upcoming.stream()
                .filter(event -> query.kind() != ProgrammeQuery.Kind.SERVICES)
                .filter(event -> query.day().map(day -> isOn(event.entry(), day)).orElse(true))
                .filter(event -> found(visitor, query, event.entry()))
                .filter(event -> query.most().isEmpty()
                        || query.affords(offers.event(visitor, event).amount()))
                .toList());
        int first = (query.page() - 1) * ON_A_PAGE;
        List<Card> cards = groups.stream().skip(first).limit(ON_A_PAGE)
                .map(group -> card(visitor, group))
                .sorted(Comparator.comparing(card -> card.state().badge().gone())).toList();
        boolean over = groups.size() > first + ON_A_PAGE;
        return new View(query, filters(visitor, query, upcoming, services), cards,
                over ? List.of() : services(visitor, query, services),
                new Pages(query.page() == 1 ? ""
                        : visitor.link("/") + query.at(query.page() - 1),
                        over ? visitor.link("/") + query.at(query.page() + 1) : ""),
                upcoming.isEmpty() && services.isEmpty(),
                new PageHead(visitor.say("home.title"), visitor.say("home.about", name), address,
                        data.organization(visitor, name, address)));
    }

    private List<Versioned<Event>> upcoming(Visitor visitor) {
        return catalog.all(visitor.workspace(), Event.class).stream().filter(Versioned::listed)
                .filter(event -> event.entry().when().end().toInstant().isAfter(visitor.now()))
                .map(event -> event.in(visitor.language().word()))
                .sorted(BY_START).toList();
    }

    /// The other dates of an event's series, the next first.
    List<Versioned<Event>> others(Visitor visitor, Versioned<Event> event) {
        return upcoming(visitor).stream().filter(other -> !other.id().equals(event.id()))
                .filter(other -> series(other).equals(series(event))).toList();
    }

    /// Events of one series may have names of their own, and then are cards of their own.
    private static List<List<Versioned<Event>>> groups(List<Versioned<Event>> events) {
        Map<List<String>, List<Versioned<Event>>> groups = events.stream()
                .collect(Collectors.groupingBy(HomePage::series, LinkedHashMap::new,
                        Collectors.toList()));
        return List.copyOf(groups.values());
    }

    private static List<String> series(Versioned<Event> event) {
        return event.entry().about().series().map(series -> List.of(series, event.entry().name()))
                .orElseGet(() -> List.of(event.id()));
    }

    private boolean found(Visitor visitor, ProgrammeQuery query, Event event) {
        return query.words().isEmpty() || SearchWords.isIn(Stream.of(
                Optional.of(event.name()), event.about().facts().subtitle(),
                event.about().description(),
                Location.of(catalog, visitor.workspace(), event.about().venue())
                        .map(Location::whole))
                .flatMap(Optional::stream).collect(Collectors.joining(" ")), query.words());
    }

    static ZonedDateTime start(Event event) {
        return event.when().start().atZoneSameInstant(event.when().zone());
    }

    private static LocalDate day(Event event) {
        return start(event).toLocalDate();
    }

    /// A night counts as the day on which it begins; what lasts longer is on every day of it.
    private static boolean isOn(Event event, LocalDate day) {
        ZonedDateTime end = event.when().end().atZoneSameInstant(event.when().zone());
        return day.equals(day(event)) || (end.isAfter(start(event).plusDays(1))
                && !day.isBefore(day(event)) && !day.isAfter(end.toLocalDate()));
    }

    private record Dated(Versioned<Event> event, OfferStates.State state) {}

    private Card card(Visitor visitor, List<Versioned<Event>> group) {
        List<Dated> all = group.stream()
                .map(event -> new Dated(event, offers.event(visitor, event))).toList();
        Dated next = all.stream().filter(each -> each.state().amount().isPresent()).findFirst()
                .orElse(all.getFirst());
        Event entry = next.event().entry();
        LocalDate day = day(entry);
        List<Date> dates = all.size() == 1 ? List.of() : all.stream().limit(DATES_ON_A_CARD)
                .map(each -> new Date(visitor.link("/events/" + each.event().id()),
                        visitor.language().shortDate(day(each.event().entry())),
                        each.state().badge().gone()))
                .toList();
        return new Card(visitor.link("/events/" + next.event().id()), entry.name(),
                pictures.of(visitor, entry.picture()),
                new Cover(visitor.language().weekday(day),
                        visitor.language().number(day.getDayOfMonth()),
                        visitor.language().monthName(day)),
                about(visitor, entry, all.size()),
                entry.about().facts().subtitle().orElse(""), next.state(), dates,
                all.size() > DATES_ON_A_CARD ? visitor.language().count("home.more",
                        all.size() - DATES_ON_A_CARD) : "");
    }

    private List<String> about(Visitor visitor, Event event, int dates) {
        ZonedDateTime start = start(event);
        List<String> about = new ArrayList<>();
        String when = visitor.say("home.event", visitor.language().shortDate(start.toLocalDate()),
                visitor.language().time(start.toLocalTime()))
                + visitor.there(start).map(there -> " · " + there).orElse("");
        about.add(dates == 1 ? when
                : visitor.language().count("home.dates", dates) + " · "
                        + visitor.say("home.next", when));
        Location.of(catalog, visitor.workspace(), event.about().venue())
                .ifPresent(place -> about.add(place.brief()));
        return about;
    }

    private List<Card> services(
            Visitor visitor, ProgrammeQuery query, List<Versioned<Service>> services) {
        if (query.kind() == ProgrammeQuery.Kind.EVENTS) {
            return List.of();
        }
        return services.stream()
                .filter(service -> query.words().isEmpty() || SearchWords.isIn(
                        service.entry().name() + " "
                                + service.entry().about().description().orElse(""),
                        query.words()))
                .filter(service -> query.affords(Optional.of(
                        service.entry().price().map(Money::amount).orElse(0L))))
                .filter(service -> query.day().map(
                        day -> left.opens(visitor.workspace(), service, day)).orElse(true))
                .map(service -> service(visitor, query, service)).toList();
    }

    private Card service(Visitor visitor, ProgrammeQuery query, Versioned<Service> service) {
        String length = visitor.language().length(service.entry().times().duration());
        List<String> about = new ArrayList<>(List.of(length));
        Location.of(catalog, visitor.workspace(), service.entry().about().venue())
                .ifPresent(place -> about.add(place.brief()));
        String day = query.day().map(each -> "?day=" + each).orElse("");
        return new Card(visitor.link("/services/" + service.id()) + day, service.entry().name(),
                pictures.of(visitor, service.entry().picture()),
                new Cover("", length, ""), about,
                service.entry().about().description().orElse(""),
                offers.service(visitor, service), List.of(), "");
    }

    private Filters filters(Visitor visitor, ProgrammeQuery query,
            List<Versioned<Event>> events, List<Versioned<Service>> services) {
        Stream<LocalDate> asked = query.day().stream();
        List<Choice> days = Stream.concat(asked,
                events.stream().map(event -> day(event.entry())))
                .distinct().sorted().limit(MOST_DAYS)
                .map(day -> new Choice(day.toString(), visitor.language().shortDate(day),
                        query.is(day)))
                .toList();
        return new Filters(
                query.narrows() || groups(events).size() + services.size() > FEW, days,
                prices(visitor, query, events, services),
                !events.isEmpty() && !services.isEmpty());
    }

    /// Round prices that divide the programme into about three parts.
    private static List<Choice> prices(Visitor visitor, ProgrammeQuery query,
            List<Versioned<Event>> events, List<Versioned<Service>> services) {
        List<Optional<Money>> all = Stream.concat(
                groups(events).stream().map(group -> cheapest(group.getFirst().entry())),
                services.stream().map(service -> service.entry().price()))
                .sorted(Comparator.comparingLong(HomePage::amount)).toList();
        Optional<String> currency =
                all.stream().flatMap(Optional::stream).map(Money::currency).findFirst();
        if (currency.isEmpty()) {
            return List.of();
        }
        List<Long> limits = Stream.concat(query.most().stream(), Stream.of(
                amount(all.getFirst()) == 0 ? 0L : -1L, rounded(all, 1), rounded(all, 2)))
                .filter(limit -> limit >= 0).distinct().sorted().toList();
        return limits.stream()
                .filter(limit -> query.costs(limit) || limit < amount(all.getLast()))
                .map(limit -> new Choice(limit.toString(), limit == 0 ? visitor.say("price.none")
                        : visitor.say("price.upTo",
                                visitor.language().money(new Money(limit, currency.get()))),
                        query.costs(limit)))
                .toList();
    }

    private static Optional<Money> cheapest(Event event) {
        return OfferStates.listed(event).stream()
                .min(Comparator.comparingLong(HomePage::amount)).orElseThrow();
    }

    private static long amount(Optional<Money> price) {
        return price.map(Money::amount).orElse(0L);
    }

    private static long rounded(List<Optional<Money>> sorted, int third) {
        long amount = amount(sorted.get((sorted.size() - 1) * third / 3));
        long unit = 1;
        while (amount > 10 * unit) {
            unit *= 10;
        }
        return amount == 0 ? -1 : (amount + unit - 1) / unit * unit;
    }
}
