package holdfast.server.tickets;

import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.Item;
import holdfast.server.booking.PricedHolds;
import holdfast.server.booking.References;
import holdfast.server.booking.VisitPlanner;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Terms;
import holdfast.server.catalog.Location;
import holdfast.server.catalog.Versioned;
import holdfast.server.web.Language;
import holdfast.server.web.Languages;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Writes tickets for people to read.
public final class TicketSheets {
    private final Catalog catalog;
    private final PricedHolds priced;
    private final VisitPlanner visits;
    private final TicketKeys keys;
    private final Languages languages = new Languages("messages");

    public TicketSheets(
            Catalog catalog, PricedHolds priced, VisitPlanner visits, TicketKeys keys) {
        this.catalog = catalog;
        this.priced = priced;
        this.visits = visits;
        this.keys = keys;
    }

    /// The language that was asked for, or else the customer's, or else English.
    public Language language(Optional<String> asked, Hold booking) {
        return languages.of(asked.or(() -> BookingNote.of(booking)
                .flatMap(note -> note.contact().language()))
                .map(word -> word.toLowerCase(java.util.Locale.ROOT).split("[-_]", 2)[0])
                .filter(Languages.ALL::contains), "");
    }

    /// The valid tickets of a booking, in the order of its items.
    public List<TicketSheet> of(
            String workspace, Hold booking, List<Ticket> tickets, Language language) {
        Map<String, Ticket> valid = new HashMap<>();
        tickets.stream().filter(Ticket::valid)
                .forEach(ticket -> valid.put(ticket.unit().name(), ticket));
        List<TicketUnit> units = TicketUnit.of(booking);
        List<PricedHolds.Line> lines = priced.lines(workspace, booking);
        List<TicketSheet> sheets = new ArrayList<>();
        for (int at = 0; at < units.size(); at++) {
            TicketUnit unit = units.get(at);
            Ticket ticket = valid.get(unit.unit());
            if (ticket != null) {
                sheets.add(sheet(new Reading(workspace, booking, language), ticket, unit,
                        lines.get(unit.item()).in(language.word()),
                        language.say("ticket.number", at + 1, units.size())));
            }
        }
        return sheets;
    }

    private record Reading(String workspace, Hold booking, Language language) {}

    private TicketSheet sheet(
            Reading reading, Ticket ticket, TicketUnit unit, PricedHolds.Line line,
            String number) {
        Optional<Terms> terms = catalog.find(reading.workspace(), Terms.ID, Terms.class)
                .map(found -> found.entry().in(reading.language().word()));
        return new TicketSheet(ticket,
                new TicketSheet.What(terms.orElse(Terms.USUAL).name(), line.name(),
                        area(reading, line), seat(reading.language(), unit)),
                when(reading, line), who(reading, ticket, number),
                keys.code(reading.workspace(), ticket), terms.flatMap(Terms::accent));
    }

    private static TicketSheet.Who who(Reading reading, Ticket ticket, String number) {
        String name = ticket.holder().map(Ticket.Holder::name)
                .or(() -> BookingNote.of(reading.booking())
                        .flatMap(note -> note.contact().name()))
                .orElse("");
        return new TicketSheet.Who(name, References.of(ticket.hold()), number);
    }

    private String area(Reading reading, PricedHolds.Line line) {
        return switch (line.taken()) {
            case HeldItem.Capacity _,HeldItem.Seats _ -> line.card()
                    .map(card -> card.name() + line.tier().flatMap(card::tier)
                            .map(tier -> " · " + tier.name()).orElse(""))
                    .orElse("");
            case HeldItem.Time visit -> visit.stretches().stream()
                    .map(HeldItem.Stretch::calendar).distinct()
                    .map(id -> catalog.find(reading.workspace(), id, Calendar.class)
                            .map(each -> each.entry().in(reading.language().word()).name())
                            .orElse(id))
                    .collect(Collectors.joining(" · "));
        };
    }

    private static String seat(Language language, TicketUnit unit) {
        return unit.seat().map(seat -> {
            int dash = seat.indexOf('-');
            return dash < 1 ? seat : language.say(
                    "line.seat", seat.substring(0, dash), seat.substring(dash + 1));
        }).orElseGet(() -> language.count("ticket.admits", unit.admits()));
    }

    private TicketSheet.When when(Reading reading, PricedHolds.Line line) {
        ZonedDateTime start = start(reading.workspace(), line);
        Optional<Location> place = Location.of(catalog, reading.workspace(),
                line.event().flatMap(event -> event.about().venue()));
        return new TicketSheet.When(
                start, reading.language().date(start.toLocalDate()),
                reading.language().time(start.toLocalTime()), Language.city(start.getZone()),
                place.map(Location::name), place.flatMap(Location::street));
    }

    private ZonedDateTime start(String workspace, PricedHolds.Line line) {
        return switch (line.taken()) {
            case HeldItem.Time visit -> Item.Visit.start(visit).atZone(line.of()
                    .map(Versioned<CatalogEntry>::entry)
                    .filter(entry -> entry instanceof Service)
                    .flatMap(entry -> visits.maybeZone(workspace, (Service) entry))
                    .orElse(ZoneOffset.UTC));
            case HeldItem.Capacity _,HeldItem.Seats _ -> priced.when(workspace, line)
                    .map(when -> when.start().atZoneSameInstant(when.zone()))
                    .orElseGet(() -> Instant.EPOCH.atZone(ZoneOffset.UTC));
        };
    }
}
