package holdfast.server.desk;

import holdfast.HoldfastReads;
import holdfast.server.auth.Permission;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Venue;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The list of events, those to come or those that are over.
public final class EventsPage implements DeskSection {
    private static final int AT_ONCE = 50;

    private final Catalog catalog;
    private final HoldfastReads engine;

    EventsPage(Catalog catalog, HoldfastReads engine) {
        this.catalog = catalog;
        this.engine = engine;
    }

    /// What the page shows.
    ///
    /// @param past whether it shows those that are over
    /// @param next the number of the next page's first event; 0 if there is none
    public record View(List<Row> events, boolean past, boolean manages, int next) {}

    /// An event in the list.
    ///
    /// @param state the word of its badge, as in `onSale`
    public record Row(
            String id, String name, String weekday, int day, String month, String about,
            String state) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(desk.get("/desk/events", "deskEvents", "The events.", DeskPlace.EVENTS,
                Permission.READ, this::list));
    }

    private Response list(DeskVisit visit) {
        Instant now = engine.now();
        boolean past = visit.request().query("past").isPresent();
        int from = (int) visit.request().queryNumber("from", 0, 0, 1_000_000);
        Comparator<Versioned<Event>> byStart = Comparator.comparing(
                event -> event.entry().when().start().toInstant());
        List<Versioned<Event>> all = catalog.all(visit.workspace(), Event.class).stream()
                .filter(event -> past != event.entry().when().end().toInstant().isAfter(now))
                .sorted(past ? byStart.reversed() : byStart).toList();
        List<Row> rows = all.stream().skip(from).limit(AT_ONCE)
                .map(event -> row(visit, event, now)).toList();
        return visit.page(EventsPage.class, visit.say("desk.nav.events"),
                new View(rows, past, visit.may(Permission.MANAGE),
                        all.size() > from + AT_ONCE ? from + AT_ONCE : 0));
    }

    private Row row(DeskVisit visit, Versioned<Event> event, Instant now) {
        ZonedDateTime start = event.entry().when().start()
                .atZoneSameInstant(event.entry().when().zone());
        String time = visit.language().time(start.toLocalTime());
        Optional<String> venue = event.entry().about().venue()
                .flatMap(id -> catalog.find(visit.workspace(), id, Venue.class))
                .map(found -> found.entry().name());
        return new Row(event.id(), event.entry().name(),
                visit.language().weekday(start.toLocalDate()), start.getDayOfMonth(),
                visit.language().monthName(start.toLocalDate()) + " " + start.getYear(),
                venue.map(name -> time + " · " + name).orElse(time), state(event, now));
    }

    /// The word of an event's badge.
    static String state(Versioned<Event> event, Instant now) {
        Event.When when = event.entry().when();
        if (!when.end().toInstant().isAfter(now)) {
            return "over";
        }
        if (!event.listed()) {
            return "offSale";
        }
        if (when.saleFrom().filter(from -> from.isAfter(now)).isPresent()) {
            return "soon";
        }
        Instant until = when.saleUntil().orElse(when.start().toInstant());
        return until.isAfter(now) ? "onSale" : "closed";
    }
}
