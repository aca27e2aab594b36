package holdfast.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.Holdfast;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import holdfast.server.auth.Permission;
import holdfast.server.auth.Principal;
import holdfast.server.booking.CatalogChanges;
import holdfast.server.booking.VisitPlanner;
import holdfast.server.catalog.Catalog;
import holdfast.server.http.Authenticator;
import holdfast.server.http.HttpServer;
import holdfast.server.http.Route;
import holdfast.server.json.Json;
import holdfast.testkit.Scratch;
import io.helidon.http.HeaderNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A server with the resources of calendars on a scratch database, and a client. The Authorization
/// header has the caller's permission and workspace.
final class TimeServer implements AutoCloseable {
    final Holdfast engine;
    final Catalog catalog;
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server;

    TimeServer(Scratch scratch) {
        Engine own = scratch.open(Limits.usual());
        engine = own;
        catalog = new Catalog(scratch.database().dataSource());
        CatalogChanges changes = new CatalogChanges(own, catalog);
        List<Route> routes = new ArrayList<>();
        routes.addAll(new Calendars(catalog, changes).routes());
        routes.addAll(new Closures(engine, catalog, changes).routes());
        routes.addAll(new Services(catalog, changes, new VisitPlanner(engine, catalog)).routes());
        routes.addAll(new Venues(catalog, changes).routes());
        server = HttpServer.open(
                new HttpServer.Options(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        100, 100, Duration.ofSeconds(10), Duration.ofSeconds(5)),
                routes, TimeServer::enter, record -> {});
    }

    private static Authenticator.Entered enter(
            io.helidon.webserver.http.ServerRequest request, Route route) {
        String[] said = request.headers().first(HeaderNames.AUTHORIZATION)
                .orElse("own main").split(" ", -1);
        Permission right = Permission.valueOf(said[0].toUpperCase(Locale.ROOT));
        Principal who = new Principal(said[1], right, "key_1");
        if (!who.may(route.right())) {
            throw holdfast.server.http.Problem.forbidden("not with this key");
        }
        return new Authenticator.Entered(who, "", Map.of());
    }

    /// An answer.
    record Reply(int status, JsonNode body, HttpResponse<byte[]> raw) {
        String id() {
            return text("id");
        }

        String text(String field) {
            return body.path(field).asText();
        }

        String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }

        /// The outcome's name, at the end of the problem's type.
        String outcome() {
            String type = text("type");
            return type.substring(type.lastIndexOf('/') + 1);
        }
    }

    Reply ask(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<byte[]> raw =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            JsonNode tree = Json.tree(raw.body().length == 0
                    ? "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8) : raw.body());
            return new Reply(raw.statusCode(), tree, raw);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(hurry);
        }
    }

    Reply get(String path, String... headers) {
        return ask("GET", path, "", headers);
    }

    Reply post(String path, String body, String... headers) {
        return ask("POST", path, body, headers);
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
