package holdfast.server.watch;

import holdfast.server.access.Right;
import holdfast.server.access.Who;
import holdfast.server.http.Door;
import holdfast.server.http.Entrance;
import holdfast.server.http.Route;
import holdfast.server.http.Witness;
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

/// A door that lets everybody in, and somebody who asks there.
final class Asking implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Door door;

    Asking(List<Route> routes, Witness witness) {
        door = Door.open(
                new Door.Options(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        1, 50, Duration.ofSeconds(10), Duration.ofSeconds(5)),
                routes, (request, route) -> new Entrance.Entered(
                        new Who("main", Right.OWN, "key_1"), "127.0.0.1", Map.of()),
                witness);
    }

    Door door() {
        return door;
    }

    HttpResponse<String> ask(String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + door.port() + path))
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
        door.close();
    }
}
