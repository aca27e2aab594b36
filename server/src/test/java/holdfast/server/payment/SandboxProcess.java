package holdfast.server.payment;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/// The sandbox provider as a process of its own, one for all tests of a JVM, and its controls. It
/// ends with the JVM.
public final class SandboxProcess {
    private static final SandboxProcess ONLY = new SandboxProcess();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String home;

    private SandboxProcess() {
        try {
            Process process = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
                    "-cp", System.getProperty("java.class.path"), "holdfast.sandbox.SandboxMain",
                    "--port", "0").redirectError(ProcessBuilder.Redirect.INHERIT).start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            BufferedReader lines = new BufferedReader(
                    new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = lines.readLine();
            if (line == null || !line.startsWith("Sandbox: ")) {
                throw new AssertionError("the sandbox did not start: " + line);
            }
            home = line.substring("Sandbox: ".length()).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public static SandboxProcess get() {
        return ONLY;
    }

    public String home() {
        return home;
    }

    /// Asks it with a secret key, for the key's own account.
    public JsonNode send(String key, String method, String path, String body) {
        return send(key, method, path, body, "application/json");
    }

    public JsonNode form(String key, String path, String body) {
        return send(key, "POST", path, body, "application/x-www-form-urlencoded");
    }

    /// The same; empty where it is refused.
    Optional<JsonNode> maybe(String key, String method, String path, String body) {
        HttpResponse<String> answer = ask(key, method, path, body, "application/json");
        return answer.statusCode() == 200 ? Optional.of(json(answer)) : Optional.empty();
    }

    private JsonNode send(String key, String method, String path, String body, String type) {
        HttpResponse<String> answer = ask(key, method, path, body, type);
        if (answer.statusCode() != 200) {
            throw new AssertionError(method + " " + path + ": " + answer.statusCode() + " "
                    + answer.body());
        }
        return json(answer);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return Json.tree(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> ask(
            String key, String method, String path, String body, String type) {
        try {
            return http.send(HttpRequest.newBuilder(URI.create(home + path))
                    .header("Authorization", "Bearer " + key).header("Content-Type", type)
                    .method(method, body.isEmpty() ? HttpRequest.BodyPublishers.noBody()
                            : HttpRequest.BodyPublishers.ofString(body))
                    .build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stop);
        }
    }

    /// The customer pays on the hosted page.
    public String pay(String key, String session, String card) {
        return send(key, "POST", "/sandbox/sessions/" + session + "/pay",
                "{\"card\": \"" + card + "\"}").path("result").asText();
    }

    public void fault(String key, String route, String fault) {
        send(key, "POST", "/sandbox/behaviours", "{\"route\": \"" + route + "\", \"do\": \""
                + fault + "\", \"millis\": 100}");
    }

    /// The sums of each payment, by the account's own ledger.
    public JsonNode ledger(String key) {
        return send(key, "GET", "/sandbox/ledger", "").path("accounts").path(0).path("payments");
    }
}
