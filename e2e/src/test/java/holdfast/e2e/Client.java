package holdfast.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

/// An HTTP client of one address, with an API key or without. Headers are given as names and values
/// in turn.
record Client(URI address, String key, List<String> always) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        // The server closes connections after three idle seconds; no request may be sent then.
        System.setProperty("jdk.httpclient.keepalive.timeout", "1");
    }

    private static final Duration USUAL = Duration.ofSeconds(30);
    /// It reads everything, and takes longer the more has happened.
    private static final Duration AUDIT = Duration.ofMinutes(3);

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .connectTimeout(Duration.ofSeconds(10)).build();

    private static final class Secure {
        private static final HttpClient HTTP = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .sslContext(TestCertificate.usual().trusting())
                .connectTimeout(Duration.ofSeconds(10)).build();
    }

    Client(URI address, String key) {
        this(address, key, List.of());
    }

    Client to(URI other) {
        return new Client(other, key, always);
    }

    /// A client that sends these headers with every request.
    Client with(String... headers) {
        List<String> all = new ArrayList<>(always);
        all.addAll(List.of(headers));
        return new Client(address, key, all);
    }

    Client keyed(String idempotencyKey) {
        return with("Idempotency-Key", idempotencyKey);
    }

    Client token(Reply hold) {
        return with("Holdfast-Token", hold.text("token"));
    }

    Reply get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    Reply post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    Reply put(String path, String body, String... headers) {
        return send("PUT", path, body, headers);
    }

    Reply patch(String path, String body, String... headers) {
        return send("PATCH", path, body, headers);
    }

    Reply delete(String path, String... headers) {
        return send("DELETE", path, "", headers);
    }

    Reply send(String method, String path, String body, String... headers) {
        return send(method, path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    Reply send(String method, String path, byte[] body, String... headers) {
        try {
            return trying(method, path, body, headers);
        } catch (IOException broken) {
            throw new AssertionError(method + " " + path + " got no answer: " + broken, broken);
        }
    }

    /// For tests that expect an unreachable server.
    Reply trying(String method, String path, byte[] body, String... headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(path.startsWith("/v1/audit") ? AUDIT : USUAL)
                .method(method, body.length == 0 ? BodyPublishers.noBody()
                        : BodyPublishers.ofByteArray(body));
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        List<String> all = new ArrayList<>(always);
        all.addAll(List.of(headers));
        for (int at = 0; at < all.size(); at += 2) {
            request.header(all.get(at), all.get(at + 1));
        }
        try {
            HttpResponse<byte[]> response = (behindBalancer() ? Secure.HTTP : HTTP)
                    .send(request.build(), BodyHandlers.ofByteArray());
            Reply reply = new Reply(response, body(response));
            boolean balancers = behindBalancer() && reply.status() >= 502
                    && response.headers().firstValue("Request-Id").isEmpty();
            if (!balancers) {
                contract().check(method, response.uri().getRawPath(), body, reply);
            }
            return reply;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException(stop);
        }
    }

    /// Only load balancers speak TLS here. When no node answers them, the answer is their own.
    private boolean behindBalancer() {
        return address.getScheme().equals("https");
    }

    private static final class Only {
        private static final Contract CONTRACT = new Contract(described());
    }

    static Contract contract() {
        return Only.CONTRACT;
    }

    private static JsonNode described() {
        HttpRequest request = HttpRequest.newBuilder(
                URI.create(TestShop.shop().address() + "/openapi.json")).build();
        try {
            return body(HTTP.send(request, BodyHandlers.ofByteArray()));
        } catch (IOException broken) {
            throw new AssertionError(broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stop);
        }
    }

    private static JsonNode body(HttpResponse<byte[]> response) throws IOException {
        boolean json = response.headers().firstValue("Content-Type")
                .filter(type -> type.contains("json")).isPresent();
        if (!json || response.body().length == 0) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException broken) {
            throw new AssertionError("not JSON: "
                    + new String(response.body(), StandardCharsets.UTF_8), broken);
        }
    }
}
