package holdfast.outside;

import static holdfast.outside.Town.town;
import static holdfast.outside.Wares.basket;
import static holdfast.outside.Wares.places;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Whoever asks for too much is turned away at once and told when to come back, and everybody else
/// is served.
class TooMuchTest {
    private static Node node(String name, String value) {
        Map<String, String> settings = new HashMap<>(town().settings());
        settings.put(name, value);
        // Whoever is slow on purpose here is not to be cut off before the test is through.
        settings.put("HOLDFAST_CLIENT_PATIENCE", "PT60S");
        return Node.serve(settings);
    }

    /// Ten seconds' worth may come at once.
    @Test
    void aKeyThatComesTooOftenIsToldHowOftenItMay() {
        try (Node node = node("HOLDFAST_RATE_PER_KEY", "2")) {
            Client owner = town().owner().to(node.address());
            Reply first = owner.get("/v1/events").is(200);
            assertThat(first.needed("RateLimit-Policy")).isEqualTo("\"key\";q=20;w=10");
            assertThat(first.needed("RateLimit")).matches("\"key\";r=1\\d;t=\\d+");
            Reply last = comesUntilRefused(owner);
            assertThat(last.needed("RateLimit-Policy")).isEqualTo("\"key\";q=20;w=10");
            assertThat(last.needed("RateLimit")).matches("\"key\";r=0;t=\\d+");
            assertThat(last.text("detail")).contains("key");
            // Another key has a rate of its own, and whoever only watches has none.
            town().visitor().to(node.address()).get("/v1/events").is(200);
            town().stranger().to(node.address()).get("/metrics").is(200);
            servedAfter(last, owner);
        }
    }

    @Test
    void anAddressThatComesTooOftenWaitsAndTheNextOneDoesNot() {
        try (Node node = node("HOLDFAST_RATE_PER_ADDRESS", "1")) {
            // This machine is a proxy of ours, whose word is taken for who asks.
            Client one = town().visitor().to(node.address()).with("X-Forwarded-For", "192.0.2.7");
            Reply last = comesUntilRefused(one);
            assertThat(last.needed("RateLimit-Policy")).isEqualTo("\"address\";q=10;w=10");
            town().visitor().to(node.address()).with("X-Forwarded-For", "192.0.2.8")
                    .get("/v1/events").is(200);
            town().owner().to(node.address()).with("X-Forwarded-For", "192.0.2.7")
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
        throw new AssertionError("nobody minds");
    }

    /// What Retry-After promised.
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
    void whenAsManyAreInsideAsMayTheNextIsTurnedAwayAtOnce() throws IOException {
        try (Node node = node("HOLDFAST_IN_FLIGHT", "2")) {
            Client owner = town().owner().to(node.address());
            Client nobody = town().stranger().to(node.address());
            String event = Wares.concert(owner);
            try (Half one = new Half(node.address(), basket(places(event, 1)));
                    Half two = new Half(node.address(), basket(places(event, 2)))) {
                while (!inside(nobody, 2)) {
                    Thread.onSpinWait();
                }
                for (int times = 0; times < 20; times++) {
                    long began = System.nanoTime();
                    Reply busy = owner.post("/v1/holds", basket(places(event, 4)))
                            .refuses(503, "overloaded");
                    assertThat(System.nanoTime() - began)
                            .isLessThan(Duration.ofSeconds(2).toNanos());
                    assertThat(Integer.parseInt(busy.needed("Retry-After"))).isPositive();
                }
                // Who watches is let in above all now.
                nobody.get("/health/live").is(200);
                nobody.get("/health/ready").is(200);
                assertThat(one.finish()).startsWith("HTTP/1.1 201 ");
                assertThat(two.finish()).startsWith("HTTP/1.1 201 ");
            }
            while (!inside(nobody, 0)) {
                Thread.onSpinWait();
            }
            owner.post("/v1/holds", basket(places(event, 4))).is(201);
            // Whoever was turned away has taken nothing.
            assertThat(owner.get("/v1/events/" + event + "/free").is(200)
                    .number("/areas/0/free")).isEqualTo(500 - 7);
        }
    }

    private static boolean inside(Client nobody, int many) {
        return new String(nobody.get("/metrics").is(200).response().body(),
                StandardCharsets.UTF_8).contains("\nholdfast_requests_inside " + many + ".0\n");
    }

    /// A request of which the second half has not been sent yet.
    private static final class Half implements AutoCloseable {
        private final Socket socket;
        private final String rest;

        Half(URI address, String body) throws IOException {
            socket = new Socket(address.getHost(), address.getPort());
            socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
            rest = body.substring(5);
            send("POST /v1/holds HTTP/1.1\r\nHost: shop\r\nConnection: close\r\nAuthorization: "
                    + "Bearer " + Town.SECRET + "\r\nContent-Length: " + body.length()
                    + "\r\n\r\n" + body.substring(0, 5));
        }

        private void send(String text) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        /// The first line of the answer.
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
