package holdfast.time;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Claim.Part;
import holdfast.Free;
import holdfast.Hours;
import holdfast.TimeQuery;
import holdfast.Window;
import holdfast.claims.Allotment;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The sweep over many starts compared with the choice for one of them, which decides a hold; and
/// how much work the largest questions are, counted in steps.
class FreeTimesTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant AUTUMN = Instant.parse("2026-10-23T22:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(62);

    /// What is asked, and what is on the calendars.
    private record Salon(
            TimeQuery query, Map<String, CalendarRow> calendars,
            Map<FreeTimes.Lane, List<Window>> occupied) {

        FreeTimes times() {
            return new FreeTimes(
                    query, new FreeTimes.Read(calendars, occupied, query.within()));
        }

        OccupiedLanes busy() {
            OccupiedLanes busy = new OccupiedLanes();
            occupied.forEach((lane,
                    windows) -> windows.forEach(each -> busy.add(new OccupiedLanes.Tenant(
                            new Allotment.Stretch(lane.calendar(), 0, 0, lane.lane(), each, each),
                            "h", null))));
            return busy;
        }
    }

    @Test
    void listsTheStartsThatAHoldWouldGet() {
        Random random = new Random(20261129);
        int listed = 0;
        int missing = 0;
        for (int round = 0; round < 400; round++) {
            Salon salon = salon(random);
            LaneAssignment fit = new LaneAssignment(salon.calendars, salon.busy(), AUTUMN);
            List<Free.Start> expected = new ArrayList<>();
            for (Instant start : everyStart(salon.query)) {
                Optional<List<String>> places = fit.find(start, salon.query.parts())
                        .map(all -> all.stream().map(LaneAssignment.Place::calendar).toList());
                missing += places.isEmpty() ? 1 : 0;
                places.ifPresent(calendars -> expected.add(new Free.Start(start, calendars)));
            }
            Free.Times found = salon.times().list(() -> true);
            assertThat(found.starts()).as("round " + round).isEqualTo(expected);
            assertThat(found.next()).isEmpty();
            listed += expected.size();
        }
        assertThat(listed).isGreaterThan(5_000);
        assertThat(missing).isGreaterThan(5_000);
    }

    /// Berlin's night of 25 hours is among them.
    private static List<Instant> everyStart(TimeQuery query) {
        return IntStream.iterate(0, at -> at + 1)
                .mapToObj(at -> query.within().from().plus(query.step().multipliedBy(at)))
                .takeWhile(start -> start.isBefore(query.within().to())).toList();
    }

    private static Salon salon(Random random) {
        Map<String, CalendarRow> calendars = new HashMap<>();
        Map<FreeTimes.Lane, List<Window>> occupied = new HashMap<>();
        for (int id = 0; id <= random.nextInt(4); id++) {
            CalendarRow row = new CalendarRow("c" + id, 1, random.nextInt(10) > 0,
                    1 + random.nextInt(3), hours(random));
            calendars.put(row.calendar(), row);
            for (int lane = 0; lane < row.lanes(); lane++) {
                occupied.put(new FreeTimes.Lane(row.calendar(), lane), taken(random));
            }
        }
        List<Part> parts = new ArrayList<>();
        for (int part = 0; part <= random.nextInt(4); part++) {
            List<String> anyOf = new ArrayList<>(calendars.keySet().stream().sorted().toList());
            Collections.shuffle(anyOf, random);
            Duration from = Duration.ofMinutes(5L * random.nextInt(24));
            parts.add(new Part(anyOf.subList(0, 1 + random.nextInt(anyOf.size())), from,
                    from.plusMinutes(5L * (1 + random.nextInt(24))),
                    Duration.ofMinutes(5L * random.nextInt(4)),
                    Duration.ofMinutes(5L * random.nextInt(4))));
        }
        Instant begin = AUTUMN.plus(Duration.ofMinutes(15L * random.nextInt(40)));
        Window within = new Window(begin, begin.plus(Duration.ofHours(40)));
        return new Salon(new TimeQuery("w", within, BERLIN, Duration.ofMinutes(15), parts),
                calendars, occupied);
    }

    private static Optional<OpeningHours> hours(Random random) {
        if (random.nextInt(3) == 0) {
            return Optional.empty();
        }
        Map<DayOfWeek, List<Hours.Span>> week = new HashMap<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            int from = random.nextInt(12);
            int to = from + 3 + random.nextInt(8);
            week.put(day, List.of(new Hours.Span(LocalTime.of(from, 0), LocalTime.of(to, 0)),
                    new Hours.Span(LocalTime.of(to, 30 * random.nextInt(2)), LocalTime.MIDNIGHT)));
        }
        Instant opening = AUTUMN.plus(Duration.ofMinutes(random.nextInt(3_000)));
        return Optional.of(new OpeningHours(new Hours(BERLIN, week,
                List.of(new Window(opening, opening.plus(Duration.ofHours(3)))))));
    }

    /// Stretches of all lengths, some of them one behind the other.
    private static List<Window> taken(Random random) {
        List<Window> taken = new ArrayList<>();
        Instant at = AUTUMN.minus(Duration.ofHours(3));
        while (at.isBefore(AUTUMN.plus(Duration.ofHours(60)))) {
            Instant from = at.plus(Duration.ofMinutes(5L * random.nextInt(50)));
            at = from.plus(Duration.ofMinutes(1L + random.nextInt(150)));
            taken.add(new Window(from, at));
        }
        Collections.shuffle(taken, random);
        return taken;
    }

    private static TimeQuery longest(List<Part> parts) {
        return new TimeQuery("w", new Window(AUTUMN, AUTUMN.plus(LONGEST)), BERLIN, MINUTE, parts);
    }

    private static List<String> named(int count) {
        return IntStream.range(0, count).mapToObj(at -> "c" + at).toList();
    }

    private static Map<String, CalendarRow> rows(List<Part> parts, int lanes) {
        Map<String, CalendarRow> rows = new HashMap<>();
        parts.forEach(part -> part.anyOf().forEach(
                id -> rows.put(id, new CalendarRow(id, 1, true, lanes, Optional.empty()))));
        return rows;
    }

    private static Part at(List<String> anyOf, int from, int to) {
        return new Part(anyOf, Duration.ofMinutes(from), Duration.ofMinutes(to), Duration.ZERO,
                Duration.ZERO);
    }

    /// The answer, its parts put together, and that none of them took too long.
    private static List<Free.Start> whole(Salon salon, long most) {
        List<Free.Start> all = new ArrayList<>();
        TimeQuery query = salon.query;
        while (true) {
            FreeTimes times = new Salon(query, salon.calendars, salon.occupied).times();
            Free.Times found = times.list(() -> true);
            assertThat(times.steps()).isLessThanOrEqualTo(most);
            assertThat(found.starts().size() * query.parts().size())
                    .isLessThanOrEqualTo(FreeTimes.MOST_NAMES);
            all.addAll(found.starts());
            if (found.next().isEmpty()) {
                return all;
            }
            assertThat(found.next().get()).isAfter(query.within().from());
            query = new TimeQuery("w", new Window(found.next().get(), query.within().to()),
                    BERLIN, query.step(), query.parts(), query.firstOfDay(), query.moved());
        }
    }

    @Test
    void takesFewStepsForEightNeedsOfTheSameSevenCalendars() {
        List<Part> parts = Collections.nCopies(8, at(named(7), 0, 60));
        Salon salon = new Salon(longest(parts), rows(parts, 1), Map.of());
        assertThat(whole(salon, 200_000)).isEmpty();
        Salon eight = new Salon(longest(Collections.nCopies(8, at(named(8), 0, 60))),
                rows(List.of(at(named(8), 0, 60)), 1), Map.of());
        assertThat(whole(eight, 200_000)).hasSize(62 * 24 * 60);
    }

    @Test
    void takesFewStepsForEightNeedsOfAHundredCalendars() {
        List<Part> parts = Collections.nCopies(8, at(named(100), 0, 60));
        Salon salon = new Salon(longest(parts), rows(parts, 1), Map.of());
        assertThat(whole(salon, 1_000_000)).hasSize(62 * 24 * 60);
    }

    @Test
    void takesFewStepsForCalendarsOfManyLanes() {
        List<Part> parts = Collections.nCopies(8, at(named(2), 0, 60));
        Salon salon = new Salon(longest(parts), rows(parts, 1_000), Map.of());
        assertThat(whole(salon, 4_000_000)).hasSize(62 * 24 * 60);
    }

    /// Claims of every length on every calendar, so that something begins or ends at almost every
    /// minute; one need is for the whole visit, and the others overlap it and some of each other.
    @Test
    void stopsAtTheBoundForNestedNeedsOfFullCalendars() {
        Random random = new Random(20261129);
        List<Part> parts = new ArrayList<>();
        for (int part = 0; part < 8; part++) {
            List<String> anyOf = new ArrayList<>(named(4));
            Collections.shuffle(anyOf, random);
            parts.add(part == 0 ? at(anyOf, 0, 70) : at(anyOf, 10 * (part - 1), 10 * part + 5));
        }
        Map<FreeTimes.Lane, List<Window>> occupied = new HashMap<>();
        for (String id : named(4)) {
            List<Window> taken = new ArrayList<>();
            Instant at = AUTUMN;
            while (at.isBefore(AUTUMN.plus(LONGEST))) {
                Instant from = at.plus(Duration.ofMinutes(1L + random.nextInt(150)));
                at = from.plus(Duration.ofMinutes(1L + random.nextInt(9)));
                taken.add(new Window(from, at));
            }
            occupied.put(new FreeTimes.Lane(id, 0), taken);
        }
        Salon salon = new Salon(longest(parts), rows(parts, 1), occupied);
        List<Free.Start> all = whole(salon, 2 * FreeTimes.MOST_STEPS);
        LaneAssignment fit = new LaneAssignment(salon.calendars, salon.busy(), AUTUMN);
        List<Instant> listed = all.stream().map(Free.Start::start).toList();
        for (int start = 0; start < 3_000; start++) {
            Instant at = AUTUMN.plus(MINUTE.multipliedBy(random.nextInt(62 * 24 * 60)));
            assertThat(Collections.binarySearch(listed, at) >= 0)
                    .isEqualTo(fit.find(at, parts).isPresent());
        }
        assertThat(all.size()).isBetween(1_000, 80_000);
    }

    @Test
    void stopsWhenTheCallerWantsNoMore() {
        List<Part> parts = Collections.nCopies(8, at(named(100), 0, 60));
        Salon salon = new Salon(longest(parts).onlyDays(), rows(parts, 1), Map.of());
        FreeTimes never = salon.times();
        Free.Times nothing = never.list(() -> false);
        assertThat(nothing.starts()).isEmpty();
        assertThat(nothing.next()).contains(AUTUMN);
        assertThat(never.steps()).isZero();
        int[] asked = {0};
        Free.Times some = salon.times().list(() -> asked[0]++ < 100);
        assertThat(some.starts()).isNotEmpty().hasSizeLessThan(20);
        assertThat(some.next()).isPresent();
        assertThat(asked[0]).isEqualTo(101);
        assertThat(salon.times().list(() -> true).starts()).hasSize(62);
    }
}
