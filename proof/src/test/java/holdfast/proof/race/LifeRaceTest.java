package holdfast.proof.race;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.Effect;
import holdfast.ExchangeOutcome;
import holdfast.ExchangeRequest;
import holdfast.ExtendOutcome;
import holdfast.ExtendRequest;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.Inventory;
import holdfast.Refusal;
import holdfast.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Verbs against each other on one hold: it ends once, and all requests report the same end.
class LifeRaceTest extends RaceSetup {
    private static final int ROUNDS = 12;
    private static final Claim PLACE = new Claim.Capacity("floor", 1);
    private static final Claim SEAT = new Claim.Seats("hall", "A1");
    private static final Claim OTHER_SEAT = new Claim.Seats("hall", "A2");
    private static final Claim VISIT =
            new Claim.Time("maya", new Window(NOON, NOON.plusSeconds(3_600)));

    @BeforeEach
    void offerOneOfEach() {
        scratch.clock().set(NOON);
        offer(new Inventory.Pool("floor", 1),
                new Inventory.SeatMap("hall", List.of(new Inventory.Row(
                        List.of(new Inventory.Seat("A1"), new Inventory.Seat("A2"))))),
                new Inventory.Calendar("maya"));
    }

    private Hold.Held held() {
        return granted(List.of(engine(0).hold(ask(PLACE, SEAT, VISIT)))).getFirst();
    }

    private void giveBack(Hold hold) {
        assertThat(engine(1).cancel(new CancelRequest(HERE, hold.id(), true)))
                .isInstanceOfAny(CancelOutcome.Done.class, Refusal.Expired.class);
    }

    @Test
    void confirmAgainstCancel() {
        for (int round = 0; round < ROUNDS; round++) {
            Hold mine = held();
            List<Object> outcomes = race(8, racer -> () -> racer / 2 % 2 == 0
                    ? engine(racer).confirm(new ConfirmRequest(HERE, mine.id()))
                    : engine(racer).cancel(new CancelRequest(HERE, mine.id(), false)));
            if (count(outcomes, ConfirmOutcome.Confirmed.class) > 0) {
                assertThat(count(outcomes, ConfirmOutcome.Confirmed.class)).isEqualTo(4);
                assertThat(count(outcomes, Refusal.Booked.class)).isEqualTo(4);
            } else {
                assertThat(count(outcomes, Refusal.Cancelled.class)).isEqualTo(4);
                assertThat(count(outcomes, CancelOutcome.Done.class)).isEqualTo(4);
            }
            giveBack(mine);
        }
    }

    @Test
    @Tag("seat_sold_once")
    void exchangeAgainstCancelAndATaker() {
        for (int round = 0; round < ROUNDS; round++) {
            Hold mine = held();
            List<Object> outcomes = race(6, racer -> () -> switch (racer / 2) {
                case 0 -> engine(racer).exchange(
                        new ExchangeRequest(HERE, mine.id(), 1, PLACE, OTHER_SEAT));
                case 1 -> engine(racer).cancel(new CancelRequest(HERE, mine.id(), false));
                default -> engine(racer).hold(ask(racer == 4 ? SEAT : OTHER_SEAT));
            });
            assertThat(count(outcomes, CancelOutcome.Done.class)).isEqualTo(2);
            assertThat(count(outcomes, ExchangeOutcome.Exchanged.class)).isLessThanOrEqualTo(1);
            assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isInstanceOfAny(
                    CancelOutcome.Done.class, ExchangeOutcome.Exchanged.class,
                    Refusal.Cancelled.class, Refusal.Stale.class, Refusal.Unavailable.class,
                    HoldOutcome.Granted.class));
            outcomes.forEach(outcome -> {
                if (outcome instanceof HoldOutcome.Granted taker) {
                    giveBack(taker.hold());
                }
            });
            assertThat(engine(0).freeSeats(HERE, "hall").orElseThrow().free()).isEqualTo(2);
        }
    }

    /// The deadline passes during the race: the confirming client has it, or a taker, never both.
    @Test
    @Tag("pool_never_oversold")
    @Tag("seat_sold_once")
    @Tag("time_never_overlaps")
    void confirmAtTheDeadlineAgainstATaker() {
        int booked = 0;
        for (int round = 0; round < 3 * ROUNDS; round++) {
            Hold.Held mine = held();
            scratch.clock().set(mine.deadline().minusNanos(1_000));
            int strikes = round % 5;
            List<Object> outcomes = race(5, racer -> () -> {
                if (racer == strikes) {
                    scratch.clock().tick(Duration.ofNanos(1_000));
                    return "struck";
                }
                return racer % 2 == 0
                        ? engine(racer / 2).confirm(new ConfirmRequest(HERE, mine.id()))
                        : engine(racer / 2).hold(ask(PLACE, SEAT, VISIT));
            });
            long confirmed = count(outcomes, ConfirmOutcome.Confirmed.class);
            long taken = count(outcomes, HoldOutcome.Granted.class);
            assertThat(Math.min(confirmed, 1) + taken).as("%s", outcomes).isLessThanOrEqualTo(1);
            assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isInstanceOfAny(
                    String.class, ConfirmOutcome.Confirmed.class, HoldOutcome.Granted.class,
                    Refusal.Expired.class, Refusal.Unavailable.class));
            booked += confirmed > 0 ? 1 : 0;
            inTime(mine);
            giveBack(mine);
            outcomes.forEach(outcome -> {
                if (outcome instanceof HoldOutcome.Granted taker) {
                    giveBack(taker.hold());
                }
            });
        }
        System.out.println("booked at the last microsecond: " + booked + " of " + 3 * ROUNDS);
    }

    /// The first change of the hold is before its first deadline.
    private void inTime(Hold.Held hold) {
        assertThat(engine(0).history(HERE, hold.id()))
                .filteredOn(entry -> entry.what().effect() == Effect.KEEP
                        && entry.of().holdVersion() == 2)
                .allSatisfy(entry -> assertThat(entry.at()).isBefore(hold.deadline()));
    }

    @Test
    void extendAgainstExpire() {
        for (int round = 0; round < 2 * ROUNDS; round++) {
            Hold.Held mine = held();
            scratch.clock().set(mine.deadline().minusNanos(1_000));
            int strikes = round % 6;
            List<Object> outcomes = race(6, racer -> () -> {
                if (racer == strikes) {
                    scratch.clock().tick(Duration.ofNanos(1_000));
                    return "struck";
                }
                return switch (racer % 3) {
                    case 0 -> engine(racer / 3).extend(
                            new ExtendRequest(HERE, mine.id(), Duration.ofMinutes(20)));
                    case 1 -> engine(racer / 3).hold(ask(PLACE, SEAT, VISIT));
                    default -> engine(racer / 3).expire(10);
                };
            });
            boolean extended = count(outcomes, ExtendOutcome.Extended.class) > 0;
            boolean taken = count(outcomes, HoldOutcome.Granted.class) > 0;
            int swept = outcomes.stream()
                    .mapToInt(each -> each instanceof Integer count ? count : 0).sum();
            assertThat(extended && (taken || swept > 0)).as("%s", outcomes).isFalse();
            inTime(mine);
            assertThat(swept).isLessThanOrEqualTo(1);
            assertThat(count(outcomes, HoldOutcome.Granted.class)).isLessThanOrEqualTo(1);
            Hold now = engine(1).find(HERE, mine.id()).orElseThrow();
            assertThat(now).isInstanceOf(extended ? Hold.Held.class : Hold.Expired.class);
            giveBack(mine);
            outcomes.forEach(outcome -> {
                if (outcome instanceof HoldOutcome.Granted taker) {
                    giveBack(taker.hold());
                }
            });
            engine(0).expire(10);
        }
    }

    @Test
    void expireByManyAtOnce() {
        offer(new Inventory.Pool("floor", 60));
        holds(40, _ -> ask(PLACE));
        scratch.clock().tick(Duration.ofHours(1));
        List<Integer> swept = race(8, racer -> () -> engine(racer).expire(15));
        assertThat(swept.stream().mapToInt(Integer::intValue).sum()).isLessThanOrEqualTo(40);
        assertThat(engine(0).expire(100) + swept.stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(40);
    }

    /// Baskets of every kind in any sequence: no deadlock, and no basket granted in part.
    @Test
    @Tag("pool_never_oversold")
    @Tag("seat_sold_once")
    @Tag("time_never_overlaps")
    void basketsInAnySequence() {
        offer(new Inventory.Pool("floor", 3), new Inventory.Calendar("maya", 2, null));
        List<HoldOutcome> outcomes = holds(90, racer -> {
            List<Claim> claims = new ArrayList<>(
                    List.of(PLACE, new Claim.Seats("hall", 1), VISIT));
            Collections.rotate(claims, racer);
            return ask(claims.toArray(new Claim[0]));
        });
        assertThat(granted(outcomes)).hasSize(2);
        othersGot(Refusal.Unavailable.class, outcomes);
        assertThat(engine(0).freePlaces(HERE, "floor").orElseThrow().places()).isEqualTo(1);
        assertThat(engine(0).freeSeats(HERE, "hall").orElseThrow().free()).isZero();
    }

    /// All verbs at once, over and over; the audit at the end says whether all is right.
    @Test
    void everyVerbAtOnce() {
        scratch.clock().running(Duration.ZERO);
        offer(new Inventory.Pool("floor", 5), new Inventory.Calendar("maya", 3, null));
        race(24, racer -> {
            long seed = random.nextLong();
            return () -> {
                new RandomClient(engine(racer), seed).walk(25);
                return true;
            };
        });
    }
}
