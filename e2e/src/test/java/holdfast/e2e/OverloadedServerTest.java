package holdfast.e2e;

import static holdfast.e2e.SampleItems.basket;
import static holdfast.e2e.SampleItems.places;
import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Rate limits and load shedding: clients beyond a limit are refused at once with a Retry-After,
/// and all others are served.
class OverloadedServerTest {
    private static ServerNode node(String name, String value) {
        Map<String, String> settings = new HashMap<>(shop().settings());
        settings.put(name, value);
        // Clients that are slow on purpose here must not time out during the test.
        settings.put("HOLDFAST_CLIENT_PATIENCE", "PT60S");
        return ServerNode.serve(settings);
    }

    /// The bucket has room for ten seconds' worth at once.
    @Test
    void tellsALimitedKeyItsRate() {
        try (ServerNode node = node("HOLDFAST_RATE_PER_KEY", "2")) {
            Client owner = shop().owner().to(node.address());
            Reply first = owner.get("/v1/events").is(200);
            assertThat(first.needed("RateLimit-Policy")).isEqualTo("\"key\";q=20;w=10");
            assertThat(first.needed("RateLimit")).matches("\"key\";r=1\\d;t=\\d+");
            Reply last = comesUntilRefused(owner);
            assertThat(last.needed("RateLimit-Policy")).isEqualTo("\"key\";q=20;w=10");
            assertThat(last.needed("RateLimit")).matches("\"key\";r=0;t=\\d+");
            assertThat(last.text("detail")).contains("key");
            // Another key has a rate of its own, and monitoring has none.
            shop().visitor().to(node.address()).get("/v1/events").is(200);
            shop().withoutKey().to(node.address()).get("/metrics").is(200);
            servedAfter(last, owner);
        }
    }

    @Test
    void limitsOneAddressAndNotTheNext() {
        try (ServerNode node = node("HOLDFAST_RATE_PER_ADDRESS", "1")) {
            // This machine is a trusted proxy, so its X-Forwarded-For names the client.
            Client one = shop().visitor().to(node.address()).with("X-Forwarded-For", "192.0.2.7");
            Reply last = comesUntilRefused(one);
            assertThat(last.needed("RateLimit-Policy")).isEqualTo("\"address\";q=10;w=10");
            shop().visitor().to(node.address()).with("X-Forwarded-For", "192.0.2.8")
                    .get("/v1/events").is(200);
            shop().owner().to(node.address()).with("X-Forwarded-For", "192.0.2.7")
                    .get("/v1/events").is(200);
            servedAfter(last, one);
        }
    }

    private static Reply comesUntilRefused(Client client) {
        for (int times = 0; times < 200; times++) {
            Reply reply = client.get("/v1/events");
            if (reply.status() != 200) {
                return reply.refuses(429, "tooMany");
            }
        }
        throw new AssertionError("no request was refused");
    }

    /// Retries after the seconds that Retry-After names.
    private static void servedAfter(Reply refused, Client client) {
        long seconds = Long.parseLong(refused.needed("Retry-After"));
        assertThat(seconds).isBetween(1L, 10L);
        long until = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        client.get("/v1/events").is(200);
    }

    @Test
    void refusesRequestsAboveTheBoundAtOnce() throws InterruptedException {
        try (ServerNode node = node("HOLDFAST_IN_FLIGHT", "1")) {
            Client owner = shop().owner().to(node.address());
            Client anonymous = shop().withoutKey().to(node.address());
            String event = SampleItems.concert(owner);
            AtomicInteger sold = new AtomicInteger();
            ConcurrentLinkedQueue<Reply> turnedAway = new ConcurrentLinkedQueue<>();
            ConcurrentLinkedQueue<Throwable> wrong = new ConcurrentLinkedQueue<>();
            List<Thread> crowd = IntStream.range(0, 8).mapToObj(any -> Thread.ofVirtual().start(
                    () -> {
                        try {
                            for (int times = 0; times < 40; times++) {
                                Reply reply = owner.post("/v1/holds", basket(places(event, 1)));
                                if (reply.status() == 201) {
                                    sold.incrementAndGet();
                                } else {
                                    turnedAway.add(reply.refuses(503, "overloaded"));
                                }
                            }
                        } catch (RuntimeException | AssertionError failure) {
                            wrong.add(failure);
                        }
                    })).toList();
            // Health checks are answered under overload too.
            anonymous.get("/health/live").is(200);
            anonymous.get("/health/ready").is(200);
            for (Thread each : crowd) {
                each.join();
            }
            assertThat(wrong).isEmpty();
            assertThat(sold.get()).isPositive();
            assertThat(turnedAway).isNotEmpty().allSatisfy(reply -> assertThat(
                    Integer.parseInt(reply.needed("Retry-After"))).isPositive());
            // A refused client has taken nothing.
            assertThat(owner.get("/v1/events/" + event + "/free").is(200)
                    .number("/areas/0/free")).isEqualTo(500 - sold.get());
        }
    }

    /// Requests with half a body, many more than may be in flight.
    @Test
    void servesOthersDespiteHalfSentBodies() throws IOException {
        try (ServerNode node = node("HOLDFAST_IN_FLIGHT", "2")) {
            Client owner = shop().owner().to(node.address());
            String event = SampleItems.concert(owner);
            String body = basket(places(event, 1));
            List<Half> halves = new ArrayList<>();
            try {
                for (int count = 0; count < 100; count++) {
                    halves.add(new Half(node.address(), "/v1/holds", TestShop.SECRET, body));
                    halves.add(new Half(node.address(), "/v1/sessions", "", body));
                }
                for (int times = 0; times < 20; times++) {
                    owner.post("/v1/holds", body).is(201);
                    owner.get("/v1/events/" + event).is(200);
                }
                // The waiting requests are served once they are complete.
                assertThat(halves.getFirst().finish()).startsWith("HTTP/1.1 201 ");
                assertThat(halves.getLast().finish()).startsWith("HTTP/1.1 4");
            } finally {
                for (Half half : halves) {
                    half.close();
                }
            }
            owner.post("/v1/holds", body).is(201);
        }
    }

    @Test
    void refusesABodyThatNeverArrives() throws IOException {
        long began = System.nanoTime();
        String all = RawSocket.asked(shop().address(), "POST /v1/sessions HTTP/1.1\r\nHost: x\r\n"
                + "Content-Length: 100\r\n\r\n{");
        assertThat(all).startsWith("HTTP/1.1 400 ").contains("the body was incomplete or too slow");
        assertThat(RawSocket.asked(shop().address(), "GET /v1/events HTTP/1.1\r\nHost: x\r\nX: "))
                .isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
    }

    /// A request whose second half has not been sent yet.
    private static final class Half implements AutoCloseable {
        private final Socket socket;
        private final String rest;

        Half(URI address, String path, String key, String body) throws IOException {
            socket = new Socket(address.getHost(), address.getPort());
            socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
            rest = body.substring(5);
            send("POST " + path + " HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n"
                    + (key.isEmpty() ? "" : "Authorization: Bearer " + key + "\r\n")
                    + "Content-Length: " + body.length()
                    + "\r\n\r\n" + body.substring(0, 5));
        }

        private void send(String text) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        /// The status line of the answer.
        String finish() throws IOException {
            send(rest);
            return String.valueOf(new BufferedReader(new InputStreamReader(
                    socket.getInputStream(), StandardCharsets.UTF_8)).readLine());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
