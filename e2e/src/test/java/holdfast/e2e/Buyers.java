package holdfast.e2e;

import static holdfast.e2e.SampleItems.ANN;
import static holdfast.e2e.SampleItems.basketFor;
import static holdfast.e2e.SampleItems.places;
import static holdfast.e2e.SampleItems.seats;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Customers who buy without end while nodes come and go. Each retries with the same key, on any
/// node that answers, until it has a certain answer, and records it.
final class Buyers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Client client;
    private final String event;
    private final Supplier<List<URI>> nodes;
    private final AtomicBoolean enough = new AtomicBoolean();
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicInteger retries = new AtomicInteger();
    private final Map<String, Reply> holds = new ConcurrentHashMap<>();
    private final Set<String> booked = ConcurrentHashMap.newKeySet();
    private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<Throwable> broken = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    Buyers(int many, Client client, String event, Supplier<List<URI>> nodes) {
        this.client = client;
        this.event = event;
        this.nodes = nodes;
        for (int at = 0; at < many; at++) {
            threads.add(Thread.startVirtualThread(this::buy));
        }
    }

    private void buy() {
        try {
            while (!enough.get()) {
                visit(number.getAndIncrement());
            }
        } catch (RuntimeException | AssertionError failure) {
            broken.add(failure);
        }
    }

    private void visit(int mine) {
        String wish = mine % 4 == 0 ? seats(event, "A-" + (1 + mine / 4 % 20))
                : places(event, 1 + mine % 3);
        Reply hold = ask(mine, "POST", "/v1/holds", basketFor("buyer-" + mine, wish),
                "Idempotency-Key", event + "-buyer-" + mine);
        if (hold.status() == 409) {
            return;
        }
        hold.is(201);
        assertThat(holds.put(hold.text("id"), hold)).isNull();
        String path = "/v1/holds/" + hold.text("id");
        if (mine % 5 == 0) {
            ask(mine, "DELETE", path, "").is(204);
            cancelled.add(hold.text("id"));
        } else if (mine % 5 < 4) {
            Reply booking = ask(mine, "POST", path + "/confirm", ANN);
            assertThat(booking.status()).as(booking.toString()).isIn(200, 201);
            booked.add(hold.text("id"));
        }
    }

    /// Retries on one node after the other until one gives a certain answer.
    private Reply ask(int mine, String method, String path, String body, String... headers) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        for (int attempt = mine; System.nanoTime() < until; attempt++) {
            List<URI> all = nodes.get();
            try {
                Reply reply = client.to(all.get(attempt % all.size())).trying(
                        method, path, body.getBytes(StandardCharsets.UTF_8), headers);
                if (reply.status() < 500) {
                    return reply;
                }
                // A load balancer says 502 or 504 when a node was cut off.
                assertThat(reply.status()).as(reply.toString()).isBetween(502, 504);
            } catch (IOException gone) {
                retries.incrementAndGet();
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new AssertionError("no answer to " + method + " " + path);
    }

    /// Waits until there are that many more bookings.
    void go(int more) {
        int enoughBooked = booked.size() + more;
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (booked.size() < enoughBooked && broken.isEmpty()) {
            assertThat(System.nanoTime()).as("too slow: %d booked", booked.size())
                    .isLessThan(until);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        assertThat(broken).isEmpty();
    }

    int retries() {
        return retries.get();
    }

    @Override
    public void close() {
        finish();
    }

    /// Waits until each has finished the visit it is at.
    void finish() {
        enough.set(true);
        for (Thread each : threads) {
            try {
                each.join();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Every recorded answer is true, and nothing else was sold.
    void compare(Client owner, int capacity) {
        assertThat(broken).isEmpty();
        long floor = 0;
        Set<String> stalls = new HashSet<>();
        for (Map.Entry<String, Reply> each : holds.entrySet()) {
            Reply now = owner.get("/v1/holds/" + each.getKey()).is(200);
            String expected = booked.contains(each.getKey()) ? "booked"
                    : cancelled.contains(each.getKey()) ? "cancelled" : "held";
            assertThat(now.text("status")).as(now.toString()).isEqualTo(expected);
            assertThat(now.at("items")).isEqualTo(each.getValue().at("items"));
            if (expected.equals("cancelled")) {
                continue;
            }
            if (now.text("/items/0/kind").equals("seats")) {
                now.at("/items/0/seats").forEach(
                        seat -> assertThat(stalls.add(seat.asText())).as(seat.asText()).isTrue());
            } else {
                floor += now.number("/items/0/quantity");
            }
        }
        Reply free = owner.get("/v1/events/" + event + "/free").is(200);
        assertThat(free.number("/areas/0/free")).isEqualTo(capacity - floor);
        assertThat(free.number("/areas/1/free")).isEqualTo(23 - stalls.size());
        TestShop.clean(owner);
    }
}
