package holdfast.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;

/// The sandbox provider in a process of its own, with an account for this test.
final class SandboxNode implements AutoCloseable {
    private static final String OPEN = "Sandbox: ";
    private static final ObjectMapper JSON = new ObjectMapper();

    final String account = "sk_test_" + UUID.randomUUID().toString().replace("-", "");
    private final Process process;
    private final URI address;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .connectTimeout(Duration.ofSeconds(10)).build();

    SandboxNode() {
        try {
            process = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                    "-cp", System.getProperty("java.class.path"), "holdfast.sandbox.SandboxMain",
                    "--port", "0").redirectError(ProcessBuilder.Redirect.INHERIT).start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            String line = process.inputReader(StandardCharsets.UTF_8).readLine();
            if (line == null || !line.startsWith(OPEN)) {
                throw new AssertionError("the sandbox did not start: " + line);
            }
            address = URI.create(line.substring(OPEN.length()).strip());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    URI address() {
        return address;
    }

    /// Pays on the hosted page, as a browser without scripts does. Returns the page's status.
    int pay(String page, String card) {
        return send(HttpRequest.newBuilder(URI.create(page))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("card=" + card))).statusCode();
    }

    /// The sums of each charge, by the account's own ledger.
    JsonNode ledger() {
        return json(HttpRequest.newBuilder(address.resolve("/sandbox/ledger")).GET())
                .path("accounts").path(0).path("payments");
    }

    /// Sends its webhooks to a server, and returns the secret that signs them.
    String webhooksTo(URI server) {
        return json(HttpRequest.newBuilder(address.resolve("/v1/webhook_endpoints"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("url=" + server
                        + "/v1/providers/main/sandbox/events&enabled_events[0]=*")))
                .path("secret").asText();
    }

    private JsonNode json(HttpRequest.Builder request) {
        HttpResponse<String> answer =
                send(request.header("Authorization", "Bearer " + account));
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer + " " + answer.body());
        }
        try {
            return JSON.readTree(answer.body());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(30)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stop);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        http.shutdownNow();
    }
}
