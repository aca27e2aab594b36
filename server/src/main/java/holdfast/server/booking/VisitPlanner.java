package holdfast.server.booking;

import holdfast.Claim;
import holdfast.Free;
import holdfast.HoldfastReads;
import holdfast.Limit;
import holdfast.Refusal;
import holdfast.Shortage;
import holdfast.TimeQuery;
import holdfast.Window;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Plans when a service may begin. Both the list of free times and the check of a hold use this
/// class, and the engine decides both with one search.
///
/// A service begins on the grid of its step, which starts at midnight in the zone of its first
/// need's first calendar; not before its notice is over, and before its horizon.
public final class VisitPlanner {
    /// How many days one query may span.
    public static final int DAYS = 62;
    private static final List<Integer> FURTHER = List.of(1, 7, 31);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final HoldfastReads engine;
    private final Catalog catalog;

    public VisitPlanner(HoldfastReads engine, Catalog catalog) {
        this.engine = engine;
        this.catalog = catalog;
    }

    /// The result, and the day from which on nothing was searched if it is not complete.
    public record Listed<T>(List<T> items, Optional<LocalDate> next) {}

    /// The claim of an item. A start that is never listed is {@link ImpossibleStart}.
    MappedClaim ask(String workspace, Versioned<Service> service, Item.Visit item, Instant now,
            StartRules rules) {
        Service entry = service.entry();
        ZoneId zone = zone(workspace, entry);
        Instant start = item.start().toInstant();
        if (rules == StartRules.SERVICE && (!onGrid(start, zone, entry.times().step())
                || start.isBefore(rules.earliest(entry, now))
                || !start.isBefore(rules.latest(entry, now)))) {
            int parts = new CalendarChoice(entry.parts(), item.with()).narrowed().size();
            throw new ImpossibleStart(new Shortage(0, service.id(), parts, 0, List.of()));
        }
        new LaneBound(catalog, workspace).check(entry.needs(), "service");
        return anytime(workspace, service, item);
    }

    /// The same for blocks, without the grid, the notice and the horizon.
    MappedClaim anytime(String workspace, Versioned<Service> service, Item.Visit item) {
        List<Claim.Part> parts =
                new CalendarChoice(service.entry().parts(), item.with()).narrowed();
        Instant start = item.start().toInstant().truncatedTo(ChronoUnit.MICROS);
        return new MappedClaim(new Claim.Time(start, parts),
                new SoldVersion(service.stamp(), Optional.empty(), Optional.empty()),
                limits(workspace, service, item), Optional.empty(), ClaimMapper.listing(service));
    }

    List<Limit> limits(String workspace, Versioned<Service> service, Item.Visit item) {
        ZoneId zone = zone(workspace, service.entry());
        return limits(service, item.start().toInstant().atZone(zone).toLocalDate());
    }

    private static List<Limit> limits(Versioned<Service> service, LocalDate day) {
        List<Limit> all = new ArrayList<>();
        Service.Limits limits = service.entry().limits();
        limits.perCustomer().ifPresent(most -> all.add(new Limit(service.id(), most, 1)));
        limits.perCustomerPerDay()
                .ifPresent(most -> all.add(new Limit(service.id() + ":" + day, most, 1)));
        return all;
    }

    /// The grid of the wall clock, as the engine lists it.
    private static boolean onGrid(Instant start, ZoneId zone, Duration step) {
        return start.atZone(zone).toLocalTime().toNanoOfDay() % step.toNanos() == 0;
    }

    /// The zone of the service's days and times.
    public ZoneId zone(String workspace, Service service) {
        return maybeZone(workspace, service).orElseThrow(() -> new IllegalStateException(
                "no calendar " + service.needs().getFirst().anyOf().getFirst()));
    }

    /// The same for an old version of a service, whose calendars may be gone.
    public Optional<ZoneId> maybeZone(String workspace, Service service) {
        String first = service.needs().getFirst().anyOf().getFirst();
        return catalog.find(workspace, first, Calendar.class)
                .map(calendar -> calendar.entry().zone());
    }

    public LocalDate today(ZoneId zone) {
        return engine.now().atZone(zone).toLocalDate();
    }

    /// True until the time allowed for computing an answer is over.
    public static BooleanSupplier inTime() {
        long end = System.nanoTime() + LONGEST.toNanos();
        return () -> System.nanoTime() - end < 0;
    }

    /// The free starts from one day's midnight to another's, each with the calendars that would
    /// serve, while `wanted` is true. A client can send each back as an item.
    public Listed<Item.Visit> free(
            String workspace, Versioned<Service> service, Span span, BooleanSupplier wanted) {
        return question(workspace, service, span)
                .map(question -> free(service, question, wanted))
                .orElse(new Listed<>(List.of(), Optional.empty()));
    }

    /// From one day to the day after the last one, with the calendars that the customer wants.
    ///
    /// @param moved the visit that would be exchanged: its time counts as free
    public record Span(
            LocalDate from, LocalDate to, List<String> with, Optional<TimeQuery.Moved> moved,
            StartRules rules) {
        public Span(LocalDate from, LocalDate to, List<String> with) {
            this(from, to, with, Optional.empty());
        }

        public Span(LocalDate from, LocalDate to, List<String> with,
                Optional<TimeQuery.Moved> moved) {
            this(from, to, with, moved, StartRules.SERVICE);
        }
    }

    /// A visit of a hold, to be exchanged.
    public TimeQuery.Moved moved(Service service, String hold, Item.Visit visit) {
        Instant start = visit.start().toInstant();
        return new TimeQuery.Moved(
                hold, new Window(start, start.plus(service.times().duration())));
    }

    /// The days on which it can begin.
    public List<LocalDate> days(
            String workspace, Versioned<Service> service, LocalDate from, LocalDate to,
            List<String> with) {
        return days(workspace, service, new Span(from, to, with), () -> true).items();
    }

    /// The same, while `wanted` is true.
    public Listed<LocalDate> days(
            String workspace, Versioned<Service> service, Span span, BooleanSupplier wanted) {
        return question(workspace, service, span)
                .map(question -> days(free(service, question.onlyDays(), wanted)))
                .orElse(new Listed<>(List.of(), Optional.empty()));
    }

    private static Listed<LocalDate> days(Listed<Item.Visit> free) {
        return new Listed<>(free.items.stream().map(each -> each.start().toLocalDate())
                .distinct().toList(), free.next);
    }

    private Optional<TimeQuery> question(
            String workspace, Versioned<Service> service, Span span) {
        ZoneId zone = zone(workspace, service.entry());
        return question(workspace, service,
                new CalendarChoice(service.entry().parts(), span.with).narrowed(),
                new Window(span.from.atStartOfDay(zone).toInstant(),
                        span.to.atStartOfDay(zone).toInstant()),
                span.rules)
                .map(query -> span.moved.map(query::moving).orElse(query));
    }

    /// The query for the engine; empty where no start can be listed.
    private Optional<TimeQuery> question(
            String workspace, Versioned<Service> service, List<Claim.Part> parts, Window window,
            StartRules rules) {
        Instant now = engine.now();
        Instant from = later(window.from(), rules.earliest(service.entry(), now));
        Instant to = earlier(window.to(), rules.latest(service.entry(), now));
        if (!service.listed() || !from.isBefore(to)) {
            return Optional.empty();
        }
        return Optional.of(new TimeQuery(workspace, new Window(from, to),
                zone(workspace, service.entry()), service.entry().times().step(), parts));
    }

    private Listed<Item.Visit> free(
            Versioned<Service> service, TimeQuery question, BooleanSupplier wanted) {
        Free.Times times = engine.freeTimes(question, wanted);
        return new Listed<>(times.starts().stream().map(each -> new Item.Visit(
                service.id(), each.start().atZone(question.zone()).toOffsetDateTime(),
                each.calendars())).toList(),
                times.next().map(next -> next.atZone(question.zone()).toLocalDate()));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /// Alternatives to a visit that is not free: the nearest starts with the wanted calendars, on
    /// that day or later, and the same start with other calendars. A client can send each back as
    /// an item.
    public List<Item.Visit> alternatives(String workspace, Item.Visit item, int most) {
        return alternatives(workspace, item, most, new Asking(StartRules.SERVICE, () -> true));
    }

    /// Who asks for alternatives.
    ///
    /// @param wanted whether the answer is still wanted
    record Asking(StartRules rules, BooleanSupplier wanted) {}

    List<Item.Visit> alternatives(String workspace, Item.Visit item, int most, Asking asking) {
        Optional<Versioned<Service>> found = catalog.find(workspace, item.service(), Service.class);
        if (found.isEmpty()) {
            return List.of();
        }
        Versioned<Service> service = found.get();
        List<Claim.Part> parts =
                new CalendarChoice(service.entry().parts(), item.with()).narrowed();
        List<Item.Visit> all = new ArrayList<>();
        if (!item.with().isEmpty()) {
            Instant start = item.start().toInstant();
            Window only = new Window(start, start.plus(1, ChronoUnit.MICROS));
            question(workspace, service, service.entry().parts(), only, asking.rules)
                    .ifPresent(question -> all.addAll(
                            free(service, question, asking.wanted).items()));
        }
        Nearest nearest = new Nearest(item.start().toInstant(), most - all.size(), asking);
        all.addAll(nearest(workspace, service, parts, nearest));
        return all;
    }

    private record Nearest(Instant start, int most, Asking asking) {}

    private List<Item.Visit> nearest(
            String workspace, Versioned<Service> service, List<Claim.Part> parts, Nearest to) {
        Instant now = engine.now();
        // For a start that is too far ahead, the last days before the horizon are shown.
        Instant around = earlier(later(to.start, now),
                to.asking.rules.latest(service.entry(), now).minus(1, ChronoUnit.DAYS));
        ZonedDateTime day = around.atZone(zone(workspace, service.entry()))
                .truncatedTo(ChronoUnit.DAYS);
        List<Item.Visit> near = List.of();
        for (int days : FURTHER) {
            Window window = new Window(day.toInstant(), day.plusDays(days).toInstant());
            near = question(workspace, service, parts, window, to.asking.rules)
                    .map(question -> free(service, question, to.asking.wanted).items())
                    .orElse(List.of());
            if (near.size() >= to.most || !to.asking.wanted.getAsBoolean()) {
                break;
            }
        }
        return near.stream()
                .sorted(Comparator.comparing(
                        each -> Duration.between(to.start, each.start().toInstant()).abs()))
                .limit(Math.max(0, to.most)).toList();
    }
}
