package holdfast.server.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.CancelRequest;
import holdfast.ConfirmRequest;
import holdfast.Hold;
import holdfast.testkit.Race;
import holdfast.testkit.Scratch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Customers, workers of two nodes, deadlines, staff and a misbehaving provider at the same time, by
/// a seed: `-Dholdfast.seed` repeats it. At the end nothing is charged without a booking, nothing is
/// booked without a charge beyond what is owed, and nothing is refunded twice.
class PaymentRacesTest {
    private static final int PLACES = 40;
    private static final int ROUNDS = 6;
    private static final int AT_ONCE = 12;
    private static final List<String> ROUTES = List.of("checkout.sessions.create",
            "checkout.sessions.expire", "payment_intents.capture", "payment_intents.cancel",
            "refunds.create", "payment_intents.retrieve", "checkout.sessions.retrieve");
    private static final List<String> FAULTS =
            List.of("loseReply", "loseRequest", "errorBefore", "errorAfter", "rateLimit");

    private static final String STAFF = """
            {"customer": {}, "by": "staff"}""";

    @RegisterExtension
    final Scratch scratch = Scratch.recycled();

    private final long seed = Long.getLong("holdfast.seed",
            ThreadLocalRandom.current().nextLong());
    private PaymentShop shop;

    @BeforeEach
    void open() {
        shop = new PaymentShop(scratch, PLACES);
    }

    @Test
    void endsWithoutALossWhateverMeets() {
        Random random = new Random(seed);
        List<Payments> nodes = List.of(dying(random), shop.node());
        List<String> begun = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            shop.offer(random.nextInt(3) == 0 ? "automatic" : "manual");
            for (int fault = 0; fault < 3; fault++) {
                shop.sandbox.fault(shop.key, ROUTES.get(random.nextInt(ROUTES.size())),
                        FAULTS.get(random.nextInt(FAULTS.size())));
            }
            List<Hold> holds = new ArrayList<>();
            for (int hold = 0; hold < AT_ONCE; hold++) {
                shop.held().ifPresent(holds::add);
            }
            begun.addAll(rush(random, nodes, holds));
            shop.tick(Duration.ofMinutes(random.nextInt(4) == 0 ? 45 : 1));
        }
        shop.sandbox.send(shop.key, "DELETE", "/sandbox/behaviours", "");
        Payments last = shop.node();
        shop.tick(Duration.ofHours(1));
        for (String id : begun) {
            PaymentRow row = shop.settle(last, id);
            assertThat(row.motion().stuck() && row.state() != PaymentState.OWED)
                    .as("seed %d: %s", seed, row).isFalse();
            shop.agrees(id);
        }
        Set<String> ours = new HashSet<>(begun);
        for (JsonNode each : shop.sandbox.ledger(shop.key)) {
            assertThat(ours).as("seed %d", seed)
                    .contains(each.path("clientReferenceId").asText());
        }
        assertThat(begun).as("seed %d", seed).hasSizeGreaterThan(AT_ONCE);
    }

    /// A node that dies now and then at any point.
    private Payments dying(Random random) {
        Random own = new Random(random.nextLong());
        return shop.node(point -> {
            synchronized (own) {
                if (own.nextInt(25) == 0) {
                    throw new PaymentShop.Crash();
                }
            }
        });
    }

    private List<String> rush(Random random, List<Payments> nodes, List<Hold> holds) {
        List<Callable<Optional<String>>> all = new ArrayList<>();
        for (Hold hold : holds) {
            long own = random.nextLong();
            all.add(() -> customer(new Random(own), nodes, hold));
            if (random.nextInt(4) == 0) {
                all.add(() -> customer(new Random(own + 1), nodes, hold));
            }
            if (random.nextInt(5) == 0) {
                all.add(() -> staff(new Random(own + 2), hold));
            }
        }
        for (Payments node : nodes) {
            all.add(() -> {
                for (int rounds = 0; rounds < 5; rounds++) {
                    shop.work(node);
                }
                return Optional.empty();
            });
        }
        Set<String> ids = new HashSet<>();
        Race.run(all).forEach(id -> id.ifPresent(ids::add));
        for (Hold hold : holds) {
            shop.node().ofHold(PaymentShop.HERE, hold.id()).forEach(row -> ids.add(row.id()));
        }
        return List.copyOf(ids);
    }

    private Optional<String> customer(Random random, List<Payments> nodes, Hold hold) {
        Payments node = nodes.get(random.nextInt(nodes.size()));
        Payments other = nodes.get(random.nextInt(nodes.size()));
        try {
            if (!(node.begin(PaymentShop.HERE,
                    PaymentShop.wish(hold, "sandbox")) instanceof Payments.Begun.Going going)
                    || going.payment().link().ref().isEmpty()) {
                return Optional.empty();
            }
            PaymentRow row = going.payment();
            if (random.nextInt(4) > 0) {
                shop.pay(row);
            }
            switch (random.nextInt(4)) {
                case 0 -> other.leave(row, random.nextBoolean());
                case 1 -> other.withdraw(PaymentShop.HERE, hold.id(), false);
                case 2 -> other.look(row);
                default -> other.confirm(PaymentShop.HERE, hold.id(), row.id(), PaymentShop.ANN);
            }
            if (random.nextInt(4) == 0) {
                other.refund(row, new Payments.Wanted(Optional.empty(), Optional.empty(), "staff",
                        Optional.empty()));
            }
            return Optional.of(row.id());
        } catch (PaymentShop.Crash died) {
            return Optional.empty();
        }
    }

    /// Staff cancels the hold or its booking, or confirms the hold without a payment.
    private Optional<String> staff(Random random, Hold hold) {
        if (random.nextInt(3) == 0) {
            shop.engine
                    .confirm(new ConfirmRequest(PaymentShop.HERE, hold.id(), Optional.of(STAFF)));
        } else {
            shop.engine.cancel(
                    new CancelRequest(PaymentShop.HERE, hold.id(), random.nextBoolean()));
        }
        return Optional.empty();
    }
}
