package holdfast.proof.race;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.BlockOutcome;
import holdfast.BlockRequest;
import holdfast.Claim;
import holdfast.Free;
import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.Refusal;
import holdfast.Shortage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Many requests for the same seats: named, overlapping and best.
@Tag("seat_sold_once")
class SeatsRaceTest extends RaceSetup {
    private static final int ROWS = 8;
    private static final int SEATS = 10;

    @Test
    @Tag("journal_in_order")
    void theSameTwoSeats() {
        offer(hall());
        List<HoldOutcome> outcomes = holds(80, _ -> ask(new Claim.Seats("hall", "R0-4", "R0-5")));
        assertThat(granted(outcomes)).hasSize(1);
        othersGot(Refusal.Unavailable.class, outcomes);
        for (HoldOutcome outcome : outcomes) {
            if (outcome instanceof Refusal.Unavailable refused) {
                assertThat(refused.shortages()).containsExactly(
                        new Shortage(0, "hall", 2, 0, List.of("R0-4", "R0-5")));
            }
        }
        inOrder(Kind.SEATS, "hall");
    }

    @Test
    void seatsThatOverlapInAnySequence() {
        offer(hall());
        List<HoldRequest> requests = new ArrayList<>();
        for (int racer = 0; racer < 120; racer++) {
            List<String> names = new ArrayList<>(names());
            Collections.shuffle(names, random);
            requests.add(ask(new Claim.Seats(
                    "hall", names.subList(0, 1 + random.nextInt(4)).toArray(new String[0]))));
        }
        List<HoldOutcome> outcomes = holds(requests.size(), requests::get);
        othersGot(Refusal.Unavailable.class, outcomes);
        List<String> sold = sold(granted(outcomes));
        assertThat(sold).doesNotHaveDuplicates();
        assertThat(free()).isEqualTo(ROWS * SEATS - sold.size());
        for (HoldOutcome outcome : outcomes) {
            if (outcome instanceof Refusal.Unavailable refused) {
                assertThat(sold).containsAll(refused.shortages().getFirst().taken());
            }
        }
    }

    @Test
    void theBestSeatsAreAllSold() {
        offer(hall());
        List<HoldOutcome> outcomes = holds(60, _ -> ask(new Claim.Seats("hall", 2)));
        assertThat(granted(outcomes)).hasSize(ROWS * SEATS / 2);
        othersGot(Refusal.Unavailable.class, outcomes);
        assertThat(sold(granted(outcomes))).containsExactlyInAnyOrderElementsOf(names());
        assertThat(free()).isZero();
    }

    /// Whichever pairs are in a batch together, none leaves an odd number of seats beside it.
    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "1, true", "2, true"})
    void twentyPairsFillTwoRowsOfTwenty(int engines, boolean ranked) {
        offer(new Inventory.SeatMap("rows", IntStream.range(0, 2)
                .mapToObj(row -> new Inventory.Row(IntStream.range(0, 20)
                        .mapToObj(seat -> new Inventory.Seat(row + "-" + seat, false,
                                ranked ? 1 + Math.abs(2 * seat - 19) + 5 * row : 0))
                        .toList()))
                .toList()));
        List<Object> outcomes = race(20, racer -> () -> engine(racer % engines)
                .hold(ask(new Claim.Seats("rows", 2))));
        assertThat(count(outcomes, HoldOutcome.Granted.class)).isEqualTo(20);
        assertThat(engine(0).freeSeats(HERE, "rows").map(Free.Seats::free)).contains(0L);
    }

    @Test
    void bestAndNamedAtOnce() {
        offer(hall());
        List<HoldOutcome> outcomes = holds(120, racer -> racer % 3 == 0
                ? ask(new Claim.Seats("hall", 1))
                : ask(new Claim.Seats("hall", names().get(racer % names().size()))));
        othersGot(Refusal.Unavailable.class, outcomes);
        List<String> sold = sold(granted(outcomes));
        assertThat(sold).doesNotHaveDuplicates();
        assertThat(granted(outcomes)).hasSize(sold.size());
        assertThat(free()).isEqualTo(ROWS * SEATS - sold.size());
    }

    @Test
    void aBlockAgainstAHoldOfTheSameSeat() {
        offer(hall());
        List<Object> outcomes = race(40, racer -> () -> {
            Claim seat = new Claim.Seats("hall", "R1-1");
            return racer % 4 < 2
                    ? engine(racer).hold(ask(seat))
                    : engine(racer).block(new BlockRequest(HERE, "broken", seat));
        });
        assertThat(count(outcomes, HoldOutcome.Granted.class)
                + count(outcomes, BlockOutcome.Blocked.class)).isEqualTo(1);
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isInstanceOfAny(
                HoldOutcome.Granted.class, Refusal.Unavailable.class,
                BlockOutcome.Blocked.class, Refusal.InTheWay.class));
    }

    /// An expired hold of many seats, which many takers replace at once.
    @Test
    void expiredSeatsHeldByManyAtOnce() {
        scratch.clock().set(NOON);
        offer(hall());
        Hold.Held lapsing = granted(List.of(engine(0).hold(
                ask(new Claim.Seats("hall", names().toArray(new String[0])))))).getFirst();
        scratch.clock().set(lapsing.deadline());
        List<Object> outcomes = race(ROWS * SEATS + 4, racer -> () -> racer < ROWS * SEATS
                ? engine(racer).hold(ask(new Claim.Seats("hall", names().get(racer))))
                : engine(racer).expire(10));
        assertThat(count(outcomes, HoldOutcome.Granted.class)).isEqualTo(ROWS * SEATS);
        assertThat(free()).isZero();
    }

    private static Inventory hall() {
        return new Inventory.SeatMap("hall", IntStream.range(0, ROWS)
                .mapToObj(row -> new Inventory.Row(IntStream.range(0, SEATS)
                        .mapToObj(seat -> new Inventory.Seat("R" + row + "-" + seat)).toList()))
                .toList());
    }

    private static List<String> names() {
        return IntStream.range(0, ROWS * SEATS)
                .mapToObj(seat -> "R" + seat / SEATS + "-" + seat % SEATS).toList();
    }

    private static List<String> sold(List<Hold.Held> holds) {
        List<String> sold = new ArrayList<>();
        holds.forEach(hold -> hold.basket().items().forEach(item -> {
            if (item instanceof HeldItem.Seats seats) {
                sold.addAll(seats.names());
            }
        }));
        return sold;
    }

    private long free() {
        long free = engine(0).freeSeats(HERE, "hall").map(Free.Seats::free).orElseThrow();
        assertThat(engine(1).freeSeats(HERE, "hall").map(Free.Seats::free)).contains(free);
        return free;
    }
}
