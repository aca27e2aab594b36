package holdfast.e2e;

import static holdfast.e2e.SampleItems.basketFor;
import static holdfast.e2e.SampleItems.places;
import static holdfast.e2e.SampleItems.seats;
import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testkit.ScratchDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Two nodes behind each load balancer that has an example in `ops/examples`, started with that
/// file.
@ExtendWith(InstalledBalancers.class)
class BalancersTest {
    private static final int CAPACITY = 1_000_000;
    private static final int HELD_PER_ADDRESS = 5;
    /// More than the ten seconds between two lines of an event stream.
    private static final int IDLE_SECONDS = 11;
    private static final Duration SEEN_AGAIN = Duration.ofMillis(2_500);

    private static ScratchDatabase database;
    private static List<Integer> ports = List.of();
    private static final List<ServerNode> NODES = new ArrayList<>();

    @TempDir
    Path folder;

    @BeforeAll
    static void startNodes() {
        database = ScratchDatabase.durable();
        ports = List.of(Balancer.freePort(), Balancer.freePort());
        ports.forEach(port -> NODES.add(node(port)));
    }

    @AfterAll
    static void stopNodes() {
        NODES.forEach(ServerNode::close);
        database.close();
    }

    private static ServerNode node(int port) {
        Map<String, String> settings = new HashMap<>(TestShop.settings(database));
        settings.put("HOLDFAST_PORT", Integer.toString(port));
        settings.put("HOLDFAST_TRUSTED_PROXIES", "127.0.0.1");
        settings.put("HOLDFAST_MOST_HELD_PER_ADDRESS", Integer.toString(HELD_PER_ADDRESS));
        settings.remove("HOLDFAST_CLIENT_PATIENCE");
        return ServerNode.serve(settings);
    }

    private Balancer start(Balancer.Kind kind) {
        try {
            return Balancer.start(kind, Files.createDirectories(folder.resolve(kind.program())),
                    TestCertificate.usual(), ports, IDLE_SECONDS);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Client owner(URI address) {
        return new Client(address, TestShop.SECRET);
    }

    @ParameterizedTest
    @MethodSource("holdfast.e2e.InstalledBalancers#all")
    void passesOnAddressesStreamsAndLargeAnswers(Balancer.Kind kind) throws IOException {
        try (Balancer balancer = start(kind)) {
            Client owner = owner(balancer.address());
            String event = SampleItems.concert(owner, CAPACITY, CAPACITY);
            long opened = System.nanoTime();
            try (BufferedReader stream = stream(owner, event)) {
                lineWith(stream, "event: resync");
                Reply direct = owner.to(NODES.getFirst().address()).get("/openapi.json");
                assertThat(owner.get("/openapi.json").is(200).body()).isEqualTo(direct.body());
                keepsConnections(balancer.address());
                knowsItsClients(balancer.address(), event, kind.clients());
                park(Duration.ofSeconds(IDLE_SECONDS + 2)
                        .minusNanos(System.nanoTime() - opened));
                long held = System.nanoTime();
                owner.post("/v1/holds", basketFor("stream", seats(event, "A-7"))).is(201);
                lineWith(stream, "A-7");
                assertThat(Duration.ofNanos(System.nanoTime() - held))
                        .isLessThan(Duration.ofSeconds(3));
            }
        }
    }

    private static BufferedReader stream(Client client, String event) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(
                URI.create(client.address() + "/v1/events/" + event + "/changes"))
                .header("Authorization", "Bearer " + client.key()).build();
        HttpResponse<InputStream> response = send(http("127.0.0.1"), request);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.sslSession()).isPresent();
        return new BufferedReader(
                new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static HttpResponse<InputStream> send(HttpClient http, HttpRequest request)
            throws IOException {
        try {
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stop);
        }
    }

    /// A client whose connections come from this address.
    private static HttpClient http(String from) throws IOException {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .sslContext(TestCertificate.usual().trusting())
                .localAddress(InetAddress.getByName(from)).build();
    }

    private static void lineWith(BufferedReader stream, String words) throws IOException {
        for (String line = stream.readLine(); line != null; line = stream.readLine()) {
            if (line.contains(words)) {
                return;
            }
        }
        throw new AssertionError("the stream ended without " + words);
    }

    /// Three requests on one connection.
    private static void keepsConnections(URI address) throws IOException {
        try (SSLSocket socket = (SSLSocket) TestCertificate.usual().trusting().getSocketFactory()
                .createSocket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(10_000);
            InputStream in = socket.getInputStream();
            for (int at = 0; at < 3; at++) {
                socket.getOutputStream().write("HEAD /openapi.json HTTP/1.1\r\nHost: shop\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    int next = in.read();
                    assertThat(next).as("after " + head).isNotNegative();
                    head.append((char) next);
                }
                assertThat(head.toString()).startsWith("HTTP/1.1 200")
                        .doesNotContainIgnoringCase("connection: close");
            }
        }
    }

    /// A client is bounded by its own address, whatever it sends as X-Forwarded-For, and another
    /// client is not bounded by that. Each node counts by itself.
    private static void knowsItsClients(URI address, String event, int last)
            throws IOException {
        String client = "127.0.0." + last;
        int granted = 0;
        int refused = 0;
        for (int at = 0; at < 2 * HELD_PER_ADDRESS + 2; at++) {
            int status = hold(address, event, client, "203.0.113." + at);
            granted += status == 201 ? 1 : 0;
            refused += status == 409 ? 1 : 0;
        }
        assertThat(granted).isBetween(HELD_PER_ADDRESS, 2 * HELD_PER_ADDRESS);
        assertThat(granted + refused).isEqualTo(2 * HELD_PER_ADDRESS + 2);
        assertThat(hold(address, event, "127.0.0." + (last + 1), client)).isEqualTo(201);
    }

    private static int hold(URI address, String event, String from, String claimed)
            throws IOException {
        try (HttpClient http = http(from);
                InputStream answer = send(http, HttpRequest.newBuilder(
                        URI.create(address + "/v1/holds"))
                        .header("Authorization", "Bearer " + TestShop.PUBLISHABLE)
                        .header("X-Forwarded-For", claimed)
                        .POST(HttpRequest.BodyPublishers.ofString(
                                basketFor("c" + claimed, places(event, 1))))
                        .build()).body()) {
            String text = new String(answer.readAllBytes(), StandardCharsets.UTF_8);
            return text.contains("\"token\"") ? 201 : text.contains("limitReached") ? 409 : 0;
        }
    }

    /// Customers behind one load balancer.
    private record Shop(Balancer balancer, Client seller, String event, Buyers buyers)
            implements AutoCloseable {
        static Shop open(Balancer balancer) {
            Client seller = BalancersTest.owner(balancer.address());
            String event = SampleItems.concert(seller, CAPACITY, CAPACITY);
            return new Shop(balancer, seller, event,
                    new Buyers(8, seller, event, () -> List.of(balancer.address())));
        }

        @Override
        public void close() {
            buyers.close();
            balancer.close();
        }
    }

    @Test
    void losesNothingWhileBothNodesRestart() {
        List<Shop> shops = new ArrayList<>();
        try {
            InstalledBalancers.all().forEach(kind -> shops.add(Shop.open(start(kind))));
            shops.forEach(shop -> shop.buyers().go(50));
            for (int at = 0; at < NODES.size(); at++) {
                NODES.get(at).close();
                try {
                    shops.forEach(shop -> shop.buyers().go(50));
                } finally {
                    NODES.set(at, node(ports.get(at)));
                }
                park(SEEN_AGAIN);
            }
            shops.forEach(shop -> {
                shop.buyers().go(50);
                shop.seller().get("/v1/events/" + shop.event()).is(200);
            });
        } finally {
            shops.forEach(Shop::close);
        }
        // The audit may be silent for longer than a balancer waits for an answer.
        Client direct = owner(NODES.getFirst().address());
        shops.forEach(shop -> shop.buyers().compare(direct, CAPACITY));
    }

    private static void park(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }
}
