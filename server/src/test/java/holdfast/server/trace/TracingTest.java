package holdfast.server.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.google.protobuf.ByteString;
import holdfast.server.auth.Permission;
import holdfast.server.auth.Principal;
import holdfast.server.http.Authenticator;
import holdfast.server.http.HttpServer;
import holdfast.server.http.RequestListener;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TracingTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final RequestListener NO_LISTENER = record -> {};

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

    private static HttpServer server(Tracing traces) {
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

    private String send(HttpServer server, String method, String path, String... headers)
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

    private static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    private static String attribute(Span span, String key) {
        for (KeyValue attribute : span.getAttributesList()) {
            if (attribute.getKey().equals(key)) {
                return attribute.getValue().hasIntValue()
                        ? Long.toString(attribute.getValue().getIntValue())
                        : attribute.getValue().getStringValue();
            }
        }
        return "";
    }

    @Test
    void continuesTheClientsTraceWithASpanForTheRequestAndOneForItsVerb() throws Exception {
        try (Tracing traces = Tracing.to(collector.endpoint(), Map.of(), 1_000_000, NO_LISTENER);
                HttpServer server = server(traces)) {
            String id = send(server, "POST", "/holds/hld_secret?token=t0ken",
                    "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01",
                    "Authorization", "Bearer sk_secret");
            List<Span> spans = collector.spans(2);
            Span verb = spans.get(0);
            Span request = spans.get(1);
            assertThat(request.getName()).isEqualTo("POST /holds/{id}");
            assertThat(request.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
            assertThat(hex(request.getTraceId())).isEqualTo(TRACE);
            assertThat(hex(request.getParentSpanId())).isEqualTo("00f067aa0ba902b7");
            assertThat(attribute(request, "http.response.status_code")).isEqualTo("204");
            assertThat(attribute(request, "holdfast.request")).isEqualTo(id);
            assertThat(attribute(request, "holdfast.workspace")).isEqualTo("main");
            assertThat(request.getStatus()).isEqualTo(Status.getDefaultInstance());
            assertThat(verb.getName()).isEqualTo("hold");
            assertThat(hex(verb.getTraceId())).isEqualTo(TRACE);
            assertThat(verb.getParentSpanId()).isEqualTo(request.getSpanId());
            assertThat(verb.getStartTimeUnixNano())
                    .isGreaterThanOrEqualTo(request.getStartTimeUnixNano());
            assertThat(verb.getEndTimeUnixNano())
                    .isGreaterThanOrEqualTo(verb.getStartTimeUnixNano());
            assertThat(spans.toString()).doesNotContain("secret", "t0ken");
        }
    }

    @Test
    void startsATraceOfItsOwnWithoutAClientsTrace() throws Exception {
        try (Tracing traces = Tracing.to(collector.endpoint(), Map.of(), 1, NO_LISTENER);
                HttpServer server = server(traces)) {
            send(server, "POST", "/holds/1");
            Span verb = collector.spans(2).get(0);
            Span request = collector.spans(2).get(1);
            assertThat(hex(request.getTraceId())).matches("[0-9a-f]{32}");
            assertThat(hex(request.getSpanId())).matches("[0-9a-f]{16}");
            assertThat(request.getParentSpanId().isEmpty()).isTrue();
            assertThat(verb.getTraceId()).isEqualTo(request.getTraceId());
            assertThat(verb.getSpanId()).isNotEqualTo(request.getSpanId());
            assertThat(hex(verb.getSpanId())).matches("[0-9a-f]{16}");
        }
    }

    @Test
    void marksARequestThatFailsAndItsVerb() throws Exception {
        try (Tracing traces = Tracing.to(collector.endpoint(), Map.of(), 1, NO_LISTENER);
                HttpServer server = server(traces)) {
            send(server, "GET", "/v1/broken");
            for (Span span : collector.spans(2)) {
                assertThat(span.getStatus().getCode())
                        .isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
            }
        }
    }

    @Test
    void makesNoSpanIfTheClientsTraceIsNotSampled() throws Exception {
        try (Tracing traces = Tracing.to(collector.endpoint(), Map.of(), 1, NO_LISTENER);
                HttpServer server = server(traces)) {
            send(server, "POST", "/holds/1",
                    "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-00");
            send(server, "POST", "/holds/2");
        }
        assertThat(collector.spans(2)).hasSize(2)
                .noneMatch(span -> hex(span.getTraceId()).equals(TRACE));
    }

    @Test
    void answersRequestsWithoutWaitingForAnUnreachableOrFailingCollector() throws Exception {
        collector.answers(500);
        URI unreachable;
        try (Collector closed = new Collector()) {
            unreachable = closed.endpoint();
        }
        for (URI endpoint : List.of(unreachable, collector.endpoint())) {
            try (Tracing traces = Tracing.to(endpoint, Map.of(), 1, NO_LISTENER);
                    HttpServer server = server(traces)) {
                for (int number = 0; number < 50; number++) {
                    send(server, "POST", "/holds/1");
                }
            }
        }
        collector.spans(100);
    }

    @Test
    void answersRequestsWithoutWaitingForACollectorThatHangs() throws Exception {
        collector.hangs();
        try (Tracing traces = Tracing.to(collector.endpoint(), Map.of(), 1, NO_LISTENER);
                HttpServer server = server(traces)) {
            send(server, "POST", "/holds/1");
            collector.spans(1);
            assertTimeout(Duration.ofSeconds(30), () -> {
                for (int number = 0; number < 50; number++) {
                    send(server, "POST", "/holds/1");
                }
            });
        }
    }
}
