package holdfast.server.web.counter;

import holdfast.Claim;
import holdfast.Hold;
import holdfast.Taken;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Stored;
import holdfast.server.catalog.Thing;
import holdfast.server.checkout.Item;
import holdfast.server.checkout.Priced;
import holdfast.server.checkout.Visits;
import holdfast.server.http.Problem;
import holdfast.server.web.Language;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Says what a basket or booking has, line by line, in the visitor's language.
public final class Lines {
    private final Catalog catalog;
    private final Priced priced;
    private final Visits visits;

    Lines(Catalog catalog, Priced priced, Visits visits) {
        this.catalog = catalog;
        this.priced = priced;
        this.visits = visits;
    }

    /// Everything a hold has, and what it costs together.
    public record Sum(List<Line> lines, String total) {}

    /// One line.
    ///
    /// @param link the page of what it was taken from
    /// @param change what can be changed about it, in words; nothing where it is no longer offered
    public record Line(
            String name, String detail, When when, String price, String link,
            Optional<String> change) {}

    /// When it is: where it is, and where the visitor is if their clock shows another time.
    ///
    /// @param machine for scripts
    /// @param moved that it was to be at another time when it was sold, in words
    public record When(
            String text, String city, Optional<String> there, String machine, String zone,
            Optional<String> moved) {
        When moved(Optional<String> words) {
            return new When(text, city, there, machine, zone, words);
        }
    }

    Sum of(Guest guest, Hold hold) {
        List<Priced.Line> lines = priced.lines(guest.workspace(), hold);
        return new Sum(lines.stream().map(line -> line(guest, line)).toList(),
                Priced.total(lines).map(guest.language()::money).orElse(guest.say("price.none")));
    }

    private Line line(Guest guest, Priced.Line line) {
        When when = when(guest, start(guest.workspace(), line)).moved(moved(guest, line));
        String price = line.price().map(guest.language()::money).orElse(guest.say("price.none"));
        String link = line.of().map(thing -> guest.link(
                (thing.thing() instanceof Event ? "/events/" : "/services/") + thing.id()))
                .orElse(guest.link("/"));
        return new Line(line.name(), detail(guest, line), when, price, link,
                line.of().filter(thing -> offered(guest, thing)).map(thing -> change(guest, line)));
    }

    private Optional<String> moved(Guest guest, Priced.Line line) {
        return priced.movedFrom(guest.workspace(), line).map(sold -> guest.say("line.moved",
                guest.language().moment(sold.start().atZoneSameInstant(sold.zone()))));
    }

    private boolean offered(Guest guest, Stored<Thing> thing) {
        return catalog.find(guest.workspace(), thing.id(), thing.thing().getClass())
                .filter(Stored::listed).isPresent();
    }

    private static String change(Guest guest, Priced.Line line) {
        return switch (line.taken()) {
            case Taken.Time time -> guest.say("change.time");
            case Taken.Seats seats -> guest.say("change.seats");
            case Taken.Capacity places -> guest.say("change.places");
        };
    }

    ZonedDateTime start(String workspace, Priced.Line line) {
        return switch (line.taken()) {
            case Taken.Time time -> Item.Visit.start(time).atZone(line.of().map(Stored::thing)
                    .filter(thing -> thing instanceof Service)
                    .flatMap(thing -> visits.maybeZone(workspace, (Service) thing))
                    .orElse(ZoneOffset.UTC));
            case Taken.Capacity places -> event(workspace, line);
            case Taken.Seats seats -> event(workspace, line);
        };
    }

    /// Of an event of which nothing can be read any more, no time is known.
    private ZonedDateTime event(String workspace, Priced.Line line) {
        return priced.when(workspace, line)
                .map(when -> when.start().atZoneSameInstant(when.zone()))
                .orElseGet(() -> Instant.EPOCH.atZone(ZoneOffset.UTC));
    }

    static When when(Guest guest, ZonedDateTime at) {
        return new When(guest.language().moment(at), Language.city(at.getZone()),
                guest.there(at), at.toInstant().toString(), at.getZone().getId(),
                Optional.empty());
    }

    private String detail(Guest guest, Priced.Line line) {
        return switch (line.taken()) {
            case Taken.Capacity places -> area(line) + tier(line)
                    + guest.language().count("line.places", places.quantity());
            case Taken.Seats seats -> area(line)
                    + seats(guest, seats.names());
            case Taken.Time time -> people(guest.workspace(), time.stretches().stream()
                    .map(Taken.Stretch::calendar).distinct().toList());
        };
    }

    private static String area(Priced.Line line) {
        return line.card().map(card -> card.name() + " · ").orElse("");
    }

    private static String tier(Priced.Line line) {
        return line.card().flatMap(card -> line.tier().flatMap(card::tier))
                .map(tier -> tier.name() + " · ").orElse("");
    }

    /// Seats by their rows: row A, seats 4, 5; row B, seat 1.
    static String seats(Guest guest, List<String> names) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (String name : names) {
            int dash = name.indexOf('-');
            rows.computeIfAbsent(dash < 1 ? "" : name.substring(0, dash), any -> new ArrayList<>())
                    .add(name.substring(dash + 1));
        }
        return rows.entrySet().stream().map(row -> {
            String seats = String.join(", ", row.getValue());
            return row.getKey().isEmpty() ? seats : guest.say(
                    row.getValue().size() == 1 ? "line.seat" : "line.seats.row",
                    row.getKey(), seats);
        }).collect(Collectors.joining("; "));
    }

    String people(String workspace, List<String> calendars) {
        return calendars.stream().map(id -> name(workspace, id))
                .collect(Collectors.joining(" · "));
    }

    String name(String workspace, String calendar) {
        return catalog.find(workspace, calendar, Calendar.class)
                .map(each -> each.thing().name()).orElse(calendar);
    }

    /// An item that somebody could have, in words.
    Line item(Guest guest, Item item) {
        return switch (item) {
            case Item.Places places -> {
                Optional<Stored<Event>> event = catalog.find(
                        guest.workspace(), places.event(), Event.class);
                String tier = event.flatMap(each -> each.thing().area(places.area()))
                        .flatMap(area -> places.tier().flatMap(area.card()::tier))
                        .map(each -> each.name() + " · ").orElse("");
                yield offered(guest, event, places.area(),
                        tier + guest.language().count("line.places", places.quantity()));
            }
            case Item.Seats seats -> offered(guest, catalog.find(
                    guest.workspace(), seats.event(), Event.class), seats.area(),
                    switch (seats.choice()) {
                        case Claim.Named named -> seats(guest, named.names());
                        case Claim.Best best ->
                                guest.language().count("line.seats", best.count());
                    });
            case Item.Visit visit -> visit(guest, visit);
        };
    }

    private static Line offered(
            Guest guest, Optional<Stored<Event>> event, String area, String detail) {
        Event thing = event.orElseThrow(() -> Problem.unknown("such event")).thing();
        String where = thing.area(area).map(each -> each.card().name() + " · ").orElse("");
        return new Line(thing.name(), where + detail,
                when(guest, thing.when().start().atZoneSameInstant(thing.when().zone())), "",
                guest.link("/events/" + event.orElseThrow().id()), Optional.empty());
    }

    private Line visit(Guest guest, Item.Visit visit) {
        Stored<Service> service = catalog.find(
                guest.workspace(), visit.service(), Service.class)
                .orElseThrow(() -> Problem.unknown(visit.service()));
        return new Line(service.thing().name(), visit.with().isEmpty()
                ? guest.say("service.with.anyone") : people(guest.workspace(), visit.with()),
                when(guest, visit.start().atZoneSameInstant(
                        visits.zone(guest.workspace(), service.thing()))),
                service.thing().price().map(guest.language()::money).orElse(""),
                guest.link("/services/" + service.id()), Optional.empty());
    }

    static String price(Guest guest, Optional<Money> money) {
        return money.map(guest.language()::money).orElse(guest.say("price.none"));
    }

}
