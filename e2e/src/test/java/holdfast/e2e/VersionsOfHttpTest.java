package holdfast.e2e;

import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// HEAD, OPTIONS and HTTP/1.0, as load balancers and proxies send them.
class VersionsOfHttpTest {
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)\r\n");
    private static final String LAST =
            "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    private final URI address = shop().address();

    private String get(String method, String path, String then) throws IOException {
        return RawSocket.asked(address,
                method + " " + path + " HTTP/1.1\r\n" + RawSocket.KEY + then);
    }

    private static String length(String answer) {
        Matcher found = LENGTH.matcher(answer);
        assertThat(found.find()).as(answer).isTrue();
        return found.group(1);
    }

    private static String headers(String answer) {
        return answer.substring(0, answer.indexOf("\r\n\r\n") + 4);
    }

    @Test
    void answersHeadLikeGetWithoutABody() throws IOException {
        String event = "/v1/events/" + SampleItems.concert(shop().owner());
        for (String path : List.of("/health/live", "/openapi.json", "/docs", "/", "/nothing",
                event, event + "/free", event + "/seats", "/v1/events?limit=0")) {
            String whole = get("GET", path, "Connection: close\r\n\r\n");
            String head = get("HEAD", path, "\r\n" + LAST);
            assertThat(RawSocket.answers(head)).as(head).isEqualTo(2);
            String behind = head.substring(headers(head).length());
            assertThat(behind).as(path).startsWith("HTTP/1.1 200 OK\r\n");
            assertThat(head.substring(9, 12)).as(path).isEqualTo(whole.substring(9, 12));
            assertThat(length(headers(head))).as(path).isEqualTo(length(headers(whole)));
        }
        assertThat(get("HEAD", "/v1/bookings.csv", "\r\n")).startsWith("HTTP/1.1 200 ")
                .endsWith("\r\n\r\n").containsIgnoringCase("content-type: text/csv");
    }

    @Test
    void startsNoStreamForHead() throws IOException {
        String path = "/v1/events/" + SampleItems.concert(shop().owner()) + "/changes";
        try (ServerNode node = ServerNode.serve(with("HOLDFAST_WATCHERS", "1"))) {
            for (int times = 0; times < 3; times++) {
                String head = RawSocket.asked(node.address(),
                        "HEAD " + path + " HTTP/1.1\r\n" + RawSocket.KEY + "\r\n");
                assertThat(head).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n")
                        .containsIgnoringCase("content-type: text/event-stream");
            }
            // HEAD must not have used up the only stream that is allowed.
            try (RawSocket raw = new RawSocket(node.address())) {
                assertThat(raw.send("GET " + path + " HTTP/1.1\r\n" + RawSocket.KEY + "\r\n")
                        .until("event: resync")).startsWith("HTTP/1.1 200 ");
            }
        }
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> settings = new HashMap<>(shop().settings());
        settings.put(name, value);
        return settings;
    }

    @Test
    void listsMethodsForOptions() throws IOException {
        assertThat(get("OPTIONS", "/v1/events", "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 204 ").contains("\r\nAllow: GET, HEAD, OPTIONS, POST\r\n");
        assertThat(get("OPTIONS", "*", "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 204 ");
        assertThat(get("OPTIONS", "/nothing", "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404 ");
    }

    /// HTTP/1.0, as nginx sends it to an upstream and haproxy in a health check.
    @Test
    void servesHttp10() throws IOException {
        for (String more : List.of("", "Host: shop\r\n", "Connection: keep-alive\r\n",
                "Host: shop\r\nConnection: close\r\n")) {
            String live = RawSocket.asked(address, "GET /health/live HTTP/1.0\r\n" + more + "\r\n");
            assertThat(live).as(more).startsWith("HTTP/1.1 200 ")
                    .endsWith("\r\n\r\n{\"status\":\"live\"}")
                    .containsIgnoringCase("\r\nconnection: close\r\n");
        }
        assertThat(RawSocket.asked(address, "OPTIONS / HTTP/1.0\r\n\r\n"))
                .startsWith("HTTP/1.1 204 ");
        assertThat(RawSocket.asked(address, "HEAD / HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ")
                .endsWith("\r\n\r\n");
        assertThat(RawSocket.asked(address, "GET /nothing HTTP/1.0\r\n\r\n"))
                .startsWith("HTTP/1.1 404 ");
        assertThat(
                RawSocket.asked(address, "GET /health/li", "ve HTTP/1.", "0\r\nHo", "st: x\r\n\r",
                        "\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void servesHttp10BodiesWithoutChunks() throws IOException {
        byte[] event = SampleItems.CONCERT.formatted(5, 5).getBytes(StandardCharsets.US_ASCII);
        String made = RawSocket.asked(address, "POST /v1/events HTTP/1.0\r\n" + RawSocket.KEY
                + "Content-Length: " + event.length + "\r\n\r\n",
                SampleItems.CONCERT.formatted(5, 5));
        assertThat(made).startsWith("HTTP/1.1 201 ");
        assertThat(RawSocket.asked(address, "POST /v1/events HTTP/1.0\r\n" + RawSocket.KEY
                + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
        String list = RawSocket.asked(address,
                "GET /v1/bookings.csv HTTP/1.0\r\n" + RawSocket.KEY + "\r\n");
        assertThat(headers(list)).startsWith("HTTP/1.1 200 ")
                .doesNotContainIgnoringCase("transfer-encoding");
        assertThat(list.substring(headers(list).length())).startsWith("booking,");
        String id = SampleItems.concert(shop().owner());
        try (RawSocket raw = new RawSocket(address)) {
            assertThat(raw.send("GET /v1/events/" + id + "/changes HTTP/1.0\r\n" + RawSocket.KEY
                    + "\r\n").until("event: resync")).contains("\r\n\r\nretry: 1000\n\n");
        }
    }
}
