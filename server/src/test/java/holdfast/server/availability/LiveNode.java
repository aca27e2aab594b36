package holdfast.server.availability;

import holdfast.Holdfast;
import holdfast.server.api.FreeNow;
import holdfast.server.api.Seats;
import holdfast.server.auth.Permission;
import holdfast.server.auth.Principal;
import holdfast.server.booking.CatalogChanges;
import holdfast.server.booking.ChangeResult;
import holdfast.server.booking.EventInventories;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Authenticator;
import holdfast.server.http.HttpServer;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import holdfast.testkit.Scratch;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/// A node of a concert venue, with its own HTTP server.
final class LiveNode implements AutoCloseable {
    static final String HERE = "venue";

    final Holdfast engine;
    final Catalog catalog;
    final LiveEvents events;
    private final CatalogChanges changes;
    final HttpServer server;

    LiveNode(Scratch scratch, int watchers) {
        this(scratch, scratch.engine(), watchers);
    }

    LiveNode(Scratch scratch, Holdfast engine, int watchers) {
        this.engine = engine;
        catalog = new Catalog(scratch.database().dataSource());
        changes = new CatalogChanges(scratch.engine(), catalog);
        events = new LiveEvents(engine, catalog, new EventInventories(catalog),
                new StreamLimits(watchers, 0));
        server = HttpServer.open(
                new HttpServer.Options(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        50, 5_000, Duration.ofSeconds(30), Duration.ofSeconds(2)),
                Stream.concat(new Seats(catalog, events).routes().stream(),
                        new FreeNow(engine, catalog, events).routes().stream()).toList(),
                (request, route) -> new Authenticator.Entered(
                        new Principal(HERE, Permission.OWN, "key_1"), "127.0.0.1", Map.of()),
                record -> {});
    }

    Versioned<Event> event(String id, String areas) {
        Fields fields = Json.read("""
                {"name": "Concert", "start": "2026-12-12T20:00:00+01:00",
                 "end": "2026-12-12T22:30:00+01:00", "timeZone": "Europe/Berlin",
                 "areas": %s}""".formatted(areas));
        Event event = Event.read(fields);
        fields.done();
        return switch (changes.create(new CatalogChanges.Request(HERE, "test"), id, event)) {
            case ChangeResult.Done done -> done.only(Event.class);
            case ChangeResult other -> throw new AssertionError(other.toString());
        };
    }

    String address(String path) {
        return "http://127.0.0.1:" + server.port() + path;
    }

    @Override
    public void close() {
        events.close();
        server.close();
    }
}
