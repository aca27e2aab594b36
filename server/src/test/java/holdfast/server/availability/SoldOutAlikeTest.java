package holdfast.server.availability;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.Limit;
import holdfast.Refusal;
import holdfast.RequestOptions;
import holdfast.engine.Limits;
import holdfast.testkit.Scratch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The cache refuses only what the engine would have refused with the same outcome. Random baskets
/// are requested of nearly full seat maps and pools, and the engine answers each once more.
class SoldOutAlikeTest {
    private static final String HERE = "w";

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private final long seed = Long.getLong("holdfast.seed", System.nanoTime());
    private final Random random = new Random(seed);

    private void offer(Holdfast engine) {
        engine.offer(HERE, new Inventory.Pool("whole", 9));
        engine.offer(HERE, new Inventory.Pool("floor", 6, Optional.of("whole")));
        engine.offer(HERE, new Inventory.Pool("gallery", 5, Optional.of("whole")));
        engine.offer(HERE, new Inventory.Pool("parking", 2));
        engine.offer(HERE, new Inventory.SeatMap("stalls", List.of(row("A"), row("B"))));
    }

    private static Inventory.Row row(String name) {
        return new Inventory.Row(IntStream.rangeClosed(1, 3)
                .mapToObj(seat -> new Inventory.Seat(name + "-" + seat)).toList());
    }

    private Claim claim() {
        return switch (random.nextInt(6)) {
            case 0 -> new Claim.Capacity("parking", 1 + random.nextInt(3));
            case 1 -> new Claim.Capacity("gallery", 1 + random.nextInt(3));
            case 2 -> new Claim.Capacity("floor", 1 + random.nextInt(4));
            case 3 -> new Claim.Seats("stalls", new Claim.Best(1 + random.nextInt(3), false));
            case 4 -> new Claim.Seats("stalls", "B-" + (1 + random.nextInt(3)), "A-1");
            default -> new Claim.Seats("stalls", "A-" + (1 + random.nextInt(random.nextInt(20) == 0
                    ? 4 : 3)));
        };
    }

    private HoldRequest request() {
        List<Claim> claims = new ArrayList<>();
        for (int item = 0; item <= random.nextInt(4); item++) {
            claims.add(claim());
        }
        Optional<String> customer = random.nextInt(3) == 0
                ? Optional.empty() : Optional.of("customer " + random.nextInt(4));
        List<Limit> limits = switch (random.nextInt(3)) {
            case 0 -> List.of();
            case 1 -> List.of(new Limit("concert", 3, 1 + random.nextInt(3)));
            default -> List.of(new Limit("concert", 3, 2),
                    new Limit(random.nextBoolean() ? "concert" : "season", 2, 1));
        };
        return new HoldRequest(HERE, claims, Duration.ofMinutes(5), customer, limits,
                RequestOptions.NONE);
    }

    @Test
    void refusesFromMemoryAsTheEngineDoes() {
        Holdfast engine = scratch.engine();
        Holdfast judge = scratch.open(Limits.usual());
        SoldOut node = new SoldOut(engine);
        offer(node);
        List<String> held = new ArrayList<>();
        Instant last = Instant.MIN;
        int alike = 0;
        for (int round = 0; round < 1_500; round++) {
            HoldRequest request = request();
            HoldOutcome outcome = node.hold(request);
            if (outcome instanceof HoldOutcome.Granted granted) {
                held.add(granted.hold().id());
                last = engine.now();
            } else if (outcome instanceof Refusal.Unavailable from && from.asOf().isPresent()) {
                // More may be missing now than then: what was granted since.
                HoldOutcome own = judge.hold(request);
                assertThat(own).as("seed %d, %s", seed, request)
                        .isInstanceOf(Refusal.Unavailable.class);
                if (from.asOf().get().isAfter(last)) {
                    assertThat(own).as("seed %d, %s", seed, request)
                            .isEqualTo(new Refusal.Unavailable(from.shortages()));
                    alike++;
                }
                assertThat(from.asOf().get()).isBetween(
                        engine.now().minus(AvailabilityCache.AGE.multipliedBy(2)), engine.now());
            }
            if (!held.isEmpty() && random.nextInt(60) == 0) {
                node.cancel(new CancelRequest(HERE,
                        held.remove(random.nextInt(held.size())), true));
            }
            if (random.nextInt(400) == 0) {
                node.withdraw(HERE, Kind.SEATS, "stalls");
            } else if (random.nextInt(100) == 0) {
                offer(node);
            }
        }
        assertThat(alike).as("seed %d", seed).isGreaterThan(100);
        assertThat(engine.audit(HERE).findings()).isEmpty();
    }

    @Test
    void refusesALimitAsTheEngineDoes() {
        SoldOut node = new SoldOut(scratch.engine());
        node.offer(HERE, new Inventory.Pool("club", 4));
        Limit two = new Limit("club", 2, 1);
        HoldRequest one = new HoldRequest(HERE, new Claim.Capacity("club", 1));
        node.hold(new HoldRequest(HERE, new Claim.Capacity("club", 2))
                .customer("ann", new Limit("club", 2, 2)));
        node.hold(one);
        HoldOutcome last = node.hold(one.customer("bob", two));
        assertThat(last).isInstanceOf(HoldOutcome.Granted.class);
        // It is sold out now, and every customer gets the refusal that comes first.
        for (int round = 0; round < 3; round++) {
            assertThat(node.hold(one.customer("ann", two)))
                    .isEqualTo(new Refusal.LimitReached("club", 2, 0));
            assertThat(node.hold(one.customer("bob", two)))
                    .isInstanceOf(Refusal.Unavailable.class);
            assertThat(node.hold(one.customer("cat", two)))
                    .isInstanceOf(Refusal.Unavailable.class);
            assertThat(node.hold(new HoldRequest(HERE, new Claim.Capacity("club", 3))
                    .customer("cat", new Limit("club", 2, 3))))
                    .isEqualTo(new Refusal.LimitReached("club", 2, 2));
        }
        assertThat(node.refused()).isPositive();
    }
}
