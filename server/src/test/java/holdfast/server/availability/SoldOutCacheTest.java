package holdfast.server.availability;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Inventory;
import holdfast.Limit;
import holdfast.Refusal;
import holdfast.Shortage;
import holdfast.engine.Limits;
import holdfast.testkit.Race;
import holdfast.testkit.Scratch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SoldOutCacheTest {
    private static final HoldRequest ONE = new HoldRequest("w", new Claim.Capacity("club", 1));

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private static String held(HoldOutcome outcome) {
        return ((HoldOutcome.Granted) outcome).hold().id();
    }

    private static List<Shortage> shortages(HoldOutcome outcome) {
        return ((Refusal.Unavailable) outcome).shortages();
    }

    @Test
    void refusesSoldOutFromMemoryAndAsksTheEngineOtherwise() {
        SoldOut node = new SoldOut(scratch.engine());
        node.offer("w", new Inventory.Pool("club", 3));
        node.hold(new HoldRequest("w", new Claim.Capacity("club", 2)));
        HoldRequest two = new HoldRequest("w", new Claim.Capacity("club", 2));
        HoldOutcome first = node.hold(two);
        long began = System.nanoTime();
        HoldOutcome second = node.hold(two);
        if (System.nanoTime() - began < AvailabilityCache.AGE.toNanos() / 10) {
            assertThat(node.refused()).isEqualTo(1);
        }
        assertThat(shortages(second)).isEqualTo(shortages(first));
        assertThat(node.hold(ONE)).isInstanceOf(HoldOutcome.Granted.class);
    }

    @Test
    void asksTheEngineForRequestsWithAKey() {
        SoldOut node = new SoldOut(scratch.engine());
        node.offer("w", new Inventory.Pool("club", 1));
        HoldOutcome granted = node.hold(ONE.key("mine"));
        node.hold(ONE);
        node.hold(ONE);
        assertThat(held(node.hold(ONE.key("mine")))).isEqualTo(held(granted));
        HoldOutcome refused = node.hold(ONE.key("late"));
        assertThat(((Refusal.Unavailable) refused).asOf()).isEmpty();
        node.cancel(new CancelRequest("w", held(granted), false));
        assertThat(node.hold(ONE.key("late"))).isEqualTo(refused);
    }

    /// A request after an acknowledged cancellation gets the place, even if a refusal was being
    /// read at that moment.
    @Test
    void doesNotRefuseWhatWasCancelledBefore() {
        SoldOut node = new SoldOut(scratch.engine());
        node.offer("w", new Inventory.Pool("club", 1));
        AtomicInteger rounds = new AtomicInteger(60);
        List<Callable<Boolean>> all = new ArrayList<>();
        for (int number = 0; number < 6; number++) {
            all.add(() -> {
                HoldRequest two = new HoldRequest("w", new Claim.Capacity("club", 2));
                while (rounds.get() > 0) {
                    node.hold(two);
                }
                return true;
            });
        }
        all.add(() -> {
            try {
                while (rounds.getAndDecrement() > 0) {
                    String hold = held(node.hold(ONE));
                    node.hold(ONE);
                    node.cancel(new CancelRequest("w", hold, false));
                }
                return true;
            } finally {
                rounds.set(0);
            }
        });
        assertThat(Race.run(all)).containsOnly(true);
        assertThat(node.refused()).isPositive();
    }

    /// At its deadline a hold is over, also for customers who were refused a moment before.
    @Test
    void freesAHoldAtItsDeadline() {
        Holdfast engine = scratch.engine();
        SoldOut node = new SoldOut(engine);
        node.offer("w", new Inventory.Pool("club", 1));
        node.offer("w", new Inventory.SeatMap("hall", List.of(new Inventory.Row(
                List.of(new Inventory.Seat("A-1"))))));
        for (Claim claim : List.of(new Claim.Capacity("club", 1),
                new Claim.Seats("hall", "A-1"),
                new Claim.Seats("hall", new Claim.Best(1, false)))) {
            HoldRequest wish = new HoldRequest("w", claim);
            HoldOutcome.Granted granted =
                    (HoldOutcome.Granted) node.hold(wish.holdFor(Duration.ofSeconds(1)));
            HoldOutcome outcome;
            boolean over;
            do {
                over = !engine.now().isBefore(granted.hold().deadline());
                outcome = node.hold(wish.holdFor(Duration.ofMillis(1)));
                assertThat(over && outcome instanceof Refusal.Unavailable).isFalse();
                // Granted just after the deadline, although it had not passed at the check: the new
                // hold is the test's own and blocks the next request.
            } while (!over && !(outcome instanceof HoldOutcome.Granted));
            while (!(node
                    .hold(wish.holdFor(Duration.ofMillis(1))) instanceof HoldOutcome.Granted)) {
                Thread.onSpinWait();
            }
        }
        assertThat(node.refused()).isPositive();
    }

    @Test
    void seesSoonWhatAnotherNodeFreed() {
        SoldOut node = new SoldOut(scratch.engine());
        SoldOut other = new SoldOut(scratch.open(Limits.usual()));
        node.offer("w", new Inventory.Pool("club", 1));
        node.offer("w", new Inventory.SeatMap("hall", List.of(new Inventory.Row(
                List.of(new Inventory.Seat("A-1"), new Inventory.Seat("A-2"))))));
        Claim seat = new Claim.Seats("hall", "A-1");
        for (HoldRequest wish : List.of(ONE, new HoldRequest("w", seat),
                new HoldRequest("w", new Claim.Seats("hall", new Claim.Best(2, false))),
                new HoldRequest("w", new Claim.Capacity("club", 1), seat),
                ONE.customer("ann", new Limit("club", 3, 1)))) {
            String hold = held(node.hold(wish));
            for (int times = 0; times < 3; times++) {
                assertThat(node.hold(wish)).isInstanceOf(Refusal.Unavailable.class);
            }
            other.cancel(new CancelRequest("w", hold, false));
            long given = System.nanoTime();
            boolean late;
            HoldOutcome outcome;
            do {
                late = System.nanoTime() - given >= AvailabilityCache.AGE.toNanos();
                outcome = node.hold(wish);
                if (outcome instanceof Refusal.Unavailable refused) {
                    assertThat(refused.asOf()).as("%s", wish).isPresent();
                }
            } while (outcome instanceof Refusal.Unavailable && !late);
            assertThat(outcome).as("%s", wish).isInstanceOf(HoldOutcome.Granted.class);
            node.cancel(new CancelRequest("w", held(outcome), false));
        }
        assertThat(node.refused()).isPositive();
    }
}
