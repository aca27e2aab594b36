package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import holdfast.server.json.Json;
import holdfast.testkit.Scratch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Webhooks, as a receiver sees them. The published library verifies every message.
class WebhookTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    /// A message that arrived.
    private record Message(String path, HttpHeaders headers, String body) {
        JsonNode json() {
            return Json.tree(body.getBytes(StandardCharsets.UTF_8));
        }

        String id() {
            return headers.firstValue("webhook-id").orElseThrow();
        }
    }

    private final Queue<Message> arrived = new ConcurrentLinkedQueue<>();
    /// What each path answers next; 204 when nothing is planned.
    private final Map<String, Queue<Integer>> planned = new ConcurrentHashMap<>();
    private final CountDownLatch slow = new CountDownLatch(1);
    private HttpServer receiver;
    private OpenServer open;
    private String event;

    @BeforeEach
    void begin() throws IOException {
        receiver = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        receiver.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        receiver.createContext("/", this::receive);
        receiver.start();
        open = new OpenServer(scratch.database(), Map.of(
                "HOLDFAST_WEBHOOK_NETWORKS", "127.0.0.0/8, ::1"));
        event = send(201, "POST", "/v1/events", """
                {"name": "Gala", "start": "2036-05-01T18:00:00Z", "end": "2036-05-01T22:00:00Z",
                 "timeZone": "Europe/Berlin",
                 "areas": [{"id": "floor", "kind": "capacity", "capacity": 500}]}""")
                .path("id").asText();
    }

    @AfterEach
    void end() {
        slow.countDown();
        open.close();
        receiver.stop(0);
    }

    private void receive(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        String body = new String(
                exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (path.startsWith("/slow")) {
            try {
                slow.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
        arrived.add(new Message(path,
                HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true), body));
        Integer status = planned.getOrDefault(path, new ConcurrentLinkedQueue<>()).poll();
        if (status != null && status == 302) {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
        }
        exchange.sendResponseHeaders(status == null ? 204 : status, -1);
        exchange.close();
    }

    private JsonNode send(int status, String method, String path, String body, String... more) {
        List<String> headers =
                new ArrayList<>(List.of("Authorization", "Bearer " + OpenServer.SECRET));
        headers.addAll(List.of(more));
        OpenServer.Answer answer =
                open.send(method, path, body, headers.toArray(String[]::new));
        assertThat(answer.status()).as(method + " " + path + answer.body()).isEqualTo(status);
        return answer.body().isEmpty() ? NullNode.instance : answer.json();
    }

    private JsonNode endpoint(String path, String... more) {
        return send(201, "POST", "/v1/webhooks", """
                {"url": "http://127.0.0.1:%d%s"}"""
                .formatted(receiver.getAddress().getPort(), path), more);
    }

    private String booked() {
        String hold = send(201, "POST", "/v1/holds", """
                {"items": [{"kind": "capacity", "event": "%s", "area": "floor",
                            "quantity": 1}]}""".formatted(event)).path("id").asText();
        return send(201, "POST", "/v1/holds/" + hold + "/confirm", """
                {"customer": {"name": "Jon"}}""").path("id").asText();
    }

    private static void until(String what, BooleanSupplier condition)
            throws InterruptedException {
        long began = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - began).as(what).isLessThan(PATIENCE.toNanos());
            Thread.sleep(Duration.ofMillis(20));
        }
    }

    private List<Message> at(String path) {
        return arrived.stream().filter(message -> message.path().equals(path)).toList();
    }

    private JsonNode deliveries(JsonNode endpoint) {
        return send(200, "GET", "/v1/webhooks/" + endpoint.path("id").asText() + "/deliveries",
                "").path("items");
    }

    @Test
    void signsEachChangeAndAnOldSecretFitsForADay() throws Exception {
        JsonNode endpoint = endpoint("/hook?x=1", "Idempotency-Key", "hook-1");
        assertThat(endpoint("/hook?x=1", "Idempotency-Key", "hook-1")).isEqualTo(endpoint);
        String booking = booked();
        send(200, "POST", "/v1/bookings/" + booking + "/cancel", "");
        until("both arrive", () -> at("/hook?x=1").size() == 2);
        Webhook verifier = new Webhook(endpoint.path("secret").asText());
        for (Message message : at("/hook?x=1")) {
            verifier.verify(message.body(), message.headers().map());
            assertThat(message.json().path("data").path("booking").asText()).isEqualTo(booking);
        }
        assertThat(at("/hook?x=1").stream().map(each -> each.json().path("type").asText()))
                .containsExactlyInAnyOrder("booking.booked", "booking.cancelled");
        assertThat(at("/hook?x=1").stream().map(Message::id)).doesNotHaveDuplicates();

        String id = endpoint.path("id").asText();
        JsonNode rotated = send(200, "POST", "/v1/webhooks/" + id + "/rotate", "");
        assertThat(rotated.path("secret")).isNotEqualTo(endpoint.path("secret"));
        send(201, "POST", "/v1/webhooks/" + id + "/test", "");
        until("the test arrives", () -> at("/hook?x=1").size() == 3);
        Message test = at("/hook?x=1").getLast();
        verifier.verify(test.body(), test.headers().map());
        new Webhook(rotated.path("secret").asText()).verify(
                test.body(), test.headers().map());
        assertThat(test.json().path("type").asText()).isEqualTo("test");
    }

    @Test
    void triesAgainWithTheSameIdAndNeitherFollowsNorDelaysOthers() throws Exception {
        planned.put("/flaky", new ConcurrentLinkedQueue<>(List.of(500)));
        planned.put("/moved", new ConcurrentLinkedQueue<>(List.of(302)));
        planned.put("/gone", new ConcurrentLinkedQueue<>(List.of(410)));
        planned.put("/busy", new ConcurrentLinkedQueue<>(Collections.nCopies(6, 429)));
        JsonNode flaky = endpoint("/flaky");
        JsonNode moved = endpoint("/moved");
        JsonNode gone = endpoint("/gone");
        JsonNode busy = endpoint("/busy");
        endpoint("/slow");
        endpoint("/quick");
        for (int each = 0; each < 6; each++) {
            booked();
        }
        // The slow endpoint has answered nothing yet.
        until("the quick one has all", () -> at("/quick").size() == 6);
        until("the failed one comes again", () -> at("/flaky").stream().map(Message::id)
                .distinct().count() < at("/flaky").size());
        until("the gone one is disabled", () -> !send(200, "GET", "/v1/webhooks/"
                + gone.path("id").asText(), "").path("enabled").asBoolean());
        assertThat(at("/elsewhere")).isEmpty();
        until("the moved one comes again", () -> deliveries(moved).findValuesAsText("tries")
                .contains("2"));
        assertThat(at("/elsewhere")).isEmpty();
        assertThat(deliveries(flaky).findValuesAsText("tries")).contains("2");
        until("the busy one is asked", () -> !at("/busy").isEmpty());
        until("its answer is recorded", () -> deliveries(busy).findValuesAsText("status")
                .contains("429"));
        assertThat(send(200, "GET", "/v1/webhooks/" + busy.path("id").asText(), "")
                .has("failingSince")).isTrue();
        slow.countDown();
        until("the slow one gets all", () -> at("/slow").stream().map(Message::id)
                .distinct().count() == 6);
    }

    @Test
    void recoversWhatWasMissedAndResendsOne() throws Exception {
        JsonNode endpoint = endpoint("/hook");
        String path = "/v1/webhooks/" + endpoint.path("id").asText();
        send(200, "PATCH", path, "{\"enabled\": false}");
        String booking = booked();
        until("the change is listed", () -> !send(200, "GET", "/v1/changes", "")
                .path("items").isEmpty());
        send(200, "PATCH", path, "{\"enabled\": true}");
        assertThat(send(200, "POST", path + "/recover", "{\"since\": \"2020-01-01T00:00:00Z\"}")
                .path("messages").asInt()).isEqualTo(1);
        until("it arrives", () -> at("/hook").size() == 1);
        until("it is recorded", () -> deliveries(endpoint).path(0).path("state").asText()
                .equals("delivered"));
        long change = at("/hook").getFirst().json().path("data").path("change").asLong();
        assertThat(send(200, "POST", path + "/resend", "{\"change\": " + change + "}")
                .path("message").asText()).isEqualTo(at("/hook").getFirst().id());
        until("it arrives again", () -> at("/hook").size() == 2);
        assertThat(at("/hook").getLast().id()).isEqualTo(at("/hook").getFirst().id());
        assertThat(at("/hook").getLast().body()).contains(booking)
                .isEqualTo(at("/hook").getFirst().body());
        send(404, "POST", path + "/resend", "{\"change\": 4711}");
        send(204, "DELETE", path, "");
        send(404, "GET", path, "");
    }
}
