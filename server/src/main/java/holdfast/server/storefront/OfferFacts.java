package holdfast.server.storefront;

import holdfast.server.booking.BookingRules;
import holdfast.server.catalog.Area;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.EventFacts;
import holdfast.server.catalog.Location;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.TaxRate;
import holdfast.server.catalog.Terms;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a customer wants to know before choosing: where, when, for whom, from whom, what is in the
/// price.
public final class OfferFacts {
    private static final String MAP = "https://www.openstreetmap.org/search?query=";

    private final Catalog catalog;
    private final BookingRules rules;

    OfferFacts(Catalog catalog, BookingRules rules) {
        this.catalog = catalog;
        this.rules = rules;
    }

    /// One fact.
    ///
    /// @param more a second line; empty if there is none
    /// @param link a page with more about it, and what it says
    public record Fact(String label, String text, String more, Optional<Link> link) {}

    public record Link(String address, String text) {}

    List<Fact> of(Visitor visitor, Event event) {
        EventFacts facts = event.about().facts();
        ZoneId zone = event.when().zone();
        ZonedDateTime start = HomePage.start(event);
        List<Fact> all = new ArrayList<>(where(visitor, event.about().venue()));
        facts.doorsOpen().ifPresent(doors -> all.add(fact(visitor, "fact.doors",
                time(visitor, start, doors.toInstant().atZone(zone)))));
        all.add(fact(visitor, "fact.start", time(visitor, start, start)));
        all.add(fact(visitor, "fact.end",
                time(visitor, start, event.when().end().atZoneSameInstant(zone))));
        facts.minimumAge().ifPresent(age -> all.add(fact(visitor, "fact.age", age == 0
                ? visitor.say("fact.age.any") : visitor.say("fact.age.from", age))));
        facts.access().ifPresent(access -> all.add(fact(visitor, "fact.access", access)));
        event.when().saleUntil().filter(visitor.now()::isBefore)
                .ifPresent(
                        until -> all.add(fact(visitor, "fact.sale", moment(visitor, until, zone))));
        all.add(fact(visitor, "fact.seller", seller(visitor)));
        return all;
    }

    /// Only the time on the day of the event and in the night after it.
    private static String time(Visitor visitor, ZonedDateTime start, ZonedDateTime at) {
        boolean near = Duration.between(start, at).abs().compareTo(Duration.ofHours(20)) < 0;
        return near ? visitor.say("fact.time", visitor.language().time(at.toLocalTime()))
                : visitor.language().moment(at);
    }

    private static String moment(Visitor visitor, Instant at, ZoneId zone) {
        return visitor.language().moment(at.atZone(zone));
    }

    List<Fact> of(Visitor visitor, Service service) {
        List<Fact> all = new ArrayList<>();
        all.add(fact(visitor, "service.length",
                visitor.language().length(service.times().duration())));
        all.add(new Fact(visitor.say("service.price"), ItemLines.price(visitor, service.price()),
                service.price().isEmpty() ? "" : included(visitor, service.tax().stream().toList()),
                Optional.empty()));
        all.addAll(where(visitor, service.about().venue()));
        all.add(fact(visitor, "fact.seller", seller(visitor)));
        return all;
    }

    private List<Fact> where(Visitor visitor, Optional<String> venue) {
        return Location.of(catalog, visitor.workspace(), venue).map(place -> new Fact(
                visitor.say("service.where"), place.name(), place.street().orElse(""),
                place.street().map(street -> new Link(
                        MAP + URLEncoder.encode(street, StandardCharsets.UTF_8),
                        visitor.say("fact.map")))))
                .stream().toList();
    }

    private static Fact fact(Visitor visitor, String label, String text) {
        return new Fact(visitor.say(label), text, "", Optional.empty());
    }

    /// Who issues the receipts sells.
    String seller(Visitor visitor) {
        return seller(rules.terms(visitor.workspace()));
    }

    static String seller(Terms terms) {
        return terms.issuer().name().orElse(terms.name());
    }

    /// What the prices include; empty where nothing has a price.
    static String included(Visitor visitor, Event event) {
        boolean priced = OfferStates.listed(event).stream().anyMatch(Optional::isPresent);
        return priced ? included(visitor, event.areas().stream().map(Area::card)
                .flatMap(card -> Stream.concat(card.tax().stream(),
                        card.tiers().stream().flatMap(tier -> tier.tax().stream())))
                .distinct().toList()) : "";
    }

    private static String included(Visitor visitor, List<TaxRate> rates) {
        List<TaxRate> taxed = rates.stream().filter(rate -> rate.basisPoints() > 0).toList();
        return switch (taxed.size()) {
            case 0 -> visitor.say("price.noFees");
            case 1 -> visitor.say("price.taxed",
                    visitor.language().percent(taxed.getFirst().basisPoints()));
            default -> visitor.say("price.taxes");
        };
    }
}
