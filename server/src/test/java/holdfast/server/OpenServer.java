package holdfast.server;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.http.Route;
import holdfast.server.json.Json;
import holdfast.server.mail.Reminders;
import holdfast.server.settings.Config;
import holdfast.testkit.ScratchDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A server for one test, with everything that `serve` opens, and a client.
final class OpenServer implements AutoCloseable {
    static final String SECRET = "sk_the_first_workspaces_own";
    static final String PUBLISHABLE = "pk_the_first_workspaces_own";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Serve server;

    OpenServer(ScratchDatabase database, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "HOLDFAST_PORT", "0", "HOLDFAST_DRAIN", "PT0S", "HOLDFAST_SECRET_KEY", SECRET,
                "HOLDFAST_PUBLISHABLE_KEY", PUBLISHABLE,
                "HOLDFAST_DATABASE_URL", url(database), "HOLDFAST_MAIL_FOLDER",
                System.getProperty("java.io.tmpdir") + "/holdfast-test-mails"));
        settings.putAll(more);
        server = Serve.open(Config.from(settings), new PrintStream(
                new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    }

    private static String url(ScratchDatabase database) {
        var address = database.address();
        return address.url() + (address.url().contains("?") ? "&" : "?")
                + "user=" + encoded(Objects.requireNonNull(address.user()))
                + "&password=" + encoded(Objects.requireNonNull(address.password()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// The reminders, without the pause of their job.
    Reminders reminders() {
        return server.reminders();
    }

    List<Route> routes() {
        return server.routes();
    }

    URI home() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /// An answer.
    record Answer(int status, String body, HttpResponse<String> whole) {
        JsonNode json() {
            return Json.tree(body.getBytes(StandardCharsets.UTF_8));
        }

        String text(String field) {
            return json().path(field).asText();
        }

        String header(String name) {
            return whole.headers().firstValue(name).orElse("");
        }
    }

    /// The status only: a stream has no end.
    int status(String method, String path, String body, String... headers) {
        try {
            HttpResponse<InputStream> answer = client.send(
                    request(method, path, body, headers),
                    HttpResponse.BodyHandlers.ofInputStream());
            answer.body().close();
            return answer.statusCode();
        } catch (IOException failure) {
            throw new AssertionError(method + " " + path, failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    /// Uploads a file.
    Answer upload(String key, String path, byte[] file) {
        return sent(path, HttpRequest.newBuilder(home().resolve(path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofByteArray(file)).build());
    }

    /// Sends a body of any kind, with these headers, in pairs.
    Answer post(String path, byte[] body, String... headers) {
        return sent(path, HttpRequest.newBuilder(home().resolve(path))
                .timeout(Duration.ofSeconds(20)).headers(headers)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)).build());
    }

    /// What a browser loads.
    byte[] content(String path) {
        try {
            return client.send(request("GET", path, ""), HttpResponse.BodyHandlers.ofByteArray())
                    .body();
        } catch (IOException failure) {
            throw new AssertionError(path, failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    private HttpRequest request(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(home().resolve(path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body.isEmpty() ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body));
        return headers.length == 0 ? request.build() : request.headers(headers).build();
    }

    /// Sends a request with these headers, in pairs.
    Answer send(String method, String path, String body, String... headers) {
        return sent(method + " " + path, request(method, path, body, headers));
    }

    private Answer sent(String what, HttpRequest request) {
        try {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body(), answer);
        } catch (IOException failure) {
            throw new AssertionError(what, failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    /// Sends a request with a key or a session.
    Answer as(String key, String method, String path, String body) {
        return send(method, path, body, "Authorization", "Bearer " + key);
    }

    @Override
    public void close() {
        client.shutdownNow();
        server.close();
    }
}
