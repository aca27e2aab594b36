package holdfast.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.server.auth.Permission;
import holdfast.server.auth.Principal;
import java.io.IOException;
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
import org.junit.jupiter.api.Test;

/// CORS. Java's client may set the header `Origin` only with a system property.
class CorsTest {
    static {
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "origin");
    }

    private static final String ORIGIN = "https://example.org";
    private static final List<Route> ROUTES = List.of(
            route("GET", "/v1/things/{id}", Permission.BUY),
            route("DELETE", "/v1/things/{id}", Permission.MANAGE),
            route("PUT", "/v1/things/{id}", Permission.BUY),
            route("GET", "/v1/secrets", Permission.READ),
            route("GET", "/health/live", Permission.NONE));

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server = HttpServer.open(
            new HttpServer.Options(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    20, 20, Duration.ofSeconds(10), Duration.ofSeconds(5)),
            ROUTES, (request, route) -> {
                if (!request.headers().contains(io.helidon.http.HeaderNames.AUTHORIZATION)) {
                    throw new Problem(401, "unauthorized", "Authentication failed", "Send a key.");
                }
                return new Authenticator.Entered(Principal.ANONYMOUS, "",
                        Map.of("RateLimit", "\"a\";r=1"));
            }, record -> {});

    private static Route route(String method, String path, Permission right) {
        return new Route(method, path, right, method + path, "For a test.",
                call -> Response.empty(200));
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private HttpResponse<String> ask(String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String allowed(HttpResponse<String> answer) {
        return answer.headers().firstValue("Access-Control-Allow-Origin").orElse("");
    }

    @Test
    void allowsAnyWebsiteWhatAPublishableKeyMay() throws Exception {
        HttpResponse<String> answer = ask("GET", "/v1/things/1",
                "Origin", ORIGIN, "Authorization", "Bearer pk_1");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(allowed(answer)).isEqualTo("*");
        assertThat(answer.headers().firstValue("Access-Control-Expose-Headers").orElseThrow())
                .contains("ETag").contains("Retry-After").contains("RateLimit");
        assertThat(answer.headers().firstValue("RateLimit")).isPresent();
        assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
    }

    @Test
    void allowsAnyWebsiteToReadRefusals() throws Exception {
        HttpResponse<String> refused = ask("GET", "/v1/things/1", "Origin", ORIGIN);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(allowed(refused)).isEqualTo("*");
    }

    @Test
    void doesNotAllowOtherRoutes() throws Exception {
        for (String path : List.of("/v1/secrets", "/health/live")) {
            HttpResponse<String> answer = ask("GET", path,
                    "Origin", ORIGIN, "Authorization", "Bearer sk_1");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(allowed(answer)).isEmpty();
        }
        assertThat(allowed(ask("DELETE", "/v1/things/1",
                "Origin", ORIGIN, "Authorization", "Bearer sk_1"))).isEmpty();
    }

    @Test
    void sendsNoCorsHeadersWithoutAForeignOrigin() throws Exception {
        assertThat(allowed(ask("GET", "/v1/things/1", "Authorization", "Bearer pk_1"))).isEmpty();
    }

    @Test
    void answersPreflightsWithoutAKey() throws Exception {
        HttpResponse<String> answer = ask("OPTIONS", "/v1/things/1",
                "Origin", ORIGIN, "Access-Control-Request-Method", "PUT",
                "Access-Control-Request-Headers", "authorization,idempotency-key");
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(allowed(answer)).isEqualTo("*");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Methods"))
                .hasValue("GET, PUT");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Headers").orElseThrow())
                .contains("Authorization").contains("Idempotency-Key")
                .contains("Holdfast-Token").contains("Last-Event-ID");
    }

    @Test
    void refusesPreflightsOfOtherRoutes() throws Exception {
        HttpResponse<String> secret = ask("OPTIONS", "/v1/secrets",
                "Origin", ORIGIN, "Access-Control-Request-Method", "GET");
        assertThat(secret.statusCode()).isEqualTo(405);
        assertThat(allowed(secret)).isEmpty();
        assertThat(ask("OPTIONS", "/v1/nothing",
                "Origin", ORIGIN, "Access-Control-Request-Method", "GET").statusCode())
                .isEqualTo(404);
        assertThat(ask("OPTIONS", "/v1/things/1").headers().firstValue("Allow"))
                .hasValue("DELETE, GET, HEAD, OPTIONS, PUT");
    }
}
