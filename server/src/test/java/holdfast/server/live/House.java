package holdfast.server.live;

import holdfast.Holdfast;
import holdfast.server.access.Right;
import holdfast.server.access.Who;
import holdfast.server.api.FreeNow;
import holdfast.server.api.Seats;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Stored;
import holdfast.server.checkout.CatalogChanges;
import holdfast.server.checkout.ChangeResult;
import holdfast.server.checkout.Stock;
import holdfast.server.http.Door;
import holdfast.server.http.Entrance;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import holdfast.testkit.Scratch;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/// A node of a concert house, with a door of its own.
final class House implements AutoCloseable {
    static final String HERE = "house";

    final Holdfast engine;
    final Catalog catalog;
    final Boards boards;
    private final CatalogChanges changes;
    final Door door;

    House(Scratch scratch, int watchers) {
        this(scratch, scratch.engine(), watchers);
    }

    House(Scratch scratch, Holdfast engine, int watchers) {
        this.engine = engine;
        catalog = new Catalog(scratch.database().dataSource());
        changes = new CatalogChanges(scratch.engine(), catalog);
        boards = new Boards(engine, catalog, new Stock(catalog), new Watchers(watchers, 0));
        door = Door.open(
                new Door.Options(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        50, 5_000, Duration.ofSeconds(30), Duration.ofSeconds(2)),
                Stream.concat(new Seats(catalog, boards).routes().stream(),
                        new FreeNow(engine, catalog, boards).routes().stream()).toList(),
                (request, route) -> new Entrance.Entered(
                        new Who(HERE, Right.OWN, "key_1"), "127.0.0.1", Map.of()),
                seen -> { });
    }

    Stored<Event> event(String id, String areas) {
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
        return "http://127.0.0.1:" + door.port() + path;
    }

    @Override
    public void close() {
        boards.close();
        door.close();
    }
}
