package holdfast.server.catalog;

import holdfast.Invalid;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import holdfast.server.json.Texts;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// An event: it happens once, at a time, and has areas.
///
/// @param chart the seating chart that its areas of seats are taken from
public record Event(
        About about, When when, List<Area> areas, Limits limits, Optional<ChartVersion> chart,
        SaleTerms terms)
        implements CatalogEntry {

    /// A chart in one version. An event keeps it until a change of the event names another one.
    ///
    /// @param version absent for the latest one
    public record ChartVersion(String id, Optional<Long> version) {}

    /// The texts for customers.
    ///
    /// @param series events of one series have the same value
    public record About(
            String name, Optional<String> description, Optional<String> venue,
            Optional<String> series, EventFacts facts, Presentation shown) {}

    /// When it takes place, in the venue's own time, and when it is on sale.
    public record When(
            OffsetDateTime start, OffsetDateTime end, ZoneId zone, Optional<Instant> saleFrom,
            Optional<Instant> saleUntil) {
        public When {
            if (!start.toInstant().isBefore(end.toInstant())) {
                throw new Invalid("end", "must be after start");
            }
        }
    }

    /// The limits for one customer, and for all together.
    ///
    /// @param perCustomer how many places and seats one customer may have of this event
    /// @param capacity how many may be sold in all areas of places together
    /// @param shared shared limits that this event counts against as well
    public record Limits(
            Optional<Long> perCustomer, Optional<Long> capacity, List<String> shared) {}

    public Event {
        areas = List.copyOf(areas);
        Set<String> ids = new HashSet<>();
        for (int at = 0; at < areas.size(); at++) {
            if (!ids.add(areas.get(at).id())) {
                throw new Invalid("areas[" + at + "].id", "is another area's id as well");
            }
        }
        if (areas.isEmpty()) {
            throw new Invalid("areas", "must have at least one entry");
        }
        terms.checked(oneCurrency(areas));
        about.facts().check(when.start().toInstant());
    }

    /// A basket has one currency, so an event has one.
    private static Optional<String> oneCurrency(List<Area> areas) {
        Optional<String> first = Optional.empty();
        for (int at = 0; at < areas.size(); at++) {
            Area.Card card = areas.get(at).card();
            String area = "areas[" + at + "]";
            first = same(area + ".price.currency", first, card.price());
            for (int tier = 0; tier < card.tiers().size(); tier++) {
                first = same(area + ".tiers[" + tier + "].price.currency", first,
                        Optional.of(card.tiers().get(tier).price()));
            }
        }
        return first;
    }

    private static Optional<String> same(
            String field, Optional<String> first, Optional<Money> price) {
        Optional<String> currency = price.map(Money::currency);
        if (first.isPresent() && currency.isPresent() && !first.equals(currency)) {
            throw new Invalid(field, "must be " + first.get() + ", as the other prices are");
        }
        return first.or(() -> currency);
    }

    @Override
    public Kind kind() {
        return Kind.EVENT;
    }

    @Override
    public String name() {
        return about.name();
    }

    @Override
    public Optional<Picture> picture() {
        return about.shown().picture();
    }

    @Override
    public Event in(String language) {
        Presentation shown = about.shown();
        return shown.translations().languages().isEmpty() && areas.stream()
                .noneMatch(Area::isTranslated) ? this
                        : new Event(new About(shown.name(language, about.name()),
                                shown.description(language, about.description()), about.venue(),
                                about.series(), about.facts().in(shown.translations(), language),
                                shown.in(language)), when,
                                areas.stream().map(area -> area.in(language)).toList(), limits,
                                chart,
                                terms);
    }

    public Optional<Area> area(String id) {
        return areas.stream().filter(area -> area.id().equals(id)).findFirst();
    }

    public static Event read(Fields fields) {
        About about = new About(
                fields.text("name", 200), fields.maybeProse("description"),
                fields.maybeText("venue", 64), fields.maybeText("series", 64),
                EventFacts.read(fields), Presentation.read(
                        fields, List.of("description", "subtitle", "access")));
        Optional<Fields> sale = fields.maybeObject("sale");
        When when = new When(
                fields.moment("start"), fields.moment("end"), fields.zone("timeZone"),
                sale.flatMap(each -> each.maybeMoment("from")).map(OffsetDateTime::toInstant),
                sale.flatMap(each -> each.maybeMoment("until")).map(OffsetDateTime::toInstant));
        sale.ifPresent(Fields::done);
        return new Event(about, when, fields.objects("areas", 200, Area::read),
                fields.maybeObject("limits").map(Event::limits)
                        .orElse(new Limits(Optional.empty(), Optional.empty(), List.of())),
                chart(fields), SaleTerms.read(fields));
    }

    private static Optional<ChartVersion> chart(Fields fields) {
        Optional<String> id = fields.maybeText("chart", 64);
        Optional<Long> version = fields.maybeNumber("chartVersion", 1, Long.MAX_VALUE);
        if (id.isEmpty() && version.isPresent()) {
            throw new Invalid(fields.name("chartVersion"), "needs a chart");
        }
        return id.map(chart -> new ChartVersion(chart, version));
    }

    public Event with(Optional<ChartVersion> other) {
        return new Event(about, when, areas, limits, other, terms);
    }

    private static Limits limits(Fields fields) {
        Limits limits = new Limits(
                fields.maybeNumber("perCustomer", 1, 1_000_000_000),
                fields.maybeNumber("capacity", 0, 1_000_000_000), fields.texts("shared", 10));
        fields.done();
        return limits;
    }

    @Override
    public void write(Json json) {
        json.put("name", about.name()).put("description", about.description())
                .put("venue", about.venue()).put("series", about.series());
        about.facts().write(json);
        json.put("start", Texts.text(when.start())).put("end", Texts.text(when.end()))
                .put("timeZone", when.zone().getId())
                .put("chart", chart.map(ChartVersion::id))
                .put("chartVersion", chart.flatMap(ChartVersion::version));
        about.shown().write(json);
        if (when.saleFrom().isPresent() || when.saleUntil().isPresent()) {
            json.object("sale", sale -> sale
                    .put("from", when.saleFrom().map(Instant::toString))
                    .put("until", when.saleUntil().map(Instant::toString)));
        }
        json.array("areas", areas, (out, area) -> area.write(out));
        terms.write(json);
        json.object("limits", out -> {
            out.put("perCustomer", limits.perCustomer()).put("capacity", limits.capacity());
            if (!limits.shared().isEmpty()) {
                out.texts("shared", limits.shared());
            }
        });
    }
}
