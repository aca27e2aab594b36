package holdfast.server.ops;

import holdfast.server.auth.Permission;
import holdfast.server.auth.Principal;
import holdfast.server.http.Authenticator;
import holdfast.server.http.HttpServer;
import holdfast.server.http.RequestListener;
import holdfast.server.http.Route;
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

/// A server that accepts every request, and a client.
final class OpsServer implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server;

    OpsServer(List<Route> routes, RequestListener listener) {
        server = HttpServer.open(
                new HttpServer.Options(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        1, 50, Duration.ofSeconds(10), Duration.ofSeconds(5)),
                routes, (request, route) -> new Authenticator.Entered(
                        new Principal("main", Permission.OWN, "key_1"), "127.0.0.1", Map.of()),
                listener);
    }

    HttpServer server() {
        return server;
    }

    HttpResponse<String> ask(String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path, String... headers)
            throws IOException, InterruptedException {
        return ask("GET", path, headers);
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
