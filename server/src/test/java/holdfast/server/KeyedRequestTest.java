package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.ForwardingHoldfast;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import holdfast.server.auth.Permission;
import holdfast.server.auth.Principal;
import holdfast.server.http.Authenticator;
import holdfast.server.http.HttpServer;
import holdfast.server.json.Json;
import holdfast.testkit.Scratch;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A request with an Idempotency-Key is translated to claims once; a repeated exchange not at all,
/// since its key is looked up first. The sale of the event has a beginning, so each translation
/// reads the clock.
class KeyedRequestTest {
    private static final String EVENT = """
            {"name": "Gala", "start": "2040-05-01T20:00:00Z",
             "end": "2040-05-01T23:00:00Z", "timeZone": "Europe/Berlin",
             "sale": {"from": "2020-01-01T00:00:00Z"},
             "areas": [{"id": "floor", "kind": "capacity", "capacity": 10}]}""";
    private static final String KEY = "6f1Zb9Qk-2xT8-w4Yd";

    @RegisterExtension
    final Scratch scratch = Scratch.recycled();

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger translations = new AtomicInteger();

    private static String items(String event, int quantity) {
        return """
                {"items": [{"kind": "capacity", "event": "%s", "area": "floor", "quantity": %d}]}"""
                .formatted(event, quantity);
    }

    @Test
    void translatesItsBasketOnce() throws Exception {
        Engine own = scratch.open(Limits.usual());
        ForwardingHoldfast counting = new ForwardingHoldfast(own) {
            @Override
            public Instant now() {
                translations.incrementAndGet();
                return super.now();
            }
        };
        try (Application shop =
                Application.open(Application.Stores.on(scratch.database().dataSource()), counting,
                        own, Application.Bounds.watchers(1));
                HttpServer server = HttpServer.open(
                        new HttpServer.Options(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                100, 100, Duration.ofSeconds(10), Duration.ofSeconds(5)),
                        shop.routes(),
                        (request, route) -> new Authenticator.Entered(
                                new Principal("main", Permission.OWN, "key_1"), "", Map.of()),
                        record -> {})) {
            URI home = URI.create("http://127.0.0.1:" + server.port());
            String event = id(ask(home, "POST", "/v1/events", EVENT));
            translations.set(0);

            HttpResponse<byte[]> made = ask(home, "POST", "/v1/holds", items(event, 2),
                    "Idempotency-Key", KEY);
            assertThat(made.statusCode()).isEqualTo(201);
            assertThat(translations.getAndSet(0)).isEqualTo(1);
            HttpResponse<byte[]> again = ask(home, "POST", "/v1/holds", items(event, 2),
                    "Idempotency-Key", KEY);
            assertThat(id(again)).isEqualTo(id(made));
            assertThat(translations.getAndSet(0)).isEqualTo(1);

            String path = "/v1/holds/" + id(made) + "/items";
            String[] headers = {"Idempotency-Key", KEY + "x",
                    "If-Match", made.headers().firstValue("ETag").orElseThrow()};
            assertThat(ask(home, "PUT", path, items(event, 3), headers).statusCode())
                    .isEqualTo(200);
            assertThat(translations.getAndSet(0)).isEqualTo(1);
            assertThat(ask(home, "PUT", path, items(event, 3), headers).statusCode())
                    .isEqualTo(200);
            assertThat(translations.get()).as("the answer is recorded").isZero();
        }
    }

    private static String id(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(201);
        return Json.tree(answer.body()).path("id").asText();
    }

    private HttpResponse<byte[]> ask(URI home, String method, String path, String body,
            String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(home.resolve(path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
