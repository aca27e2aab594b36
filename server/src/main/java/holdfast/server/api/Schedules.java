package holdfast.server.api;

import holdfast.Free;
import holdfast.Hold;
import holdfast.HoldfastReads;
import holdfast.Invalid;
import holdfast.Schedule;
import holdfast.Schedule.Taken;
import holdfast.Window;
import holdfast.server.auth.Permission;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.PricedHolds;
import holdfast.server.booking.References;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Json;
import holdfast.server.json.Texts;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What calendars have on some days: open hours, visits with their buffers, and closures. A day is
/// one in the calendar's own zone.
public final class Schedules {
    private static final int MOST_DAYS = 7;
    private static final int MOST_LOAD_DAYS = 42;
    private static final int MOST_NAMED = 100;

    private final HoldfastReads engine;
    private final Catalog catalog;
    private final PricedHolds priced;

    public Schedules(HoldfastReads engine, Catalog catalog, PricedHolds priced) {
        this.engine = engine;
        this.catalog = catalog;
        this.priced = priced;
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/v1/schedule", Permission.READ, "readSchedule",
                        "What calendars have on some days: open hours, visits and closures.",
                        this::read),
                new Route("GET", "/v1/schedule/days", Permission.READ, "readScheduleDays",
                        "How full calendars are, day by day.", this::load));
    }

    /// Some calendars from one day to the day after the last one.
    private record Asked(List<Versioned<Calendar>> calendars, LocalDate from, LocalDate to) {
        Window window(ZoneId zone) {
            return new Window(from.atStartOfDay(zone).toInstant(),
                    to.atStartOfDay(zone).toInstant());
        }
    }

    private Asked asked(Request request, int most) {
        request.onlyQuery("from", "to", "calendar");
        List<Versioned<Calendar>> calendars = calendars(request);
        LocalDate from = day(request, "from").orElseGet(() -> engine.now().atZone(
                calendars.isEmpty() ? ZoneId.of("UTC") : calendars.getFirst().entry().zone())
                .toLocalDate());
        LocalDate to = day(request, "to").orElseGet(() -> from.plusDays(1));
        if (!from.isBefore(to)) {
            throw new Invalid("to", "must be after \"from\": it is the day after the last day");
        }
        if (to.isAfter(from.plusDays(most))) {
            throw new Invalid("to", "must be at most " + most + " days after from");
        }
        return new Asked(calendars, from, to);
    }

    private List<Versioned<Calendar>> calendars(Request request) {
        List<String> named = request.queries("calendar", MOST_NAMED);
        if (named.isEmpty()) {
            return catalog.all(request.workspace(), Calendar.class);
        }
        return named.stream().distinct().map(id -> catalog
                .find(request.workspace(), id, Calendar.class)
                .orElseThrow(() -> Problem.unknown(id))).toList();
    }

    private static Optional<LocalDate> day(Request request, String name) {
        return request.query(name).map(text -> {
            try {
                LocalDate day = LocalDate.parse(text);
                if (day.getYear() >= 1901 && day.getYear() <= 2198) {
                    return day;
                }
            } catch (DateTimeException nonsense) {
                // Reported below, like a day that is too far away.
            }
            throw new Invalid(name, "must be a day, as in 2026-12-01");
        });
    }

    /// The schedules by calendar; one read for each zone.
    private Map<String, Schedule> schedules(String workspace, Asked asked) {
        Map<ZoneId, List<String>> byZone = asked.calendars.stream().collect(
                Collectors.groupingBy(each -> each.entry().zone(),
                        Collectors.mapping(Versioned::id, Collectors.toList())));
        Map<String, Schedule> all = new HashMap<>();
        byZone.forEach((zone, ids) -> engine.schedules(workspace, ids, asked.window(zone))
                .forEach(each -> all.put(each.calendar(), each)));
        return all;
    }

    private static <T> T of(Map<String, T> all, String id) {
        return Objects.requireNonNull(all.get(id), id);
    }

    private Response read(Request request) {
        Asked asked = asked(request, MOST_DAYS);
        Map<String, Schedule> schedules = schedules(request.workspace(), asked);
        Map<String, Hold> holds = new HashMap<>();
        Set<String> wanted = new HashSet<>();
        schedules.values().forEach(each -> each.taken().forEach(one -> wanted.add(one.hold())));
        engine.find(request.workspace(), wanted).forEach(hold -> holds.put(hold.id(), hold));
        List<Versioned<Calendar>> shown = asked.calendars.stream()
                .filter(each -> schedules.containsKey(each.id()))
                .filter(each -> each.listed() || !of(schedules, each.id()).taken().isEmpty())
                .toList();
        return Response.json(200, json -> {
            begin(json, asked);
            json.array("calendars", shown, (out, calendar) -> {
                Schedule schedule = of(schedules, calendar.id());
                ZoneId zone = calendar.entry().zone();
                out.put("id", calendar.id()).put("name", calendar.entry().name())
                        .put("role", calendar.entry().role()).put("timeZone", zone.getId())
                        .put("lanes", schedule.lanes()).put("onSale", calendar.listed());
                out.array("open", schedule.open(), (each, open) -> each
                        .put("start", text(open.from(), zone)).put("end", text(open.to(), zone)));
                out.array("entries", schedule.taken().stream()
                        .filter(each -> holds.containsKey(each.hold())).toList(),
                        (each, taken) -> entry(each, request.workspace(), calendar.entry(),
                                taken, of(holds, taken.hold())));
            });
        }).header("Cache-Control", "no-store");
    }

    private void begin(Json json, Asked asked) {
        json.put("from", asked.from.toString()).put("to", asked.to.toString())
                .put("now", engine.now().toString());
    }

    private void entry(
            Json json, String workspace, Calendar calendar, Taken taken, Hold hold) {
        ZoneId zone = calendar.zone();
        boolean booked = hold instanceof Hold.Booked;
        json.put("id", booked ? HoldJson.bookingId(hold.id()) : hold.id())
                .put("status", word(taken.state())).put("version", hold.version())
                .put("item", taken.item()).put("lane", taken.lane())
                .put("start", text(taken.visit().from(), zone))
                .put("end", text(taken.visit().to(), zone))
                .put("from", text(taken.occupied().from(), zone))
                .put("until", text(taken.occupied().to(), zone));
        if (hold instanceof Hold.Blocked blocked) {
            json.put("closure", calendar.exceptions().closures().stream()
                    .anyMatch(each -> each.id().equals(hold.id())))
                    .put("reason", blocked.reason());
            return;
        }
        List<PricedHolds.Line> lines = priced.lines(workspace, hold);
        if (taken.item() < lines.size()) {
            json.put("service", lines.get(taken.item()).stamp().id())
                    .put("name", lines.get(taken.item()).name());
        }
        if (hold instanceof Hold.Held held) {
            json.put("expiresAt", held.deadline().toString());
        }
        BookingNote.of(hold).ifPresent(note -> json.put("reference", References.of(hold.id()))
                .put("customer", note.contact().name()));
    }

    private static String word(Free.State state) {
        return switch (state) {
            case HELD -> "held";
            case BOOKED -> "booked";
            case BLOCKED -> "blocked";
            case FREE -> throw new IllegalStateException("no claim is free");
        };
    }

    private static String text(Instant moment, ZoneId zone) {
        return Texts.text(moment.atZone(zone).toOffsetDateTime());
    }

    /// How much of a day is open and taken, of all lanes together.
    private record Load(int visits, Duration open, Duration taken) {
        static Load of(Schedule schedule, Window day) {
            List<Window> closed = new ArrayList<>();
            List<Taken> visits = new ArrayList<>();
            for (Taken each : schedule.taken()) {
                if (each.state() == Free.State.BLOCKED && each.lane() == 0) {
                    closed.add(each.occupied());
                } else if (each.state() != Free.State.BLOCKED) {
                    visits.add(each);
                }
            }
            List<Window> open = schedule.open().stream().filter(day::overlaps)
                    .map(each -> within(each, day))
                    .flatMap(each -> each.without(closed).stream()).toList();
            return new Load(
                    (int) beginning(schedule, day).distinct().count(),
                    sum(open).multipliedBy(schedule.lanes()),
                    sum(visits.stream().flatMap(each -> open.stream()
                            .filter(each.occupied()::overlaps)
                            .map(one -> within(each.occupied(), one))).toList()));
        }

        /// The visits that begin on a day. One with several calendars is the same in each of them.
        static Stream<String> beginning(Schedule schedule, Window day) {
            return schedule.taken().stream()
                    .filter(each -> each.state() != Free.State.BLOCKED
                            && !each.visit().from().isBefore(day.from())
                            && each.visit().from().isBefore(day.to()))
                    .map(each -> each.hold() + " " + each.item());
        }

        private static Window within(Window one, Window other) {
            return new Window(one.from().isBefore(other.from()) ? other.from() : one.from(),
                    one.to().isAfter(other.to()) ? other.to() : one.to());
        }

        private static Duration sum(List<Window> all) {
            return all.stream().map(Window::length).reduce(Duration.ZERO, Duration::plus);
        }
    }

    private static Window day(LocalDate day, ZoneId zone) {
        return new Window(day.atStartOfDay(zone).toInstant(),
                day.plusDays(1).atStartOfDay(zone).toInstant());
    }

    private Response load(Request request) {
        Asked asked = asked(request, MOST_LOAD_DAYS);
        Map<String, Schedule> schedules = schedules(request.workspace(), asked);
        List<Versioned<Calendar>> shown = asked.calendars.stream()
                .filter(each -> schedules.containsKey(each.id()) && each.listed())
                .sorted(Comparator.comparing((Versioned<Calendar> each) -> each.entry().name())
                        .thenComparing(Versioned::id))
                .toList();
        return Response.json(200, json -> {
            begin(json, asked);
            json.array("days", asked.from.datesUntil(asked.to).toList(), (out, day) -> out
                    .put("day", day.toString()).put("visits", shown.stream()
                            .flatMap(each -> Load.beginning(of(schedules, each.id()),
                                    day(day, each.entry().zone())))
                            .distinct().count()));
            json.array("calendars", shown, (out, calendar) -> out.put("id", calendar.id())
                    .put("name", calendar.entry().name())
                    .array("days", asked.from.datesUntil(asked.to).toList(), (each, day) -> {
                        ZoneId zone = calendar.entry().zone();
                        Load load = Load.of(of(schedules, calendar.id()), day(day, zone));
                        each.put("day", day.toString()).put("visits", load.visits())
                                .put("openMinutes", load.open().toMinutes())
                                .put("takenMinutes", load.taken().toMinutes());
                    }));
        }).header("Cache-Control", "no-store");
    }
}
