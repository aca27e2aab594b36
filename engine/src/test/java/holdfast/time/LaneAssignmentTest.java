package holdfast.time;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Claim.Part;
import holdfast.Window;
import holdfast.claims.Allotment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The search for calendars compared with trying everything.
class LaneAssignmentTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final int VISITS = 6_000;
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void findsAnAssignmentExactlyIfThereIsOne() {
        Random random = new Random(20261120);
        int possible = 0;
        for (int visit = 0; visit < VISITS; visit++) {
            Map<String, CalendarRow> calendars = calendars(1 + random.nextInt(4), random);
            OccupiedLanes busy = busy(calendars, random);
            LaneAssignment fit = new LaneAssignment(calendars, busy, NOON);
            List<Part> parts = parts(calendars, 1 + random.nextInt(4), random);
            Optional<List<LaneAssignment.Place>> found = fit.find(NOON, parts);
            boolean expected = slowly(calendars, busy, parts, 0, new ArrayList<>());
            assertThat(found.isPresent()).as(calendars + " " + parts).isEqualTo(expected);
            found.ifPresent(places -> check(fit, parts, places));
            possible += expected ? 1 : 0;
        }
        assertThat(possible).isBetween(VISITS / 5, VISITS * 4 / 5);
    }

    /// One part takes what the others need, and between them stand parts that need neither: a
    /// search in that order tries many assignments in vain.
    @Test
    void findsTheOnlyAssignmentOfEightParts() {
        for (int size = 2; size <= 7; size++) {
            Map<String, CalendarRow> calendars = new HashMap<>();
            List<Part> parts = new ArrayList<>();
            List<String> first = named("spare", size - 1);
            first.addFirst("wanted");
            parts.add(new Part(first, HOUR));
            for (int idle = 0; parts.size() < 8 - size; idle++) {
                parts.add(new Part(named("idle" + idle + "-", size), HOUR));
            }
            List<String> tight = named("tight", size - 1);
            tight.addFirst("wanted");
            while (parts.size() < 8) {
                parts.add(new Part(tight, HOUR));
            }
            parts.forEach(part -> part.anyOf().forEach(id -> calendars.put(id, calendar(id, 1))));
            LaneAssignment fit = new LaneAssignment(calendars, new OccupiedLanes(), NOON);
            Optional<List<LaneAssignment.Place>> found = fit.find(NOON, parts);
            assertThat(found).as("size " + size).isPresent();
            check(fit, parts, found.orElseThrow());
        }
    }

    @Test
    void assignsThePreferredCalendarFirst() {
        Map<String, CalendarRow> calendars = new HashMap<>();
        List.of("ann", "bob", "cid").forEach(id -> calendars.put(id, calendar(id, 1)));
        LaneAssignment fit = new LaneAssignment(calendars, new OccupiedLanes(), NOON);
        List<String> preferred = new ArrayList<>(List.of("ann", "bob", "cid"));
        for (int turn = 0; turn < 3; turn++) {
            Collections.rotate(preferred, 1);
            assertThat(fit.find(NOON, List.of(new Part(preferred, HOUR))).orElseThrow())
                    .extracting(LaneAssignment.Place::calendar)
                    .containsExactly(preferred.getFirst());
        }
    }

    private static void check(LaneAssignment fit, List<Part> parts,
            List<LaneAssignment.Place> places) {
        assertThat(places).extracting(LaneAssignment.Place::part).containsExactlyElementsOf(
                IntStream.range(0, parts.size()).boxed().toList());
        for (LaneAssignment.Place place : places) {
            Part part = parts.get(place.part());
            assertThat(part.anyOf()).contains(place.calendar());
            assertThat(place.occupied()).isEqualTo(part.occupied(NOON));
            assertThat(place.visit()).isEqualTo(part.visit(NOON));
            assertThat(fit.busy.free(place.calendar(), place.lane(), place.occupied(), NOON))
                    .isTrue();
            for (LaneAssignment.Place other : places) {
                assertThat(other.part() == place.part() || apart(place, other))
                        .as("%s", places).isTrue();
            }
        }
    }

    private static boolean apart(LaneAssignment.Place one, LaneAssignment.Place other) {
        return !one.calendar().equals(other.calendar()) || one.lane() != other.lane()
                || !one.occupied().overlaps(other.occupied());
    }

    private static boolean slowly(
            Map<String, CalendarRow> calendars, OccupiedLanes busy, List<Part> parts, int at,
            List<LaneAssignment.Place> chosen) {
        if (at == parts.size()) {
            return true;
        }
        Part part = parts.get(at);
        for (String id : part.anyOf()) {
            CalendarRow row = calendars.get(id);
            for (int lane = 0; row != null && row.offered() && lane < row.lanes(); lane++) {
                LaneAssignment.Place place = new LaneAssignment.Place(
                        at, id, lane, part.occupied(NOON), part.visit(NOON));
                if (busy.free(id, lane, place.occupied(), NOON)
                        && chosen.stream().allMatch(other -> apart(other, place))) {
                    chosen.add(place);
                    if (slowly(calendars, busy, parts, at + 1, chosen)) {
                        return true;
                    }
                    chosen.removeLast();
                }
            }
        }
        return false;
    }

    private static List<String> named(String name, int count) {
        return new ArrayList<>(IntStream.range(0, count).mapToObj(at -> name + at).toList());
    }

    private static CalendarRow calendar(String id, int lanes) {
        return new CalendarRow(id, 1, true, lanes, Optional.empty());
    }

    private static Map<String, CalendarRow> calendars(int count, Random random) {
        Map<String, CalendarRow> calendars = new HashMap<>();
        for (String id : named("c", count)) {
            calendars.put(id, new CalendarRow(
                    id, 1, random.nextInt(12) > 0, 1 + random.nextInt(2), Optional.empty()));
        }
        return calendars;
    }

    /// Some stretches are taken, held or expired.
    private static OccupiedLanes busy(Map<String, CalendarRow> calendars, Random random) {
        OccupiedLanes busy = new OccupiedLanes();
        for (CalendarRow row : calendars.values()) {
            for (int lane = 0; lane < row.lanes(); lane++) {
                Instant from = NOON.plusSeconds(900L * random.nextInt(12));
                Window window = new Window(from, from.plusSeconds(900L * (1 + random.nextInt(6))));
                Allotment.Stretch allotment =
                        new Allotment.Stretch(row.calendar(), 0, 0, lane, window, window);
                Instant until = switch (random.nextInt(4)) {
                    case 0 -> NOON;
                    case 1 -> NOON.plusNanos(1_000);
                    default -> null;
                };
                if (random.nextInt(3) > 0) {
                    busy.add(new OccupiedLanes.Tenant(allotment, "h", until));
                }
            }
        }
        return busy;
    }

    private static List<Part> parts(
            Map<String, CalendarRow> calendars, int count, Random random) {
        List<Part> parts = new ArrayList<>();
        for (int part = 0; part < count; part++) {
            List<String> anyOf = new ArrayList<>(calendars.keySet().stream().sorted().toList());
            Collections.shuffle(anyOf, random);
            Duration from = Duration.ofMinutes(15L * random.nextInt(6));
            parts.add(new Part(
                    anyOf.subList(0, 1 + random.nextInt(anyOf.size())), from,
                    from.plusMinutes(15L * (1 + random.nextInt(6))),
                    Duration.ofMinutes(5L * random.nextInt(3)),
                    Duration.ofMinutes(5L * random.nextInt(3))));
        }
        return parts;
    }
}
