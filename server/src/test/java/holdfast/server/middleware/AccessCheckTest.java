package holdfast.server.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.server.auth.Access;
import holdfast.server.auth.RateLeases;
import holdfast.server.auth.Permission;
import holdfast.server.auth.Workspaces;
import holdfast.server.http.HttpServer;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.settings.Network;
import holdfast.testkit.Scratch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AccessCheckTest {
    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private final HttpClient client = HttpClient.newHttpClient();
    private Workspaces.Made keys;
    private Access access;
    private HttpServer server;

    /// A route for each permission, which answers with the caller.
    private static final List<Route> ROUTES = Arrays.stream(Permission.values())
            .map(right -> new Route("GET", "/v1/" + right, right, "as" + right, "For a test.",
                    call -> Response.json(200, json -> json
                            .put("workspace", call.workspace())
                            .put("name", call.who().name()))))
            .toList();

    @BeforeEach
    void open() {
        keys = new Workspaces(scratch.database().dataSource())
                .open("main", Workspaces.Given.nothing()).orElseThrow();
        access = Access.open(scratch.database().dataSource(),
                new RateLeases(scratch.database().dataSource()));
        HttpServer.Options options = new HttpServer.Options(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                50, 50, Duration.ofSeconds(10), Duration.ofSeconds(5));
        server = HttpServer.open(options, ROUTES, accessCheck(), record -> {});
    }

    /// The tests send X-Forwarded-For as a trusted proxy.
    private AccessCheck accessCheck() {
        return new AccessCheck(access, new RateLimits(2, 1, access.rates()),
                new ClientAddresses(List.of(
                        Network.of("127.0.0.0/8"), Network.of("::1"))),
                new PublicAddress(Optional.empty()));
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
        access.close();
    }

    private HttpResponse<String> ask(Permission right, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.port() + "/v1/" + right));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> with(Permission right, String key)
            throws IOException, InterruptedException {
        return ask(right, "Authorization", "Bearer " + key);
    }

    @Test
    void allowsASecretKeyEverything() throws Exception {
        for (Permission right : Permission.values()) {
            assertThat(with(right, keys.secret()).statusCode()).isEqualTo(200);
        }
        assertThat(with(Permission.OWN, keys.secret()).body()).contains("\"workspace\":\"main\"")
                .contains(keys.keys().getFirst().key().id());
        assertThat(ask(Permission.OWN, "Authorization", "bearer   " + keys.secret()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void allowsAPublishableKeyWhatBuyersNeed() throws Exception {
        assertThat(with(Permission.BUY, keys.publishable()).statusCode()).isEqualTo(200);
        for (Permission right : List.of(Permission.READ, Permission.DESK, Permission.MANAGE,
                Permission.OWN)) {
            HttpResponse<String> refused = with(right, keys.publishable());
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("/docs/outcomes/forbidden");
            assertThat(refused.headers().firstValue("Content-Type"))
                    .hasValue("application/problem+json");
        }
    }

    @Test
    void refusesRequestsWithoutAKey() throws Exception {
        assertThat(ask(Permission.NONE).statusCode()).isEqualTo(200);
        for (Permission right : List.of(Permission.BUY, Permission.READ, Permission.DESK,
                Permission.MANAGE, Permission.OWN)) {
            HttpResponse<String> refused = ask(right);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate"))
                    .hasValue("Bearer realm=\"Holdfast\"");
            assertThat(refused.body()).contains("/docs/outcomes/unauthorized");
        }
    }

    @Test
    void refusesAnInvalidKey() throws Exception {
        for (String sent : List.of("Bearer", "Bearer ", "Bearer sk_x", "Basic " + keys.secret(),
                keys.secret(), "Bearer " + keys.secret() + "x", "Bearer " + "x".repeat(5_000),
                "Bearer " + keys.keys().getFirst().key().id())) {
            HttpResponse<String> refused = ask(Permission.BUY, "Authorization", sent);
            assertThat(refused.statusCode()).as(sent).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate"))
                    .hasValue("Bearer realm=\"Holdfast\", error=\"invalid_token\"");
            assertThat(refused.body()).doesNotContain(keys.secret());
        }
    }

    @Test
    void refusesARevokedKey() throws Exception {
        String id = keys.keys().getLast().key().id();
        access.keys().revoke("main", id);
        assertThat(with(Permission.BUY, keys.publishable()).statusCode()).isEqualTo(401);
    }

    private HttpResponse<String> from(String address, String key) throws Exception {
        return ask(Permission.BUY, "Authorization", "Bearer " + key, "X-Forwarded-For", address);
    }

    @Test
    void limitsRequestsOfAnAddress() throws Exception {
        HttpResponse<String> last = from("203.0.113.7", keys.publishable());
        assertThat(last.statusCode()).isEqualTo(200);
        assertThat(last.headers().firstValue("RateLimit-Policy"))
                .hasValue("\"address\";q=10;w=10, \"key\";q=20;w=10");
        assertThat(last.headers().firstValue("RateLimit"))
                .hasValue("\"address\";r=9;t=1, \"key\";r=19;t=1");
        for (int asked = 0; asked < 50 && last.statusCode() == 200; asked++) {
            last = from("203.0.113.7", keys.publishable());
        }
        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(last.body()).contains("/docs/outcomes/tooMany");
        assertThat(last.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(last.headers().firstValue("RateLimit").orElseThrow())
                .startsWith("\"address\";r=0;t=");
        assertThat(from("203.0.113.8", keys.publishable()).statusCode()).isEqualTo(200);
        assertThat(from("203.0.113.7", keys.secret()).statusCode()).isEqualTo(200);
    }

    @Test
    void limitsGuessesOfKeys() throws Exception {
        int status = 401;
        for (int guess = 0; guess < 50 && status == 401; guess++) {
            status = from("203.0.113.7", "sk_guess" + guess).statusCode();
        }
        assertThat(status).isEqualTo(429);
    }

    @Test
    void limitsRequestsOfAKey() throws Exception {
        int status = 200;
        for (int asked = 0; asked < 80 && status == 200; asked++) {
            status = with(Permission.OWN, keys.secret()).statusCode();
        }
        assertThat(status).isEqualTo(429);
        assertThat(with(Permission.BUY, keys.publishable()).statusCode()).isEqualTo(200);
    }
}
