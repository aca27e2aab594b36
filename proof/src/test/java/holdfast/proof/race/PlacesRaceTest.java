package holdfast.proof.race;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.Limit;
import holdfast.OfferOutcome;
import holdfast.Refusal;
import holdfast.Shortage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The last places of pools: plain, nested, and each customer's own.
@Tag("pool_never_oversold")
@Tag("pool_claim_once")
class PlacesRaceTest extends RaceSetup {

    @Test
    @Tag("journal_in_order")
    void theLastPlaces() {
        offer(new Inventory.Pool("floor", 20));
        List<HoldOutcome> outcomes = holds(120, _ -> ask(new Claim.Capacity("floor", 1)));
        assertThat(granted(outcomes)).hasSize(20);
        othersGot(Refusal.Unavailable.class, outcomes);
        assertThat(places("floor")).isZero();
        inOrder(Kind.CAPACITY, "floor");
    }

    /// No refused party would fit into what is left at the end.
    @Test
    void partiesOfAnySize() {
        offer(new Inventory.Pool("floor", 50));
        List<HoldRequest> requests = random.longs(80, 1, 8)
                .mapToObj(party -> ask(new Claim.Capacity("floor", party))).toList();
        List<HoldOutcome> outcomes = holds(80, requests::get);
        othersGot(Refusal.Unavailable.class, outcomes);
        long sold = granted(outcomes).stream().mapToLong(PlacesRaceTest::quantity).sum();
        assertThat(places("floor")).isEqualTo(50 - sold).isNotNegative();
        for (HoldOutcome outcome : outcomes) {
            if (outcome instanceof Refusal.Unavailable refused) {
                Shortage shortage = refused.shortages().getFirst();
                assertThat(shortage.left()).isLessThan(shortage.asked());
                assertThat(shortage.asked()).isGreaterThan(50 - sold);
            }
        }
    }

    @Test
    void ticketTypesThatShareAPool() {
        offer(new Inventory.Pool("hall", 30),
                new Inventory.Pool("vip", 20, Optional.of("hall")),
                new Inventory.Pool("standing", 20, Optional.of("hall")));
        List<HoldOutcome> outcomes =
                holds(120, racer -> ask(new Claim.Capacity(racer % 4 < 2 ? "vip" : "standing", 1)));
        assertThat(granted(outcomes)).hasSize(30);
        othersGot(Refusal.Unavailable.class, outcomes);
        assertThat(places("hall")).isZero();
        inOrder(Kind.CAPACITY, "hall");
    }

    @Test
    void bothTypesInOneBasketInEitherSequence() {
        offer(new Inventory.Pool("hall", 30),
                new Inventory.Pool("vip", 15, Optional.of("hall")),
                new Inventory.Pool("standing", 30, Optional.of("hall")));
        Claim vip = new Claim.Capacity("vip", 1);
        Claim standing = new Claim.Capacity("standing", 1);
        List<HoldOutcome> outcomes =
                holds(80, racer -> racer % 4 < 2 ? ask(vip, standing) : ask(standing, vip));
        assertThat(granted(outcomes)).hasSize(15);
        othersGot(Refusal.Unavailable.class, outcomes);
        assertThat(places("hall")).isZero();
    }

    @Test
    void oneCustomerInManyRequests() {
        offer(new Inventory.Pool("floor", 100), new Inventory.Pool("gallery", 100));
        List<HoldOutcome> outcomes =
                holds(60, racer -> ask(new Claim.Capacity(racer % 4 < 2 ? "floor" : "gallery", 1))
                        .customer("ann", new Limit("concert", 4, 1)));
        assertThat(granted(outcomes)).hasSize(4);
        othersGot(Refusal.LimitReached.class, outcomes);
        assertThat(places("floor") + places("gallery")).isEqualTo(196);
    }

    @Test
    void manyCustomersInManyRequests() {
        offer(new Inventory.Pool("floor", 35));
        List<HoldOutcome> outcomes = holds(120, racer -> ask(new Claim.Capacity("floor", 1))
                .customer("customer" + racer % 10, new Limit("concert", 4, 1)));
        assertThat(granted(outcomes)).hasSize(35);
        for (int customer = 0; customer < 10; customer++) {
            String name = "customer" + customer;
            assertThat(granted(outcomes).stream()
                    .filter(hold -> hold.basket().customer().equals(Optional.of(name))))
                    .hasSizeLessThanOrEqualTo(4);
        }
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isInstanceOfAny(
                HoldOutcome.Granted.class, Refusal.LimitReached.class,
                Refusal.Unavailable.class));
    }

    @Test
    void severalLimitsAtOnceInAnySequence() {
        offer(new Inventory.Pool("floor", 100));
        Limit day = new Limit("day", 6, 1);
        Limit season = new Limit("season", 9, 1);
        Claim place = new Claim.Capacity("floor", 1);
        List<HoldOutcome> outcomes = holds(60, racer -> switch (racer % 4) {
            case 0 -> ask(place).customer("ann", day, season);
            case 1 -> ask(place).customer("ann", season, day);
            default -> ask(place).customer("ann", season);
        });
        othersGot(Refusal.LimitReached.class, outcomes);
        assertThat(granted(outcomes)).hasSize(9);
    }

    /// Takes, gives back and resizes at once, in any sequence.
    @Test
    @Tag("pool_never_negative")
    void heldCancelledAndResizedAtOnce() {
        offer(new Inventory.Pool("floor", 12));
        List<Object> outcomes = race(90, racer -> () -> {
            if (racer % 9 == 8) {
                return engine(racer).offer(HERE, new Inventory.Pool("floor", 4 + racer % 10));
            }
            HoldOutcome outcome = engine(racer).hold(ask(new Claim.Capacity("floor", 1)));
            if (racer % 3 == 0 && outcome instanceof HoldOutcome.Granted granted) {
                return engine(racer + 1).cancel(
                        new CancelRequest(HERE, granted.hold().id(), false));
            }
            return outcome;
        });
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isInstanceOfAny(
                HoldOutcome.Granted.class, Refusal.Unavailable.class,
                CancelOutcome.Done.class, OfferOutcome.Offered.class,
                Refusal.InTheWay.class));
        assertThat(places("floor")).isNotNegative();
        inOrder(Kind.CAPACITY, "floor");
    }

    /// A pool that comes on sale inside another one is never sold without it.
    @Test
    @Tag("pool_inside_known")
    void aPoolThatIsOfferedWhileItIsHeld() {
        offer(new Inventory.Pool("hall", 8));
        for (int round = 0; round < 6; round++) {
            String type = "type" + round;
            List<Object> outcomes = race(14, racer -> () -> racer == 7
                    ? engine(racer).offer(HERE, new Inventory.Pool(type, 4, Optional.of("hall")))
                    : engine(racer).hold(ask(new Claim.Capacity(type, 1))
                            .customer("customer" + racer, new Limit(type, 1, 1))));
            long sold = count(outcomes, HoldOutcome.Granted.class);
            assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isInstanceOfAny(
                    HoldOutcome.Granted.class, Refusal.Unknown.class, Refusal.Unavailable.class,
                    OfferOutcome.Offered.class));
            assertThat(places(type)).isLessThanOrEqualTo(4 - sold);
            scratch.audit();
        }
    }

    private long places(String pool) {
        long left = engine(0).freePlaces(HERE, pool).orElseThrow().places();
        assertThat(engine(1).freePlaces(HERE, pool).orElseThrow().places()).isEqualTo(left);
        return left;
    }

    private static long quantity(Hold hold) {
        return hold.basket().items().stream()
                .mapToLong(item -> item instanceof HeldItem.Capacity it ? it.quantity() : 0).sum();
    }
}
