package holdfast.server.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.CancelRequest;
import holdfast.ConfirmRequest;
import holdfast.Hold;
import holdfast.judge.money.MoneyPromise;
import holdfast.judge.money.MoneyVerdict;
import holdfast.testkit.Race;
import holdfast.testkit.Scratch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Customers, webhooks, workers of two nodes, deadlines, staff and a misbehaving provider at the same
/// time, by a seed: `-Dholdfast.seed` repeats it, `-Dholdfast.rounds` makes it longer. At the end the
/// judge compares provider, payments and bookings.
class PaymentRacesTest {
    private static final int ROUNDS = Integer.getInteger("holdfast.rounds", 6);
    private static final int PLACES = 40;
    private static final int AT_ONCE = 12;
    private static final int STAFF_TRIES = 4;
    private static final List<String> ROUTES = List.of("checkout.sessions.create",
            "checkout.sessions.expire", "payment_intents.capture", "payment_intents.cancel",
            "refunds.create", "payment_intents.retrieve", "checkout.sessions.retrieve");
    private static final List<String> FAULTS = List.of("loseReply", "loseRequest", "errorBefore",
            "errorAfter", "rateLimit", "hang", "hangAfter");
    private static final List<String> WEBHOOK_FAULTS = List.of("drop", "delay", "repeat", "hold",
            "reorder", "badSignature", "staleSignature", "unsigned", "liveMode");
    /// The last one's refunds fail later.
    private static final List<String> CARDS = List.of(PaymentShop.CARD, PaymentShop.CARD,
            PaymentShop.CARD, PaymentShop.DECLINED, "4000000000007726", "4000000000005126");

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
        System.out.println("holdfast.seed=" + seed);
        Random random = new Random(seed);
        Instant began = Instant.now();
        List<Payments> nodes = List.of(dying(random), shop.node());
        List<String> begun = new ArrayList<>();
        AtomicInteger turn = new AtomicInteger();
        try (PaymentWebhooks webhooks = new PaymentWebhooks(
                shop, () -> nodes.get(turn.incrementAndGet() % nodes.size()))) {
            shop.signedWith(webhooks.secret());
            for (int round = 0; round < ROUNDS; round++) {
                begun.addAll(round(random, nodes));
            }
            shop.sandbox.send(shop.key, "DELETE", "/sandbox/behaviours", "");
            shop.sandbox.send(shop.key, "POST", "/sandbox/webhooks/release", "{}");
            settled(new HashSet<>(begun), began);
            assertThat(webhooks.taken.get()).as("seed %d", seed).isPositive();
        }
        MoneyVerdict verdict = ShopEvidence.judged(shop, scratch);
        assertThat(verdict.findings()).as("seed %d: %s", seed, verdict).isEmpty();
        assertThat(verdict.weighed(MoneyPromise.BOOKED_IS_CHARGED)).isGreaterThan(AT_ONCE);
        assertThat(verdict.weighed(MoneyPromise.EVENT_ONCE)).isPositive();
        assertThat(begun).as("seed %d", seed).hasSizeGreaterThan(AT_ONCE);
    }

    private List<String> round(Random random, List<Payments> nodes) {
        shop.offer(random.nextInt(3) == 0 ? "automatic" : "manual");
        for (int fault = 0; fault < 3; fault++) {
            shop.sandbox.fault(shop.key, ROUTES.get(random.nextInt(ROUTES.size())),
                    FAULTS.get(random.nextInt(FAULTS.size())));
            webhookFault(random);
        }
        if (random.nextInt(3) == 0) {
            shop.sandbox.fault(shop.key, "payment_intents.capture", "refuse");
        }
        List<Hold> holds = new ArrayList<>();
        for (int hold = 0; hold < AT_ONCE; hold++) {
            shop.held().ifPresent(holds::add);
        }
        List<String> begun = rush(random, nodes, holds);
        if (random.nextBoolean()) {
            shop.sandbox.send(shop.key, "POST", "/sandbox/webhooks/release",
                    "{\"order\": \"reverse\"}");
        }
        passed(Duration.ofMinutes(random.nextInt(4) == 0 ? 45 : 1), random.nextBoolean());
        return begun;
    }

    private void webhookFault(Random random) {
        shop.sandbox.send(shop.key, "POST", "/sandbox/webhooks/behaviours",
                "{\"event\": \"*\", \"do\": \""
                        + WEBHOOK_FAULTS.get(random.nextInt(WEBHOOK_FAULTS.size()))
                        + "\", \"millis\": 50, \"copies\": 2, \"times\": "
                        + (1 + random.nextInt(4)) + "}");
    }

    /// Time passes here, and at the provider or not.
    private void passed(Duration time, boolean everywhere) {
        shop.tick(time);
        if (everywhere) {
            shop.sandbox.send(shop.key, "POST", "/sandbox/clock",
                    "{\"advanceSeconds\": " + time.toSeconds() + "}");
        }
    }

    /// The deadlines pass, the daily comparison with the provider runs, and staff refunds what was
    /// left to it.
    private void settled(Set<String> begun, Instant began) {
        Payments last = shop.node();
        passed(Duration.ofHours(1), true);
        begun.forEach(id -> shop.settle(last, id));
        for (int tries = 0; tries < STAFF_TRIES; tries++) {
            last.compare(PaymentShop.HERE, "sandbox", began.minus(Duration.ofHours(1)));
            for (String id : begun) {
                PaymentRow row = shop.settle(last, id);
                if (row.motion().stuck() && row.state() != PaymentState.OWED) {
                    assertThat(last.refunds(row)).as("seed %d: %s", seed, row)
                            .anyMatch(each -> each.state() == Refund.State.FAILED);
                    if (row.state() == PaymentState.RETURNING) {
                        last.staff().refund(row, everything());
                        shop.settle(last, id);
                    }
                }
            }
            // The bank sends back the refunds of one card after three seconds.
            passed(Duration.ofSeconds(10), true);
            shop.sandbox.send(shop.key, "DELETE", "/sandbox/behaviours", "");
        }
        last.compare(PaymentShop.HERE, "sandbox", began.minus(Duration.ofHours(1)));
        begun.forEach(id -> shop.settle(last, id));
    }

    private static StaffPayments.Wanted everything() {
        return new StaffPayments.Wanted(Optional.empty(), Optional.empty(), "staff",
                Optional.empty());
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
                shop.sandbox.pay(shop.key, row.link().ref().orElseThrow(),
                        CARDS.get(random.nextInt(CARDS.size())));
            }
            switch (random.nextInt(5)) {
                case 0 -> other.leave(row, random.nextBoolean());
                case 1 -> other.withdraw(PaymentShop.HERE, hold.id(), false);
                case 2 -> other.look(row);
                // Gone away: a webhook or the worker has to notice it.
                case 3 -> {}
                default -> other.confirm(PaymentShop.HERE, hold.id(), row.id(), PaymentShop.ANN);
            }
            if (random.nextInt(4) == 0) {
                other.staff().refund(row, everything());
            }
            if (random.nextInt(8) == 0) {
                refundInDashboard(other, row.id());
            }
            return Optional.of(row.id());
        } catch (PaymentShop.Crash died) {
            return Optional.empty();
        }
    }

    private void refundInDashboard(Payments node, String id) {
        Optional<PaymentRow> row = node.find(PaymentShop.HERE, id)
                .filter(each -> each.sums().captured() > 0 && each.sums().refunded() == 0);
        JsonNode refused = row.flatMap(each -> each.link().charge())
                .flatMap(charge -> shop.sandbox.maybe(shop.key, "POST",
                        "/sandbox/payment_intents/" + charge + "/refund", "{\"amount\": 900}"))
                .orElse(null);
        assertThat(refused == null || refused.path("amount").asLong() == 900).isTrue();
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
