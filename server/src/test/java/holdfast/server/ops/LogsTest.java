package holdfast.server.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import holdfast.Unanswered;
import holdfast.server.auth.Permission;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class LogsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream usual = System.err;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(log, true, UTF_8));
    }

    @AfterEach
    void restore() {
        System.setErr(usual);
        Logs.begin(false, "info");
    }

    private List<String> lines() {
        return log.toString(UTF_8).lines().toList();
    }

    private static final List<Route> ROUTES = List.of(
            new Route("POST", "/holds/{id}/confirm", Permission.BUY, "confirm", "For a test.",
                    call -> {
                        LoggerFactory.getLogger("holdfast.test").info("confirming");
                        return Response.empty(204);
                    }),
            new Route("GET", "/v1/broken", Permission.BUY, "broken", "For a test.", call -> {
                throw new IllegalStateException("a bug");
            }));

    @Test
    void logsARequestWithoutSecrets() throws Exception {
        Logs.begin(true, "trace");
        String id;
        // Closing the server waits for the log line, which is written after the answer.
        try (OpsServer requester = new OpsServer(ROUTES, new RequestMetrics(new Metrics(), true))) {
            id = requester.ask("POST", "/holds/hld_hush/confirm?name=Secretive&token=t0ken",
                    "X-Request-Id", "shop-42.a",
                    "Authorization", "Bearer sk_secret", "Holdfast-Token", "t0ken")
                    .headers().firstValue("Request-Id").orElseThrow();
        }
        assertThat(lines()).anySatisfy(line -> {
            JsonNode json = JSON.readTree(line);
            assertThat(json.path("logger").asText()).isEqualTo("holdfast.requests");
            assertThat(json.path("request").asText()).isEqualTo(id).isEqualTo("shop-42.a");
            assertThat(json.path("method").asText()).isEqualTo("POST");
            assertThat(json.path("route").asText()).isEqualTo("/holds/{id}/confirm");
            assertThat(json.path("status").asInt()).isEqualTo(204);
            assertThat(json.path("micros").isNumber()).isTrue();
            assertThat(json.path("workspace").asText()).isEqualTo("main");
            assertThat(json.path("who").asText()).isEqualTo("key_1");
            assertThat(json.path("client").asText()).isEqualTo("127.0.0.1");
            assertThat(json).allMatch(JsonNode::isValueNode);
        });
        assertThat(lines()).anySatisfy(line -> {
            JsonNode json = JSON.readTree(line);
            assertThat(json.path("message").asText()).isEqualTo("confirming");
            assertThat(json.path("request").asText()).isEqualTo(id);
        });
        assertThat(log.toString(UTF_8))
                .doesNotContain("sk_secret", "t0ken", "Secretive", "hld_hush");
    }

    @Test
    void takesOverOnlyAPlainRequestId() throws Exception {
        try (OpsServer requester = new OpsServer(ROUTES, record -> {})) {
            for (String odd : List.of("a b", "<script>", "x".repeat(129), "-")) {
                assertThat(requester.ask("POST", "/holds/1/confirm", "X-Request-Id", odd)
                        .headers().firstValue("Request-Id").orElseThrow())
                        .matches("[0-9a-f]{8}-[0-9a-f-]{27}");
            }
        }
    }

    /// A database that is away would otherwise log hundreds of lines for each request.
    @Test
    void logsALostConnectionInOneLine() {
        SQLException lost = new SQLException("the connection is lost", "08006");
        Unanswered unanswered = new Unanswered("the database gave no answer", lost);
        unanswered.addSuppressed(lost);
        for (boolean json : List.of(true, false)) {
            log.reset();
            Logs.begin(json, "info");
            LoggerFactory.getLogger("holdfast.test").warn("not confirmed", unanswered);
            assertThat(lines()).singleElement().asString().contains("gave no answer");
            LoggerFactory.getLogger("holdfast.test").warn("a bug", new SQLException("x", "42601"));
            assertThat(log.toString(UTF_8)).contains("LogsTest");
        }
        log.reset();
        Logs.begin(false, "debug");
        LoggerFactory.getLogger("holdfast.test").warn("not confirmed", unanswered);
        assertThat(lines()).hasSizeGreaterThan(5);
    }

    @Test
    void logsOnlyFailedRequestsByDefault() throws Exception {
        Logs.begin(false, "info");
        try (OpsServer requester =
                new OpsServer(ROUTES, new RequestMetrics(new Metrics(), false))) {
            requester.ask("POST", "/holds/1/confirm");
            requester.get("/nowhere");
            requester.get("/v1/broken");
        }
        assertThat(lines().stream().filter(line -> line.contains("requests: answered")))
                .singleElement().asString()
                .contains(" WARN ", "route=\"/v1/broken\"", "status=\"500\"");
        assertThat(lines().stream().filter(line -> line.contains("a bug"))).isNotEmpty();
    }

    @Test
    void logsLibrariesFromInfoUpInItsOwnFormat() {
        Logs.begin(true, "trace");
        LoggerFactory.getLogger("com.zaxxer.hikari").debug("with a password");
        LoggerFactory.getLogger("holdfast.test").trace("finely");
        System.getLogger("java.someone").log(System.Logger.Level.WARNING, "so {0}", "far");
        System.getLogger("io.helidon.webserver").log(System.Logger.Level.DEBUG, "headers");
        System.getLogger("io.helidon.webserver").log(System.Logger.Level.ERROR, "broken");
        assertThat(lines()).hasSize(3);
        assertThat(lines().get(0)).contains("\"TRACE\"", "finely");
        assertThat(lines().get(1)).contains("\"WARN\"", "java.someone", "so far");
        assertThat(lines().get(2)).contains("\"ERROR\"", "io.helidon.webserver", "broken");
    }

    @Test
    void putsTheRequestsIdIntoTextLines() {
        Logs.begin(false, "warn");
        MDC.put("request", "r-1");
        LoggerFactory.getLogger("holdfast.test").info("not shown");
        LoggerFactory.getLogger("holdfast.test").warn("shown");
        MDC.remove("request");
        assertThat(lines()).singleElement().asString()
                .matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.+-]+ WARN  \\[r-1] test: shown *");
    }
}
