package holdfast.server.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.auth.Permission;
import holdfast.server.auth.Principal;
import holdfast.server.http.Authenticator;
import holdfast.server.http.HttpServer;
import holdfast.server.http.RequestListener;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TracingTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final RequestListener NOBODY = record -> {};

    private final HttpClient client = HttpClient.newHttpClient();
    private Collector collector;

    @BeforeEach
    void open() throws Exception {
        collector = new Collector();
    }

    @AfterEach
    void close() {
        client.close();
        collector.close();
    }

    private static HttpServer door(Tracing traces) {
        Route hold = new Route("POST", "/holds/{id}", Permission.BUY, "hold", "For a test.",
                call -> traces.within("hold", () -> Response.empty(204)));
        Route broken = new Route("GET", "/v1/broken", Permission.BUY, "broken", "For a test.",
                call -> traces.within("hold", () -> {
                    throw new IllegalStateException("a bug");
                }));
        return HttpServer.open(
                new HttpServer.Options(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        10, 10, Duration.ofSeconds(10), Duration.ofSeconds(5)),
                List.of(hold, broken), (request, route) -> new Authenticator.Entered(
                        new Principal("main", Permission.OWN, "key_1"), "127.0.0.1", Map.of()),
                traces);
    }

    private String ask(HttpServer server, String method, String path, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                .headers().firstValue("Request-Id").orElseThrow();
    }

    private static String said(JsonNode span, String key) {
        for (JsonNode attribute : span.path("attributes")) {
            if (attribute.path("key").asText().equals(key)) {
                JsonNode value = attribute.path("value");
                return value.has("intValue")
                        ? value.path("intValue").asText() : value.path("stringValue").asText();
            }
        }
        return "";
    }

    @Test
    void aRequestGoesOnWithItsClientsTraceAndItsVerbIsAPartOfIt() throws Exception {
        try (Tracing traces = Tracing.to(collector.endpoint(), 1_000_000, NOBODY);
                HttpServer server = door(traces)) {
            String id = ask(server, "POST", "/holds/hld_secret?token=t0ken",
                    "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01",
                    "Authorization", "Bearer sk_secret");
            List<JsonNode> spans = collector.spans(2);
            JsonNode verb = spans.get(0);
            JsonNode request = spans.get(1);
            assertThat(request.path("name").asText()).isEqualTo("POST /holds/{id}");
            assertThat(request.path("kind").asInt()).isEqualTo(2);
            assertThat(request.path("traceId").asText()).isEqualTo(TRACE);
            assertThat(request.path("parentSpanId").asText()).isEqualTo("00f067aa0ba902b7");
            assertThat(said(request, "http.response.status_code")).isEqualTo("204");
            assertThat(said(request, "holdfast.request")).isEqualTo(id);
            assertThat(said(request, "holdfast.workspace")).isEqualTo("main");
            assertThat(request.has("status")).isFalse();
            assertThat(verb.path("name").asText()).isEqualTo("hold");
            assertThat(verb.path("traceId").asText()).isEqualTo(TRACE);
            assertThat(verb.path("parentSpanId").asText())
                    .isEqualTo(request.path("spanId").asText());
            assertThat(verb.path("startTimeUnixNano").asLong())
                    .isGreaterThanOrEqualTo(request.path("startTimeUnixNano").asLong());
            assertThat(verb.path("endTimeUnixNano").asLong())
                    .isGreaterThanOrEqualTo(verb.path("startTimeUnixNano").asLong());
            assertThat(spans.toString()).doesNotContain("secret", "t0ken");
        }
    }

    @Test
    void whatBreaksIsMarked() throws Exception {
        try (Tracing traces = Tracing.to(collector.endpoint(), 1, NOBODY);
                HttpServer server = door(traces)) {
            ask(server, "GET", "/v1/broken");
            for (JsonNode span : collector.spans(2)) {
                assertThat(span.path("status").path("code").asInt()).isEqualTo(2);
            }
        }
    }

    @Test
    void whoDoesNotWantToBeTracedIsNot() throws Exception {
        try (Tracing traces = Tracing.to(collector.endpoint(), 1, NOBODY);
                HttpServer server = door(traces)) {
            ask(server, "POST", "/holds/1",
                    "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-00");
            ask(server, "POST", "/holds/2");
        }
        assertThat(collector.spans(2)).hasSize(2)
                .noneMatch(span -> span.path("traceId").asText().equals(TRACE));
    }

    @Test
    void aCollectorThatIsGoneKeepsNobodyWaiting() throws Exception {
        collector.answers(500);
        URI gone;
        try (Collector closed = new Collector()) {
            gone = closed.endpoint();
        }
        for (URI endpoint : List.of(gone, collector.endpoint())) {
            try (Tracing traces = Tracing.to(endpoint, 1, NOBODY);
                    HttpServer server = door(traces)) {
                for (int number = 0; number < 50; number++) {
                    ask(server, "POST", "/holds/1");
                }
            }
        }
        collector.spans(100);
    }
}
