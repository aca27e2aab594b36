package holdfast.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A stop finishes running requests and refuses new ones; acknowledged changes survive the next
/// start.
class StopTest {
    private static final String KEY = "sk_for_a_test_only";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NIGHT = """
            {"name": "Night", "start": "2040-12-12T20:00:00+01:00",
             "end": "2040-12-12T23:00:00+01:00", "timeZone": "Europe/Berlin",
             "areas": [{"id": "floor", "name": "Floor", "kind": "capacity", "capacity": 100000,
                        "price": {"amount": 3500, "currency": "EUR"}}]}
            """;

    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

    @TempDir
    Path folder;

    private static final Map<String, String> SETTINGS = Map.of(
            "HOLDFAST_PORT", "0", "HOLDFAST_SECRET_KEY", KEY, "HOLDFAST_STOP_GRACE", "PT4S");

    private static String hold(String event) {
        return """
                {"items": [{"kind": "capacity", "event": "%s", "area": "floor", "quantity": 1}]}
                """.formatted(event);
    }

    private static String id(String answer) throws IOException {
        return JSON.readTree(answer).path("id").asText();
    }

    /// Sends requests in a loop and records the acknowledged ones.
    private static void ask(
            ServerProcess server, String event, Queue<String> acknowledged, Set<Integer> statuses) {
        while (true) {
            try {
                HttpResponse<String> answer = server.post("/v1/holds", KEY, hold(event));
                statuses.add(answer.statusCode());
                if (answer.statusCode() == 201) {
                    acknowledged.add(id(answer.body()));
                }
            } catch (IOException gone) {
                return;
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Test
    void finishesRequestsInFlightAndRefusesTheRest() throws Exception {
        Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        Set<Integer> statuses = new ConcurrentSkipListSet<>();
        try (ServerProcess server = new ServerProcess(folder, SETTINGS)) {
            String event = id(server.post("/v1/events", KEY, NIGHT).body());
            List<Thread> crowd = new ArrayList<>();
            try (Socket idle = new Socket(InetAddress.getLoopbackAddress(), server.port());
                    Socket slow = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                String body = hold(event);
                OutputStream out = slow.getOutputStream();
                out.write(("POST /v1/holds HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer " + KEY
                        + "\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body.substring(0, 10)).getBytes(US_ASCII));
                out.flush();
                for (int person = 0; person < 12; person++) {
                    crowd.add(Thread.startVirtualThread(
                            () -> ask(server, event, acknowledged, statuses)));
                }
                while (acknowledged.size() < 300) {
                    assertThat(crowd).anyMatch(Thread::isAlive);
                    crowd.getFirst().join(Duration.ofMillis(5));
                }
                long began = System.nanoTime();
                server.terminate();
                refused(server, event);
                out.write(body.substring(10).getBytes(US_ASCII));
                out.flush();
                String answer = new String(slow.getInputStream().readAllBytes(), UTF_8);
                // Its body had not arrived when the stop began, so it may be refused.
                assertThat(answer).matches(text -> text.isEmpty()
                        || text.startsWith("HTTP/1.1 201 ") || text.startsWith("HTTP/1.1 503 "));
                if (answer.startsWith("HTTP/1.1 201 ")) {
                    acknowledged.add(id(answer.substring(answer.indexOf("\r\n\r\n") + 4)));
                }
                assertThat(server.status(15)).isZero();
                assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began))
                        .isLessThan(8);
                assertThat(idle.isConnected()).isTrue();
            }
            for (Thread each : crowd) {
                each.join();
            }
        }
        assertThat(statuses).contains(201).isSubsetOf(Set.of(201, 503));
        try (ServerProcess again = new ServerProcess(folder, SETTINGS)) {
            for (String hold : acknowledged) {
                assertThat(again.get("/v1/holds/" + hold, KEY).statusCode()).isEqualTo(200);
            }
            again.terminate();
            assertThat(again.status(15)).isZero();
        }
        Process audit = ServerProcess.run(folder, Map.of(), "audit");
        String said = new String(audit.getInputStream().readAllBytes(), UTF_8);
        assertThat(audit.waitFor()).as(said).isZero();
        assertThat(said).contains("nothing disagrees");
    }

    /// Waits until a new request or its connection is refused.
    private static void refused(ServerProcess server, String event) throws Exception {
        while (true) {
            try {
                if (server.post("/v1/holds", KEY, hold(event)).statusCode() == 503) {
                    return;
                }
            } catch (IOException gone) {
                return;
            }
        }
    }

    /// A balancer sees that the node is not ready while its customers are served.
    @Test
    void servesOnWhileABalancerTakesItOut() throws Exception {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.put("HOLDFAST_DRAIN", "PT3S");
        try (ServerProcess server = new ServerProcess(folder, settings)) {
            assertThat(server.get("/health/ready", KEY).statusCode()).isEqualTo(200);
            long began = System.nanoTime();
            server.terminate();
            while (server.get("/health/ready", KEY).statusCode() == 200) {
                assertThat(System.nanoTime() - began).isLessThan(2_000_000_000L);
            }
            HttpResponse<String> made = server.post("/v1/events", KEY, NIGHT);
            assertThat(made.statusCode()).isEqualTo(201);
            assertThat(made.headers().firstValue("Connection")).contains("close");
            assertThat(server.post("/v1/holds", KEY, hold(id(made.body()))).statusCode())
                    .isEqualTo(201);
            assertThat(server.status(15)).isZero();
            assertThat(System.nanoTime() - began).isGreaterThan(2_900_000_000L);
        }
    }

    /// Without a socket the process would live on and serve no one.
    @Test
    void endsWhenItCanAcceptNoMoreConnections() throws Exception {
        if (!Files.isExecutable(PRLIMIT)) {
            System.err.println("NOT TRIED: too many open files; there is no " + PRLIMIT);
            return;
        }
        try (ServerProcess server = new ServerProcess(folder, SETTINGS)) {
            new ProcessBuilder(PRLIMIT.toString(), "--pid", Long.toString(server.pid()),
                    "--nofile=10:10").inheritIO().start().waitFor();
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                client.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
                assertThat(server.status(30)).isEqualTo(UncaughtErrors.STATUS);
            }
        }
    }

    @Test
    void printsOnlyJsonWithTheJsonFormat() throws Exception {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.put("HOLDFAST_LOG_FORMAT", "json");
        settings.remove("HOLDFAST_SECRET_KEY");
        settings.put("HOLDFAST_DATA", "data");
        Process process = ServerProcess.run(folder, settings, "serve");
        List<JsonNode> lines = new ArrayList<>();
        try (BufferedReader said = process.inputReader(UTF_8)) {
            String line = said.readLine();
            while (line != null) {
                lines.add(JSON.readTree(line));
                if (line.contains("Holdfast is open: ")) {
                    // The process itself would also close the output that is read here.
                    process.toHandle().destroy();
                }
                line = said.readLine();
            }
        }
        assertThat(process.waitFor()).isZero();
        assertThat(lines).allMatch(line -> line.path("message").isTextual());
        Path keys = folder.resolve("data/first-keys");
        assertThat(lines).anyMatch(line -> line.path("message").asText()
                .equals("Secret key:       in the file " + keys.toAbsolutePath()));
        assertThat(lines.toString()).doesNotContain("sk_");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(keys)).containsPattern("Secret key: +sk_\\S{20,}\\n");
    }

    @Test
    void reportsInvalidSettingsAndStartsNothing() throws Exception {
        Process process = ServerProcess.run(folder, Map.of(
                "HOLDFAST_PORT", "none", "HOLDFAST_DATE", "data"), "serve");
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(said).contains("2 settings are not right", "HOLDFAST_PORT in the environment",
                "did you mean HOLDFAST_DATA?");
        assertThat(folder).isEmptyDirectory();
    }
}
