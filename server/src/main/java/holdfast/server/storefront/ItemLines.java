package holdfast.server.storefront;

import holdfast.Claim;
import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.server.booking.Item;
import holdfast.server.booking.PriceSummary;
import holdfast.server.booking.PricedHolds;
import holdfast.server.booking.VisitPlanner;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Location;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Problem;
import holdfast.server.ical.BookingTimes;
import holdfast.server.payment.CancelledItem;
import holdfast.server.web.PriceSummaryText;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Describes a basket or booking, line by line, in the visitor's language.
public final class ItemLines {
    private final Catalog catalog;
    private final PricedHolds priced;
    private final VisitPlanner visits;
    private final BookingTimes times;

    ItemLines(Catalog catalog, PricedHolds priced, VisitPlanner visits) {
        this.catalog = catalog;
        this.priced = priced;
        this.visits = visits;
        this.times = new BookingTimes(catalog, priced, visits);
    }

    BookingTimes times() {
        return times;
    }

    /// All items of a hold, and their total.
    ///
    /// @param paid whether codes or gift cards have left nothing to be paid
    public record Sum(List<Line> lines, PriceSummaryText summary, boolean paid) {
        static final Sum NONE = new Sum(List.of(), PriceSummaryText.NONE, false);
    }

    /// One line.
    ///
    /// @param link the page of the event or service
    /// @param change the label of the button that changes it; empty where it is no longer offered
    public record Line(
            String name, String detail, When when, String price, String link,
            Optional<String> change) {}

    /// The time, in the venue's zone, and in the visitor's zone if that differs.
    ///
    /// @param place where it takes place; empty if nothing says so
    /// @param machine for scripts
    /// @param moved in words, if it was sold for another time
    public record When(
            String text, String place, Optional<String> there, String machine, String zone,
            Optional<String> moved) {
        When moved(Optional<String> words) {
            return new When(text, place, there, machine, zone, words);
        }
    }

    List<PricedHolds.Line> lines(Visitor visitor, Hold hold) {
        return priced.lines(visitor.workspace(), hold);
    }

    /// The visitor's zone, or else that of the first item.
    ZoneId zone(Visitor visitor, Hold hold) {
        return visitor.who().zone().orElseGet(() -> lines(visitor, hold).stream()
                .map(line -> times.start(visitor.workspace(), line)).findFirst()
                .map(ZonedDateTime::getZone).orElse(ZoneOffset.UTC));
    }

    /// What is to be paid, after codes and gift cards.
    Optional<Money> due(Visitor visitor, Hold hold) {
        return priced.summary(visitor.workspace(), hold).due();
    }

    Sum of(Visitor visitor, Hold hold) {
        List<PricedHolds.Line> lines = priced.lines(visitor.workspace(), hold);
        PriceSummary summary = priced.summary(visitor.workspace(), hold);
        return new Sum(lines.stream().map(line -> line(visitor, line)).toList(),
                PriceSummaryText.of(visitor.language(), summary), isPaid(summary));
    }

    boolean isPaid(Visitor visitor, Hold hold) {
        return isPaid(priced.summary(visitor.workspace(), hold));
    }

    private static boolean isPaid(PriceSummary summary) {
        return !summary.reductions().isEmpty()
                && summary.due().filter(due -> due.amount() == 0).isPresent();
    }

    private Line line(Visitor visitor, PricedHolds.Line sold) {
        PricedHolds.Line line = sold.in(visitor.language().word());
        When when =
                when(visitor, times.start(visitor.workspace(), line),
                        times.place(visitor.workspace(), line))
                        .moved(moved(visitor, line));
        String price =
                line.price().map(visitor.language()::money).orElse(visitor.say("price.none"));
        String link = line.of().map(entry -> visitor.link(
                (entry.entry() instanceof Event ? "/events/" : "/services/") + entry.id()))
                .orElse(visitor.link("/"));
        return new Line(line.name(), detail(visitor, line), when, price, link,
                line.of().filter(entry -> offered(visitor, entry))
                        .map(entry -> change(visitor, line)));
    }

    private Optional<String> moved(Visitor visitor, PricedHolds.Line line) {
        return priced.movedFrom(visitor.workspace(), line).map(sold -> visitor.say("line.moved",
                visitor.language().moment(sold.start().atZoneSameInstant(sold.zone()))));
    }

    private boolean offered(Visitor visitor, Versioned<CatalogEntry> entry) {
        return catalog.find(visitor.workspace(), entry.id(), entry.entry().getClass())
                .filter(Versioned::listed).isPresent();
    }

    private static String change(Visitor visitor, PricedHolds.Line line) {
        return switch (line.taken()) {
            case HeldItem.Time time -> visitor.say("change.time");
            case HeldItem.Seats seats -> visitor.say("change.seats");
            case HeldItem.Capacity places -> visitor.say("change.places");
        };
    }

    static When when(Visitor visitor, ZonedDateTime at, Optional<Location> where) {
        return new When(visitor.language().moment(at), where.map(Location::brief).orElse(""),
                visitor.there(at), at.toInstant().toString(), at.getZone().getId(),
                Optional.empty());
    }

    private String detail(Visitor visitor, PricedHolds.Line line) {
        return switch (line.taken()) {
            case HeldItem.Capacity places -> area(line) + tier(line)
                    + visitor.language().count("line.places", places.quantity());
            case HeldItem.Seats seats -> area(line)
                    + seats(visitor, seats.names());
            case HeldItem.Time time -> people(visitor, time.stretches().stream()
                    .map(HeldItem.Stretch::calendar).distinct().toList());
        };
    }

    private static String area(PricedHolds.Line line) {
        return line.card().map(card -> card.name() + " · ").orElse("");
    }

    private static String tier(PricedHolds.Line line) {
        return line.card().flatMap(card -> line.tier().flatMap(card::tier))
                .map(tier -> tier.name() + " · ").orElse("");
    }

    /// Seats by their rows: row A, seats 4, 5; row B, seat 1.
    static String seats(Visitor visitor, List<String> names) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (String name : names) {
            int dash = name.indexOf('-');
            rows.computeIfAbsent(dash < 1 ? "" : name.substring(0, dash), any -> new ArrayList<>())
                    .add(name.substring(dash + 1));
        }
        return rows.entrySet().stream().map(row -> {
            String seats = String.join(", ", row.getValue());
            return row.getKey().isEmpty() ? seats : visitor.say(
                    row.getValue().size() == 1 ? "line.seat" : "line.seats.row",
                    row.getKey(), seats);
        }).collect(Collectors.joining("; "));
    }

    String people(Visitor visitor, List<String> calendars) {
        return calendars.stream().map(id -> name(visitor, id))
                .collect(Collectors.joining(" · "));
    }

    String name(Visitor visitor, String calendar) {
        return calendar(visitor, calendar).map(Calendar::name).orElse(calendar);
    }

    /// A person, a room or a machine, in the visitor's language.
    Optional<Calendar> calendar(Visitor visitor, String id) {
        return catalog.find(visitor.workspace(), id, Calendar.class)
                .map(each -> each.entry().in(visitor.language().word()));
    }

    /// Describes an item that could be requested.
    Line item(Visitor visitor, Item item) {
        return switch (item) {
            case Item.Places places -> {
                Optional<Versioned<Event>> event = catalog.find(
                        visitor.workspace(), places.event(), Event.class)
                        .map(each -> each.in(visitor.language().word()));
                String tier = event.flatMap(each -> each.entry().area(places.area()))
                        .flatMap(area -> places.tier().flatMap(area.card()::tier))
                        .map(each -> each.name() + " · ").orElse("");
                yield offered(visitor, event, places.area(),
                        tier + visitor.language().count("line.places", places.quantity()));
            }
            case Item.Seats seats -> offered(visitor, catalog.find(
                    visitor.workspace(), seats.event(), Event.class)
                    .map(each -> each.in(visitor.language().word())), seats.area(),
                    switch (seats.choice()) {
                        case Claim.Named named -> seats(visitor, named.names());
                        case Claim.Best best ->
                                visitor.language().count("line.seats", best.count());
                    });
            case Item.Visit visit -> visit(visitor, visit);
        };
    }

    private Line offered(
            Visitor visitor, Optional<Versioned<Event>> event, String area, String detail) {
        Event entry = event.orElseThrow(() -> Problem.unknown("such event")).entry();
        String where = entry.area(area).map(each -> each.card().name() + " · ").orElse("");
        return new Line(entry.name(), where + detail,
                when(visitor, HomePage.start(entry), Location.of(catalog, visitor.workspace(),
                        entry.about().venue())),
                "",
                visitor.link("/events/" + event.orElseThrow().id()), Optional.empty());
    }

    private Line visit(Visitor visitor, Item.Visit visit) {
        Versioned<Service> service = catalog.find(
                visitor.workspace(), visit.service(), Service.class)
                .map(each -> each.in(visitor.language().word()))
                .orElseThrow(() -> Problem.unknown(visit.service()));
        return new Line(service.entry().name(), visit.with().isEmpty()
                ? visitor.say("service.with.anyone") : people(visitor, visit.with()),
                when(visitor, visit.start().atZoneSameInstant(
                        visits.zone(visitor.workspace(), service.entry())),
                        Location.of(catalog, visitor.workspace(),
                                service.entry().about().venue())),
                service.entry().price().map(visitor.language()::money).orElse(""),
                visitor.link("/services/" + service.id()), Optional.empty());
    }

    /// An item that was cancelled, in a few words and as it was sold.
    String cancelled(Visitor visitor, CancelledItem cancelled) {
        Optional<CatalogEntry> sold = priced.entry(visitor.workspace(), cancelled.sold())
                .map(entry -> entry.in(visitor.language().word()));
        String name = sold.map(CatalogEntry::name).orElse("");
        String detail = switch (cancelled.item()) {
            case Item.Places places -> visitor.language().count("line.places", places.quantity());
            case Item.Seats seats -> seats.choice() instanceof Claim.Named named
                    ? seats(visitor, named.names()) : "";
            case Item.Visit visit -> visitor.language().moment(visit.start().atZoneSameInstant(
                    sold.filter(Service.class::isInstance)
                            .flatMap(entry -> visits.maybeZone(
                                    visitor.workspace(), (Service) entry))
                            .orElse(ZoneOffset.UTC)));
        };
        return detail.isEmpty() ? name : name + ", " + detail;
    }

    static String price(Visitor visitor, Optional<Money> money) {
        return money.map(visitor.language()::money).orElse(visitor.say("price.none"));
    }

}
