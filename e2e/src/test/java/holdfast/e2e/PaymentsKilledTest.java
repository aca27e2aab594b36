package holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.judge.money.MoneyEvidence;
import holdfast.judge.money.MoneyEvidence.Charge;
import holdfast.judge.money.MoneyEvidence.Paid;
import holdfast.judge.money.MoneyEvidence.Sold;
import holdfast.judge.money.MoneyJudge;
import holdfast.judge.money.MoneyPromise;
import holdfast.judge.money.MoneyVerdict;
import holdfast.testkit.ScratchDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A server is killed in the middle of 200 checkouts and started again. Half of the customers do not
/// come back. What was paid is booked, or its money goes back, by itself; then the judge compares
/// the provider's ledger with payments and bookings. `-Dholdfast.rounds=10` is the long run, and each
/// round prints its figures.
class PaymentsKilledTest {
    private static final int ROUNDS = Integer.getInteger("holdfast.rounds", 1);
    private static final long SEED = Long.getLong("holdfast.seed", System.nanoTime());
    private static final int CUSTOMERS = 200;
    private static final int PLACES = 130;
    private static final int TRIES = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration AT_MOST = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final List<String> IN_MOTION = List.of(
            "opening", "closing", "authorised", "taken", "capturing", "releasing", "returning");
    private static final String CARD = "4242424242424242";
    private static final String DECLINED = "4000000000000002";

    private final Random random = new Random(SEED);
    private final List<String> events = new ArrayList<>();
    private final List<Throwable> broken = new CopyOnWriteArrayList<>();
    private final AtomicInteger away = new AtomicInteger();
    private final SandboxNode sandbox = new SandboxNode();
    private volatile @Nullable ServerNode node;

    @Test
    void losesNoMoneyAndNoSeatWhenItIsKilled() throws InterruptedException {
        System.out.println("holdfast.seed=" + SEED);
        try (ScratchDatabase database = ScratchDatabase.durable()) {
            Map<String, String> settings = new HashMap<>(TestShop.settings(database));
            settings.put("HOLDFAST_ENCRYPTION_KEY",
                    Base64.getEncoder().encodeToString(new byte[32]));
            node = ServerNode.serve(settings);
            // The killed one's port: the sandbox's webhooks go there again afterwards.
            settings.put("HOLDFAST_PORT", Integer.toString(server().address().getPort()));
            owner().put("/v1/providers", """
                    {"provider": "sandbox", "settings": {"apiKey": "%s", "baseUrl": "%s",
                     "webhookSecret": "%s"}}""".formatted(sandbox.account, sandbox.address(),
                    sandbox.webhooksTo(server().address()))).is(200);
            for (int round = 1; round <= ROUNDS; round++) {
                round(round, settings);
            }
        } finally {
            if (node != null) {
                server().kill();
            }
            sandbox.close();
        }
    }

    private ServerNode server() {
        return Objects.requireNonNull(node);
    }

    private Client owner() {
        return new Client(server().address(), TestShop.SECRET);
    }

    private void round(int round, Map<String, String> settings) throws InterruptedException {
        events.add(event(round));
        AtomicInteger paid = new AtomicInteger();
        int enough = 10 + random.nextInt(CUSTOMERS / 2);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int at = 0; at < CUSTOMERS; at++) {
                Customer customer = new Customer(round, at, random.nextLong(), paid);
                running.add(threads.submit(customer::buy));
            }
            underWay(running, paid, enough);
            server().kill();
            int before = paid.get();
            node = ServerNode.serve(settings);
            long began = System.nanoTime();
            threads.shutdown();
            long rest = rest(began);
            assertThat(threads.awaitTermination(PATIENCE.toSeconds(),
                    TimeUnit.SECONDS)).isTrue();
            assertThat(broken.stream().limit(2)).as("seed %d", SEED).isEmpty();
            rest(System.nanoTime());
            judge(round, before, paid.get(), rest);
        }
    }

    /// The server may have closed an idle connection: it is asked again with the same key.
    private String event(int round) {
        byte[] body = SampleItems.CONCERT.formatted(PLACES, 1_000_000)
                .getBytes(StandardCharsets.UTF_8);
        for (int tries = 0; tries < TRIES; tries++) {
            try {
                return owner().trying("POST", "/v1/events", body, "Idempotency-Key",
                        "event-" + SEED + "-" + round).is(201).text("id");
            } catch (IOException closed) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        throw new AssertionError("no event was made");
    }

    /// Waits until so many have paid, or all have ended.
    private void underWay(List<Future<?>> running, AtomicInteger paid, int enough) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (paid.get() < enough && System.nanoTime() < until
                && !running.stream().allMatch(Future::isDone)) {
            LockSupport.parkNanos(1_000_000);
        }
        LockSupport.parkNanos(random.nextInt(50_000_000));
    }

    /// How many milliseconds pass until no payment is in motion. A list of payments moves none.
    private long rest(long began) {
        while (true) {
            Set<String> reserved = reserved();
            List<JsonNode> moving = payments().stream()
                    .filter(each -> IN_MOTION.contains(each.path("status").asText())
                            || (each.path("status").asText().equals("open")
                                    && reserved.contains(each.path("id").asText())))
                    .toList();
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            if (moving.isEmpty()) {
                return took.toMillis();
            }
            assertThat(took).as("still in motion: %s", moving).isLessThan(AT_MOST);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /// The payments of which the provider has reserved the amount.
    private Set<String> reserved() {
        Set<String> reserved = new HashSet<>();
        sandbox.ledger().forEach(each -> {
            if (each.path("authorized").asLong() > 0) {
                reserved.add(each.path("clientReferenceId").asText());
            }
        });
        return reserved;
    }

    private void judge(int round, int before, int paid, long millis) {
        List<Charge> charges = new ArrayList<>();
        sandbox.ledger().forEach(each -> charges.add(charge(each)));
        List<Paid> payments = payments().stream().map(PaymentsKilledTest::payment).toList();
        Map<String, Long> capacity = new HashMap<>();
        events.forEach(event -> capacity.put(event + "/floor", (long) PLACES));
        List<Sold> bookings = pages("/v1/bookings").stream()
                .map(PaymentsKilledTest::booking).toList();
        MoneyVerdict verdict = MoneyJudge.judge(new MoneyEvidence(
                charges, payments, bookings, List.of(), capacity));
        System.out.printf(Locale.ROOT, "round %d: killed after %d paid, %d went away, %d paid in "
                + "all, %d bookings, %.1f s until all had settled; charged and not booked %d, booked and not charged "
                + "%d, refunded beyond the charge %d, sold twice %d%n", round, before,
                away.getAndSet(0), paid, bookings.size(), millis / 1000.0,
                verdict.count(MoneyPromise.CHARGED_IS_BOOKED),
                verdict.count(MoneyPromise.BOOKED_IS_CHARGED),
                verdict.count(MoneyPromise.REFUNDED_WAS_CHARGED),
                verdict.count(MoneyPromise.SOLD_ONCE));
        assertThat(verdict.findings()).as("seed %d: %s", SEED, verdict).isEmpty();
        assertThat(verdict.weighed(MoneyPromise.BOOKED_IS_CHARGED)).isPositive();
        TestShop.clean(owner());
    }

    private static Charge charge(JsonNode sums) {
        String payment = sums.path("clientReferenceId").asText("");
        long reserved = sums.path("authorized").asLong() - sums.path("captured").asLong()
                - sums.path("released").asLong() - sums.path("expired").asLong();
        return new Charge(sums.path("charge").asText(),
                payment.isEmpty() ? Optional.empty() : Optional.of(payment),
                Math.max(0, reserved), sums.path("captured").asLong(),
                sums.path("refunded").asLong() - sums.path("refundFailed").asLong());
    }

    private static Paid payment(JsonNode payment) {
        String hold = payment.path("booking").isTextual() ? payment.path("booking").asText()
                : payment.path("hold").asText();
        return new Paid(payment.path("id").asText(), hold, payment.path("status").asText(),
                payment.at("/amount/amount").asLong(), payment.at("/captured/amount").asLong(),
                payment.at("/refunded/amount").asLong());
    }

    private static Sold booking(JsonNode booking) {
        Map<String, Long> units = new HashMap<>();
        for (JsonNode item : booking.path("items")) {
            String unit = item.path("event").asText() + "/" + item.path("area").asText();
            if (item.path("kind").asText().equals("seats")) {
                item.path("seats").forEach(seat -> units.put(unit + "/" + seat.asText(), 1L));
            } else {
                units.merge(unit, item.path("quantity").asLong(), Long::sum);
            }
        }
        assertThat(units).as(booking.toString()).isNotEmpty();
        JsonNode payment = booking.at("/payment/payment");
        return new Sold(booking.path("id").asText(),
                booking.path("status").asText().equals("booked"),
                payment.isTextual() ? Optional.of(payment.asText()) : Optional.empty(), units);
    }

    private List<JsonNode> payments() {
        return pages("/v1/payments");
    }

    private List<JsonNode> pages(String path) {
        List<JsonNode> all = new ArrayList<>();
        String next = "";
        do {
            Reply page = read(path + "?limit=500" + next);
            page.at("items").forEach(all::add);
            next = page.body().path("next").isTextual()
                    ? "&after=" + page.text("next") : "";
        } while (!next.isEmpty());
        return all;
    }

    /// A server that has just started, with customers who come back, may ask to wait.
    private Reply read(String path) {
        Reply reply = owner().get(path);
        for (int tries = 0; reply.status() == 503 && tries < TRIES; tries++) {
            LockSupport.parkNanos(PAUSE.toNanos());
            reply = owner().get(path);
        }
        return reply.is(200);
    }

    /// Holds, pays on the provider's page and confirms. A customer whose server is gone comes back
    /// with the same key, or does not come back.
    private final class Customer {
        private final int number;
        private final String id;
        private final boolean comesBack;
        private final AtomicInteger paid;

        Customer(int round, int number, long seed, AtomicInteger paid) {
            this.number = number;
            this.id = SEED + "-" + round + "-" + number;
            this.comesBack = new Random(seed).nextBoolean();
            this.paid = paid;
        }

        void buy() {
            try {
                checkout();
            } catch (GoneAwayException gone) {
                away.incrementAndGet();
            } catch (RuntimeException | AssertionError failure) {
                broken.add(failure);
            }
        }

        private void checkout() {
            String event = events.getLast();
            Reply hold = ask("/v1/holds", SampleItems.basketFor(id, number % 4 == 0
                    ? SampleItems.seats(event, "A-" + (1 + number / 4 % 20))
                    : SampleItems.places(event, 1)), "hold-" + id);
            if (hold.status() == 409) {
                return;
            }
            String path = "/v1/holds/" + hold.text("id");
            Reply payment = ask(path + "/pay", """
                    {"provider": "sandbox", "returnTo": "https://example.org/paid",
                     "customer": {"name": "Customer %d"}}""".formatted(number), "pay-" + id);
            if (payment.status() != 200 && payment.status() != 201) {
                return;
            }
            if (payment.at("next").path("kind").asText().equals("redirect")) {
                if (number % 9 == 0) {
                    sandbox.pay(payment.text("/next/url"), DECLINED);
                }
                if (number % 10 == 7) {
                    ask("/v1/payments/" + payment.text("id") + "/cancel", "{}", "cancel-" + id);
                    return;
                }
                sandbox.pay(payment.text("/next/url"), CARD);
                paid.incrementAndGet();
            }
            ask(path + "/confirm", """
                    {"payment": {"method": "online", "payment": "%s"}}"""
                    .formatted(payment.text("id")), "confirm-" + id);
        }

        /// Asks until there is a certain answer.
        private Reply ask(String path, String body, String key) {
            long until = System.nanoTime() + PATIENCE.toNanos();
            String last = "";
            while (System.nanoTime() < until) {
                URI address = server().address();
                try {
                    Reply reply = new Client(address, TestShop.SECRET).trying("POST", path,
                            body.getBytes(StandardCharsets.UTF_8), "Idempotency-Key", key);
                    if (reply.status() < 500 && reply.status() != 429) {
                        return reply;
                    }
                    last = reply.toString();
                } catch (IOException gone) {
                    last = gone.toString();
                    if (!comesBack) {
                        throw new GoneAwayException(path);
                    }
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            throw new AssertionError("no answer to " + path + " but " + last);
        }
    }

    private static final class GoneAwayException extends RuntimeException {
        private static final long serialVersionUID = 1;

        GoneAwayException(String at) {
            super(at);
        }
    }
}
