package holdfast.proof.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.ConfirmRequest;
import holdfast.Free;
import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Invalid;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.Refusal;
import holdfast.engine.Limits;
import holdfast.testkit.Scratch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Every alternative that `nextBest` offers can be held, on either engine, after any changes.
class NextBestContractTest {
    private static final String HERE = "theatre";
    private static final int ROUNDS = 150;

    @RegisterExtension
    final Scratch scratch = Scratch.recycled();

    @Test
    void offersWhatCanBeHeld() {
        long seed = Long.getLong("holdfast.seed", System.nanoTime());
        Random random = new Random(seed);
        Holdfast one = scratch.engine();
        Holdfast other = scratch.open(Limits.usual());
        one.offer(HERE, hall(6, 9));
        List<String> live = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Holdfast asked = random.nextBoolean() ? one : other;
            Claim.Choice wanted = wanted(random);
            List<Claim.Named> choices =
                    asked.nextBest(HERE, "hall", wanted, 1 + random.nextInt(10));
            String context = "-Dholdfast.seed=" + seed + " round " + round + " " + wanted;
            boolean fits = one.freeSeats(HERE, "hall").orElseThrow().seats().stream()
                    .filter(seat -> seat.state() == Free.State.FREE)
                    .filter(seat -> !seat.accessible()).count() >= wanted.count();
            assertThat(!choices.isEmpty() || !fits || accessible(wanted)).as(context).isTrue();
            List<String> held = choices.stream()
                    .map(choice -> held(random.nextBoolean() ? one : other, choice, context))
                    .toList();
            // All of them are held at once, because no two share a seat; most are cancelled again.
            for (String hold : held) {
                if (random.nextInt(5) > 0) {
                    one.cancel(new CancelRequest(HERE, hold, false));
                } else {
                    live.add(hold);
                }
            }
            if (!live.isEmpty() && random.nextInt(4) == 0) {
                one.cancel(new CancelRequest(
                        HERE, live.remove(random.nextInt(live.size())), true));
            }
            if (!live.isEmpty() && random.nextInt(4) == 0) {
                other.confirm(new ConfirmRequest(HERE, live.get(random.nextInt(live.size()))));
            }
        }
    }

    private static boolean accessible(Claim.Choice wanted) {
        return switch (wanted) {
            case Claim.Best best -> best.accessible();
            case Claim.Named named -> named.names().stream().anyMatch(name -> name.endsWith("1"));
        };
    }

    private static Claim.Choice wanted(Random random) {
        int party = 1 + random.nextInt(5);
        if (random.nextBoolean()) {
            return new Claim.Best(party, random.nextInt(5) == 0);
        }
        int row = random.nextInt(6);
        int first = 1 + random.nextInt(9 - party + 1);
        return new Claim.Named(IntStream.range(first, first + party)
                .mapToObj(seat -> row + "-" + seat).toList());
    }

    private static String held(Holdfast engine, Claim.Named choice, String context) {
        HoldOutcome outcome =
                engine.hold(new HoldRequest(HERE, new Claim.Seats("hall", choice)));
        assertThat(outcome).as(context).isInstanceOf(HoldOutcome.Granted.class);
        return ((HoldOutcome.Granted) outcome).hold().id();
    }

    /// Rows of seats of which the first is accessible.
    private static Inventory.SeatMap hall(int rows, int seats) {
        return new Inventory.SeatMap("hall", IntStream.range(0, rows)
                .mapToObj(row -> new Inventory.Row(IntStream.rangeClosed(1, seats)
                        .mapToObj(seat -> new Inventory.Seat(row + "-" + seat, seat == 1))
                        .toList()))
                .toList());
    }

    @Test
    void itIsWhatBestSeatsWouldGive() {
        Holdfast engine = scratch.engine();
        engine.offer(HERE, hall(3, 9));
        for (int round = 0; round < 9; round++) {
            List<Claim.Named> choices =
                    engine.nextBest(HERE, "hall", new Claim.Best(2, false), 1);
            HoldOutcome outcome = engine.hold(new HoldRequest(HERE, new Claim.Seats("hall", 2)));
            Hold hold = ((HoldOutcome.Granted) outcome).hold();
            HeldItem.Seats taken = (HeldItem.Seats) hold.basket().items().getFirst();
            assertThat(choices).containsExactly(new Claim.Named(taken.names()));
        }
    }

    @Test
    void whatExpiredIsOfferedAtThatMoment() {
        scratch.clock().set(Instant.parse("2026-06-01T12:00:00Z"));
        Holdfast engine = scratch.engine();
        engine.offer(HERE, hall(1, 3));
        Claim.Named all = new Claim.Named(List.of("0-2", "0-3"));
        engine.hold(new HoldRequest(HERE, new Claim.Seats("hall", all))
                .holdFor(Duration.ofMinutes(5)));
        assertThat(engine.nextBest(HERE, "hall", all, 5)).isEmpty();
        scratch.clock().tick(Duration.ofMinutes(5).minusNanos(1_000));
        assertThat(engine.nextBest(HERE, "hall", all, 5)).isEmpty();
        assertThat(engine.now()).isEqualTo("2026-06-01T12:04:59.999999Z");
        scratch.clock().tick(Duration.ofNanos(1_000));
        assertThat(engine.nextBest(HERE, "hall", all, 5)).containsExactly(all);
        assertThat(engine.now()).isEqualTo(scratch.clock().now());
    }

    @Test
    void ofWhatIsNotOnSaleNothingIsOffered() {
        Holdfast engine = scratch.engine();
        Claim.Best one = new Claim.Best(1, false);
        assertThat(engine.nextBest(HERE, "hall", one, 5)).isEmpty();
        engine.offer(HERE, hall(1, 3));
        assertThat(engine.nextBest(HERE, "hall", one, 5)).hasSize(2);
        engine.withdraw(HERE, Kind.SEATS, "hall");
        assertThat(engine.nextBest(HERE, "hall", one, 5)).isEmpty();
        engine.offer(HERE, hall(1, 4));
        assertThat(engine.nextBest(HERE, "hall", one, 5)).hasSize(3);
        assertThat(engine.hold(new HoldRequest(HERE, new Claim.Seats("hall", 5))))
                .isInstanceOf(Refusal.Unavailable.class);
    }

    @Test
    void howManyHasBounds() {
        Holdfast engine = scratch.engine();
        Claim.Best one = new Claim.Best(1, false);
        assertThatThrownBy(() -> engine.nextBest(HERE, "hall", one, 0))
                .isInstanceOf(Invalid.class).hasMessage("most must be from 1 to 10");
        assertThatThrownBy(() -> engine.nextBest(HERE, "hall", one, 11))
                .isInstanceOf(Invalid.class);
    }
}
