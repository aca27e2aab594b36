package holdfast.server.storefront;

import holdfast.TimeQuery;
import holdfast.server.booking.Item;
import holdfast.server.booking.VisitPlanner;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Versioned;
import holdfast.server.web.Language;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.WeekFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The page of a service: a month with its free days, then a day's times, with one person or with
/// any.
public final class ServicePage {
    private static final String ANYONE = "anyone";
    private static final int MOST_PEOPLE = 12;
    /// How many months are searched for the first free day.
    private static final int MONTHS_AHEAD = 4;

    private final VisitPlanner visits;
    private final ItemLines lines;
    private final OfferFacts facts;
    private final LinkedData data;
    private final PictureViews pictures;

    ServicePage(VisitPlanner visits, ItemLines lines, OfferFacts facts, LinkedData data,
            PictureViews pictures) {
        this.pictures = pictures;
        this.visits = visits;
        this.lines = lines;
        this.facts = facts;
        this.data = data;
    }

    /// The page's data.
    ///
    /// @param moved the starts that are free only because the visitor gives back a visit, each
    ///              after a calendar (or nothing for any) and an @
    public record View(
            Versioned<Service> service, Optional<PictureView> picture, Facts facts,
            List<Person> people, Month month, Optional<Day> day, String moved,
            ChoicePurpose purpose) {

        /// The person that the visitor chose, if any.
        public Optional<String> with() {
            return people.stream().filter(person -> person.chosen() && !person.id().isEmpty())
                    .map(Person::id).findFirst();
        }
    }

    /// What stands beside the calendar.
    ///
    /// @param zone the city by which its time zone is called
    public record Facts(List<OfferFacts.Fact> all, String zone, PageHead head) {}

    /// A person to choose; the first entry means any.
    public record Person(
            String id, String name, Optional<PictureView> picture, boolean chosen, String link) {}

    public record Month(
            String name, List<String> weekdays, List<Cell> cells, Optional<String> back,
            Optional<String> next, String note) {}

    /// A day in the month's grid; a day of another month is empty.
    ///
    /// @param link the page of its times, if it has any
    public record Cell(String number, String label, Optional<String> link, boolean chosen) {}

    /// A day's times.
    ///
    /// @param date in the format for scripts
    public record Day(String date, String name, List<Daypart> parts) {}

    public record Daypart(String name, List<Start> starts) {}

    public record Start(String value, String time, String end, Optional<String> there) {}

    private record FreeMonth(YearMonth month, Set<LocalDate> days) {}

    /// The query parameters.
    record Look(Optional<String> month, Optional<String> day, Optional<String> with) {}

    View view(Visitor visitor, Versioned<Service> service, Look look, ChoicePurpose purpose,
            String address) {
        Service entry = service.entry();
        ZoneId zone = visits.zone(visitor.workspace(), entry);
        ZonedDateTime now = visitor.now().atZone(zone);
        LocalDate last = now.plus(entry.times().horizon()).toLocalDate();
        List<String> people = people(entry);
        // A visitor who changes a time usually wants the same person, on a day near by.
        List<String> with = look.with().map(List::of).orElse(purpose.visit()
                .map(Item.Visit::with).orElse(List.of())).stream()
                .filter(people::contains).limit(1).toList();
        Optional<LocalDate> wanted = look.day().flatMap(ServicePage::date)
                .or(() -> look.month().isPresent() ? Optional.empty() : purpose.visit()
                        .map(visit -> visit.start().atZoneSameInstant(zone).toLocalDate()));
        YearMonth least = YearMonth.from(now);
        Optional<TimeQuery.Moved> moved = purpose.instead().flatMap(given -> purpose.visit()
                .filter(visit -> visit.service().equals(service.id()))
                .map(visit -> visits.moved(entry, given.hold(), visit)));
        Optional<YearMonth> asked = look.month().flatMap(ServicePage::month)
                .or(() -> wanted.map(YearMonth::from))
                .map(each -> clamp(each, least, YearMonth.from(last)));
        Function<YearMonth, FreeMonth> search =
                each -> new FreeMonth(each, free(visitor, service, each, with, moved));
        FreeMonth shown = asked.map(search).orElseGet(() -> Stream.iterate(
                least, each -> !each.isAfter(YearMonth.from(last)), each -> each.plusMonths(1))
                .limit(MONTHS_AHEAD).map(search).filter(each -> !each.days().isEmpty()).findFirst()
                .orElse(new FreeMonth(least, Set.of())));
        YearMonth month = shown.month();
        Set<LocalDate> free = shown.days();
        Optional<LocalDate> day = wanted.filter(each -> YearMonth.from(each).equals(month))
                .or(() -> free.stream().findFirst());
        Links links = new Links(purpose.here(),
                with.stream().findFirst().or(() -> purpose.visit().map(visit -> ANYONE)));
        return new View(service, pictures.of(visitor, entry.picture()),
                new Facts(facts.of(visitor, entry), Language.city(zone), new PageHead(entry.name(),
                        entry.about().description().orElseGet(() -> visitor.language()
                                .length(entry.times().duration())),
                        address, data.service(visitor, service, address))),
                persons(visitor, people, links, day),
                month(visitor, month, new Days(free, day, least, YearMonth.from(last)), links),
                day.map(each -> day(visitor, service, new VisitPlanner.Span(
                        each, each.plusDays(1), with, moved))),
                moved.map(visit -> moved(visitor, service, people, visit)).orElse(""), purpose);
    }

    /// The days of a month with free times. If the search was not complete, the remaining days
    /// count as free; their own page shows what is free.
    private Set<LocalDate> free(
            Visitor visitor, Versioned<Service> service, YearMonth month, List<String> with,
            Optional<TimeQuery.Moved> moved) {
        LocalDate end = month.plusMonths(1).atDay(1);
        VisitPlanner.Listed<LocalDate> listed = visits.days(visitor.workspace(), service,
                new VisitPlanner.Span(month.atDay(1), end, with, moved), VisitPlanner.inTime());
        Set<LocalDate> free = new TreeSet<>(listed.items());
        listed.next().ifPresent(next -> next.datesUntil(end).forEach(free::add));
        return free;
    }

    /// The times around the visit that would be given back, for each person.
    private String moved(Visitor visitor, Versioned<Service> service, List<String> people,
            TimeQuery.Moved visit) {
        ZoneId zone = visits.zone(visitor.workspace(), service.entry());
        Duration length = service.entry().times().duration();
        LocalDate from = visit.visit().from().minus(length).atZone(zone).toLocalDate();
        LocalDate to = visit.visit().to().plus(length).atZone(zone).toLocalDate().plusDays(1);
        List<String> all = new ArrayList<>();
        Stream.concat(Stream.of(List.<String>of()),
                people.stream().limit(MOST_PEOPLE).map(List::of)).forEach(with -> {
                    VisitPlanner.Span now = new VisitPlanner.Span(from, to, with);
                    Set<OffsetDateTime> free = visits
                            .free(visitor.workspace(), service, now, VisitPlanner.inTime())
                            .items().stream().map(Item.Visit::start).collect(Collectors.toSet());
                    visits.free(visitor.workspace(), service,
                            new VisitPlanner.Span(from, to, with, Optional.of(visit)),
                            VisitPlanner.inTime()).items().stream().map(Item.Visit::start)
                            .filter(start -> !free.contains(start))
                            .forEach(start -> all.add(String.join("", with) + "@" + start));
                });
        return String.join(" ", all);
    }

    private record Days(
            Set<LocalDate> free, Optional<LocalDate> chosen, YearMonth least, YearMonth last) {}

    private record Links(String base, Optional<String> with) {
        String day(LocalDate day) {
            return base + "day=" + day + with.map(each -> "&with=" + each).orElse("") + "#times";
        }

        String month(YearMonth month) {
            return base + "month=" + month + with.map(each -> "&with=" + each).orElse("");
        }
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException nonsense) {
            return Optional.empty();
        }
    }

    private static Optional<YearMonth> month(String text) {
        try {
            return Optional.of(YearMonth.parse(text));
        } catch (DateTimeException nonsense) {
            return Optional.empty();
        }
    }

    private static YearMonth clamp(YearMonth month, YearMonth least, YearMonth most) {
        return month.isBefore(least) ? least : month.isAfter(most) ? most : month;
    }

    /// The people to choose from: the calendars of the first need that has more than one.
    private static List<String> people(Service service) {
        return service.needs().stream().map(Service.Need::anyOf)
                .filter(any -> any.size() > 1).findFirst().orElse(List.of());
    }

    private List<Person> persons(
            Visitor visitor, List<String> people, Links links, Optional<LocalDate> day) {
        if (people.isEmpty()) {
            return List.of();
        }
        String when = day.map(each -> "day=" + each + "&").orElse("");
        List<Person> all = new ArrayList<>();
        all.add(new Person("", visitor.say("service.anyone"), Optional.empty(),
                links.with().filter(people::contains).isEmpty(),
                links.base() + when + "with=" + ANYONE));
        people.forEach(id -> all.add(new Person(id, lines.name(visitor, id),
                lines.calendar(visitor, id)
                        .flatMap(person -> pictures.of(visitor, person.picture())),
                links.with().equals(Optional.of(id)),
                links.base() + when + "with=" + id)));
        return all;
    }

    private static Month month(Visitor visitor, YearMonth month, Days days, Links links) {
        DayOfWeek first = WeekFields.of(visitor.language().locale()).getFirstDayOfWeek();
        List<String> weekdays = new ArrayList<>();
        LocalDate begin = month.atDay(1);
        while (begin.getDayOfWeek() != first) {
            begin = begin.minusDays(1);
        }
        for (int at = 0; at < 7; at++) {
            weekdays.add(visitor.language().weekday(begin.plusDays(at)));
        }
        List<Cell> cells = new ArrayList<>();
        for (int at = 0; at < 42; at++) {
            LocalDate day = begin.plusDays(at);
            boolean mine = YearMonth.from(day).equals(month);
            cells.add(mine ? new Cell(visitor.language().number(day.getDayOfMonth()),
                    visitor.language().date(day),
                    Optional.of(day).filter(days.free()::contains).map(links::day),
                    days.chosen().equals(Optional.of(day)))
                    : new Cell("", "", Optional.empty(), false));
        }
        return new Month(visitor.language().month(month), weekdays, cells,
                Optional.of(month.minusMonths(1)).filter(each -> !each.isBefore(days.least()))
                        .map(links::month),
                Optional.of(month.plusMonths(1)).filter(each -> !each.isAfter(days.last()))
                        .map(links::month),
                days.free().isEmpty() ? visitor.say("service.full") : "");
    }

    private Day day(Visitor visitor, Versioned<Service> service, VisitPlanner.Span span) {
        List<Start> morning = new ArrayList<>();
        List<Start> afternoon = new ArrayList<>();
        List<Start> evening = new ArrayList<>();
        ZoneId zone = visits.zone(visitor.workspace(), service.entry());
        Duration length = service.entry().times().duration();
        for (Item.Visit visit : visits.free(visitor.workspace(), service, span, () -> true)
                .items()) {
            ZonedDateTime at = visit.start().atZoneSameInstant(zone);
            List<Start> part = at.getHour() < 12 ? morning : at.getHour() < 17 ? afternoon
                    : evening;
            part.add(new Start(visit.start().toString(), visitor.language().time(at.toLocalTime()),
                    length.compareTo(Duration.ofDays(1)) < 0
                            ? visitor.language().time(at.plus(length).toLocalTime()) : "",
                    visitor.there(at)));
        }
        List<Daypart> parts = new ArrayList<>();
        parts.add(new Daypart(visitor.say("service.morning"), morning));
        parts.add(new Daypart(visitor.say("service.afternoon"), afternoon));
        parts.add(new Daypart(visitor.say("service.evening"), evening));
        return new Day(span.from().toString(),
                visitor.say("service.day", visitor.language().day(span.from())),
                parts.stream().filter(part -> !part.starts().isEmpty()).toList());
    }
}
