package holdfast.server.catalog;

import holdfast.Claim;
import holdfast.Invalid;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// A service: a duration with one of some people and one of some rooms, as a salon sells it.
public record Service(
        About about, Times times, Optional<Money> price, Optional<TaxRate> tax, List<Need> needs,
        Limits limits, SaleTerms terms)
        implements CatalogEntry {

    /// The texts for customers.
    ///
    /// @param venue a venue's id, or a place in words; an appointment does not occupy it
    public record About(
            String name, Optional<String> description, Optional<String> venue,
            Presentation shown) {}

    /// How long it takes, and when it may begin.
    ///
    /// @param step the grid of its starts
    /// @param notice how long before it must be booked
    /// @param horizon how far ahead it may be booked
    public record Times(
            Duration duration, Duration before, Duration after, Duration step, Duration notice,
            Duration horizon) {
        public Times {
            within("duration", duration, Duration.ofMinutes(1), Duration.ofDays(31));
            within("bufferBefore", before, Duration.ZERO, Duration.ofDays(7));
            within("bufferAfter", after, Duration.ZERO, Duration.ofDays(7));
            within("step", step, Duration.ofMinutes(1), Duration.ofDays(1));
            within("notice", notice, Duration.ZERO, Duration.ofDays(366));
            within("horizon", horizon, Duration.ofMinutes(1), Duration.ofDays(1_100));
        }
    }

    /// One of these calendars, for the whole time or for a part of it.
    public record Need(List<String> anyOf, Optional<Duration> from, Optional<Duration> to) {
        public Need {
            anyOf = List.copyOf(anyOf);
            if (anyOf.isEmpty()) {
                throw new Invalid("anyOf", "must have at least one entry");
            }
            if (new HashSet<>(anyOf).size() != anyOf.size()) {
                throw new Invalid("anyOf", "must not name a calendar twice");
            }
        }
    }

    public record Limits(Optional<Long> perCustomerPerDay, Optional<Long> perCustomer) {}

    public Service {
        needs = List.copyOf(needs);
        terms.checked(price.map(Money::currency));
        if (needs.isEmpty()) {
            throw new Invalid("needs", "must have at least one entry");
        }
        for (int at = 0; at < needs.size(); at++) {
            Duration from = needs.get(at).from().orElse(Duration.ZERO);
            Duration to = needs.get(at).to().orElse(times.duration());
            if (from.isNegative()) {
                throw new Invalid("needs[" + at + "].from", "must not be negative");
            }
            if (from.compareTo(to) >= 0) {
                throw new Invalid("needs[" + at + "].to", "must be after from");
            }
            if (to.compareTo(times.duration()) > 0) {
                throw new Invalid("needs[" + at + "].to", "must lie within the duration");
            }
            whole("needs[" + at + "].from", from);
            whole("needs[" + at + "].to", to);
        }
    }

    private static void within(String field, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new Invalid(field, "must be from " + least + " to " + most);
        }
        whole(field, value);
    }

    private static void whole(String field, Duration value) {
        if (!value.equals(Duration.ofSeconds(value.toSeconds()))) {
            throw new Invalid(field, "must be of whole seconds");
        }
    }

    @Override
    public Kind kind() {
        return Kind.SERVICE;
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
    public Service in(String language) {
        Presentation shown = about.shown();
        return shown.translations().languages().isEmpty() ? this
                : new Service(new About(shown.name(language, about.name()),
                        shown.description(language, about.description()), about.venue(),
                        shown.in(language)),
                        times, price, tax, needs, limits, terms);
    }

    /// The claim's parts for the whole visit.
    public List<Claim.Part> parts() {
        return needs.stream().map(need -> new Claim.Part(
                need.anyOf(),
                need.from().orElse(Duration.ZERO), need.to().orElse(times.duration()),
                need.from().isPresent() ? Duration.ZERO : times.before(),
                need.to().isPresent() ? Duration.ZERO : times.after())).toList();
    }

    public static Service read(Fields fields) {
        Times times = new Times(
                fields.duration("duration"),
                fields.maybeDuration("bufferBefore").orElse(Duration.ZERO),
                fields.maybeDuration("bufferAfter").orElse(Duration.ZERO),
                fields.maybeDuration("step").orElse(Duration.ofMinutes(15)),
                fields.maybeDuration("notice").orElse(Duration.ZERO),
                fields.maybeDuration("horizon").orElse(Duration.ofDays(90)));
        return new Service(
                new About(fields.text("name", 200), fields.maybeProse("description"),
                        fields.maybeText("venue", 64),
                        Presentation.read(fields, List.of("description"))),
                times, fields.maybeObject("price").map(Money::read), TaxRate.read(fields),
                fields.objects("needs", 8, Service::need),
                fields.maybeObject("limits").map(Service::limits)
                        .orElse(new Limits(Optional.empty(), Optional.empty())),
                SaleTerms.read(fields));
    }

    private static Need need(Fields fields) {
        return new Need(fields.texts("anyOf", 100),
                fields.maybeDuration("from"), fields.maybeDuration("to"));
    }

    private static Limits limits(Fields fields) {
        Limits limits = new Limits(
                fields.maybeNumber("perCustomerPerDay", 1, 1_000_000),
                fields.maybeNumber("perCustomer", 1, 1_000_000));
        fields.done();
        return limits;
    }

    @Override
    public void write(Json json) {
        json.put("name", about.name()).put("description", about.description())
                .put("venue", about.venue());
        about.shown().write(json);
        json.put("duration", times.duration().toString())
                .put("bufferBefore", times.before().toString())
                .put("bufferAfter", times.after().toString())
                .put("step", times.step().toString()).put("notice", times.notice().toString())
                .put("horizon", times.horizon().toString());
        price.ifPresent(money -> json.object("price", money::write));
        TaxRate.write(json, tax);
        terms.write(json);
        json.array("needs", needs, (out, need) -> out.texts("anyOf", need.anyOf())
                .put("from", need.from().map(Duration::toString))
                .put("to", need.to().map(Duration::toString)));
        json.object("limits", out -> out
                .put("perCustomerPerDay", limits.perCustomerPerDay())
                .put("perCustomer", limits.perCustomer()));
    }
}
