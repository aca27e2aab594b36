package holdfast.proof.race;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Claim;
import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.Refusal;
import holdfast.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Many requests for the same hours: of calendars, of lanes, and of any free calendar.
@Tag("time_never_overlaps")
class TimesRaceTest extends RaceSetup {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    @Tag("journal_in_order")
    @Tag("time_claim_once")
    void theSameHour() {
        offer(new Inventory.Calendar("maya"));
        List<HoldOutcome> outcomes = holds(80, _ -> ask(visit("maya", NOON, HOUR)));
        assertThat(granted(outcomes)).hasSize(1);
        othersGot(Refusal.Unavailable.class, outcomes);
        inOrder(Kind.TIME, "maya");
    }

    @Test
    void asManyVisitsAsLanes() {
        offer(new Inventory.Calendar("sauna", 8, null));
        List<HoldOutcome> outcomes =
                holds(80, racer -> ask(visit("sauna", NOON.plusSeconds(racer), HOUR)));
        assertThat(granted(outcomes)).hasSize(8);
        othersGot(Refusal.Unavailable.class, outcomes);
    }

    @Test
    void visitsThatOverlap() {
        offer(new Inventory.Calendar("maya"));
        List<HoldRequest> requests = random.ints(120, 0, 24 * 4)
                .mapToObj(quarter -> ask(visit("maya", NOON.plus(Duration.ofMinutes(15L * quarter)),
                        Duration.ofMinutes(15L * (1 + random.nextInt(6))))))
                .toList();
        List<HoldOutcome> outcomes = holds(requests.size(), requests::get);
        othersGot(Refusal.Unavailable.class, outcomes);
        apart(granted(outcomes));
    }

    /// Twelve adjacent hours, each wanted by ten clients: all are sold, since neighbours only
    /// touch.
    @Test
    void adjacentVisitsDoNotCollide() {
        offer(new Inventory.Calendar("maya"));
        List<HoldOutcome> outcomes = holds(120,
                racer -> ask(visit("maya", NOON.plus(HOUR.multipliedBy(racer % 12)), HOUR)));
        assertThat(granted(outcomes)).hasSize(12);
        othersGot(Refusal.Unavailable.class, outcomes);
        apart(granted(outcomes));
    }

    /// Four people, three rooms: three visits, with any people and rooms.
    @Test
    void onePersonAndOneRoom() {
        List<String> people = List.of("ann", "bob", "cid", "dan");
        List<String> rooms = List.of("room1", "room2", "room3");
        people.forEach(id -> offer(new Inventory.Calendar(id)));
        rooms.forEach(id -> offer(new Inventory.Calendar(id)));
        List<HoldOutcome> outcomes = holds(60, racer -> {
            Claim.Part person = new Claim.Part(people, HOUR);
            Claim.Part room = new Claim.Part(rooms, HOUR);
            return ask(new Claim.Time(NOON,
                    racer % 4 < 2 ? List.of(person, room) : List.of(room, person)));
        });
        assertThat(granted(outcomes)).hasSize(3);
        othersGot(Refusal.Unavailable.class, outcomes);
        apart(granted(outcomes));
    }

    /// Calendars named in opposite sequences would deadlock if they were locked in that sequence.
    @Test
    void manyCalendarsInAnySequence() {
        List<String> calendars = IntStream.range(0, 6).mapToObj(at -> "c" + at).toList();
        calendars.forEach(id -> offer(new Inventory.Calendar(id)));
        List<HoldOutcome> outcomes = holds(60, racer -> {
            List<String> theirs = new ArrayList<>(calendars);
            Collections.rotate(theirs, racer);
            Claim[] claims = theirs.subList(0, 4).stream()
                    .map(id -> visit(id, NOON, HOUR)).toArray(Claim[]::new);
            return ask(claims);
        });
        assertThat(granted(outcomes)).hasSize(1);
        othersGot(Refusal.Unavailable.class, outcomes);
    }

    private static Claim visit(String calendar, Instant from, Duration length) {
        return new Claim.Time(calendar, new Window(from, from.plus(length)));
    }

    /// No two stretches in one lane of a calendar overlap.
    private static void apart(List<Hold.Held> holds) {
        List<HeldItem.Stretch> stretches = new ArrayList<>();
        holds.forEach(hold -> hold.basket().items().forEach(item -> {
            if (item instanceof HeldItem.Time time) {
                stretches.addAll(time.stretches());
            }
        }));
        stretches.sort(Comparator.comparing(HeldItem.Stretch::calendar)
                .thenComparingInt(HeldItem.Stretch::lane)
                .thenComparing(each -> each.occupied().from()));
        for (int at = 1; at < stretches.size(); at++) {
            HeldItem.Stretch one = stretches.get(at - 1);
            HeldItem.Stretch next = stretches.get(at);
            if (one.calendar().equals(next.calendar()) && one.lane() == next.lane()) {
                assertThat(one.occupied().overlaps(next.occupied())).as(one + " " + next).isFalse();
            }
        }
    }
}
