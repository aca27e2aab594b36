package holdfast.proof.race;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.BlockOutcome;
import holdfast.BlockRequest;
import holdfast.Claim;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.Limit;
import holdfast.OfferOutcome;
import holdfast.Refusal;
import holdfast.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Many clients put the same inventory on sale at once, or change it while it is on sale.
class OffersRaceTest extends RaceSetup {

    @Test
    @Tag("workspace_once")
    @Tag("pool_once")
    @Tag("seat_map_once")
    @Tag("seat_number_once")
    @Tag("seat_name_once")
    @Tag("calendar_once")
    void sameOffersInANewWorkspace() {
        List<Inventory> things = List.of(
                new Inventory.Pool("hall", 9),
                new Inventory.SeatMap("hall", List.of(row("A1", "A2"), row("B1"))),
                new Inventory.Calendar("hall", 2, null));
        for (int round = 0; round < 5; round++) {
            String workspace = "new" + round;
            List<OfferOutcome> outcomes = race(24,
                    racer -> () -> engine(racer).offer(workspace, things.get(racer / 2 % 3)));
            assertThat(outcomes).hasOnlyElementsOfType(OfferOutcome.Offered.class);
            for (int at = 0; at < 2; at++) {
                assertThat(engine(at).freePlaces(workspace, "hall").orElseThrow().places())
                        .isEqualTo(9);
                assertThat(engine(at).freeSeats(workspace, "hall").orElseThrow().free())
                        .isEqualTo(3);
            }
            for (Kind kind : Kind.values()) {
                assertThat(engine(0).history(workspace, kind, "hall", 0, 100).getFirst().version())
                        .isEqualTo(1);
            }
        }
    }

    @Test
    @Tag("pool_inside_known")
    void innerAndOuterPoolsAtOnce() {
        List<Object> outcomes = race(30, racer -> () -> switch (racer / 2 % 3) {
            case 0 -> engine(racer).offer(HERE, new Inventory.Pool("hall", 5));
            case 1 -> engine(racer).offer(
                    HERE, new Inventory.Pool("vip", 5, Optional.of("hall")));
            default -> engine(racer).hold(ask(new Claim.Capacity("vip", 1)));
        });
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isInstanceOfAny(
                OfferOutcome.Offered.class, HoldOutcome.Granted.class, Refusal.Unknown.class,
                Refusal.Unavailable.class));
        assertThat(count(outcomes, HoldOutcome.Granted.class)).isLessThanOrEqualTo(5);
    }

    /// The first hold that needs a limit's pool makes it.
    @Test
    @Tag("pool_once")
    void firstHoldsOfManyNewCustomers() {
        offer(new Inventory.Pool("floor", 1_000));
        List<HoldOutcome> outcomes = holds(80, racer -> ask(new Claim.Capacity("floor", 1))
                .customer("customer" + racer / 4, new Limit("concert", 2, 1)));
        assertThat(granted(outcomes)).hasSize(40);
        othersGot(Refusal.LimitReached.class, outcomes);
    }

    /// Seats are added and removed while they are sold: no hold ever has a seat that does not
    /// exist.
    @Test
    @Tag("seat_sold_once")
    void aSeatMapThatChangesWhileItIsSold() {
        Inventory small = new Inventory.SeatMap("hall", List.of(row("A1", "A2"), row("B1", "B2")));
        Inventory big = new Inventory.SeatMap("hall",
                List.of(row("B2", "B1"), row("A1", "A2", "A3"), row("C1", "C2", "C3")));
        offer(small);
        List<Object> outcomes = race(60, racer -> () -> switch (racer % 6) {
            case 0 -> engine(racer / 6).offer(HERE, racer % 12 == 0 ? big : small);
            case 1, 2 -> engine(racer).hold(ask(new Claim.Seats("hall", "C1")));
            default -> engine(racer).hold(ask(new Claim.Seats("hall", 2)));
        });
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isInstanceOfAny(
                OfferOutcome.Offered.class, HoldOutcome.Granted.class, Refusal.InTheWay.class,
                Refusal.Unknown.class, Refusal.Unavailable.class));
        inOrder(Kind.SEATS, "hall");
    }

    @Test
    @Tag("time_never_overlaps")
    void aCalendarThatLosesLanesWhileItIsSold() {
        offer(new Inventory.Calendar("sauna", 4, null));
        HoldRequest visit = ask(new Claim.Time(
                "sauna", new Window(NOON, NOON.plusSeconds(3_600))));
        List<Object> outcomes = race(50, racer -> () -> switch (racer % 5) {
            case 0 -> engine(racer / 5).offer(
                    HERE, new Inventory.Calendar("sauna", 1 + racer / 5 % 4, null));
            case 1 -> engine(racer / 5).block(
                    new BlockRequest(HERE, "repairs", visit.claims().getFirst()));
            default -> engine(racer).hold(visit);
        });
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isInstanceOfAny(
                OfferOutcome.Offered.class, HoldOutcome.Granted.class, BlockOutcome.Blocked.class,
                Refusal.InTheWay.class, Refusal.Unavailable.class));
        assertThat(count(outcomes, HoldOutcome.Granted.class)).isLessThanOrEqualTo(4);
        inOrder(Kind.TIME, "sauna");
    }

    private static Inventory.Row row(String... names) {
        List<Inventory.Seat> seats = new ArrayList<>();
        for (String name : names) {
            seats.add(new Inventory.Seat(name));
        }
        return new Inventory.Row(seats);
    }
}
