package holdfast.browser;

import holdfast.Holdfast;
import holdfast.server.access.Right;
import holdfast.server.access.Who;
import holdfast.server.access.Workspaces;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Keys;
import holdfast.server.catalog.Service;
import holdfast.server.checkout.Checkout;
import holdfast.server.checkout.Deeds;
import holdfast.server.checkout.Occupying;
import holdfast.server.checkout.Offers;
import holdfast.server.checkout.Priced;
import holdfast.server.checkout.Register;
import holdfast.server.checkout.Tokens;
import holdfast.server.checkout.Visits;
import holdfast.server.http.Door;
import holdfast.server.http.Entrance;
import holdfast.server.http.Route;
import holdfast.server.json.Json;
import holdfast.server.web.Assets;
import holdfast.server.web.counter.CounterPages;
import holdfast.testkit.Scratch;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/// A small shop with one of everything, on a clock that stands where the test puts it.
final class Shopfront implements AutoCloseable {
    static final String HERE = Workspaces.FIRST;
    /// A Monday morning in Berlin.
    static final Instant BEGIN = Instant.parse("2026-11-30T07:00:00Z");

    private final Door door;
    private final Catalog catalog;
    private final Offers offers;
    private final Holdfast engine;

    Shopfront(Scratch scratch) {
        scratch.clock().set(BEGIN);
        engine = scratch.engine();
        DataSource source = scratch.database().dataSource();
        catalog = new Catalog(source);
        offers = new Offers(engine, catalog, new Occupying(engine, catalog, source));
        Visits visits = new Visits(engine, catalog);
        Priced priced = new Priced(catalog);
        Assets assets = Assets.load();
        List<Route> routes = new ArrayList<>(assets.routes());
        routes.addAll(new CounterPages(new CounterPages.Shared(engine, catalog, visits, priced,
                new Checkout(engine, priced, new Keys(source)), new Tokens(source)), assets,
                new CounterPages.Books(new Register(source), new Deeds(source))).routes());
        door = Door.open(new Door.Options(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        100, 1_000, Duration.ofSeconds(30), Duration.ofSeconds(2)),
                routes, (request, route) -> new Entrance.Entered(
                        new Who(HERE, Right.NONE, "nobody"), "127.0.0.1", Map.of()),
                seen -> { });
        fill();
    }

    private void fill() {
        event("evt_concert", """
                {"name": "Winter concert", "start": "2026-12-12T20:00:00+01:00",
                 "end": "2026-12-12T22:30:00+01:00", "timeZone": "Europe/Berlin",
                 "description": "Bach, Pärt and a quiet surprise.",
                 "areas": [{"id": "stalls", "name": "Stalls", "kind": "seats",
                   "price": {"amount": 5900, "currency": "EUR"},
                   "tiers": [{"id": "front", "name": "Front",
                              "price": {"amount": 7950, "currency": "EUR"}}],
                   "rows": [{"row": "A", "seats": 10, "tier": "front"}, {"row": "B", "seats": 12},
                            {"row": "C", "seats": [{"seat": "1", "accessible": true},
                                                   {"seat": "2"}, {"seat": "3"}]}]}],
                 "limits": {"perCustomer": 6}}""");
        event("evt_club", """
                {"name": "Club night <script>document.title='broken'</script>",
                 "start": "2026-12-05T23:00:00+01:00", "end": "2026-12-06T05:00:00+01:00",
                 "timeZone": "Europe/Berlin",
                 "areas": [{"id": "floor", "name": "Floor", "kind": "capacity", "capacity": 300,
                   "tiers": [{"id": "early", "name": "Early bird", "capacity": 4,
                              "price": {"amount": 900, "currency": "EUR"}},
                             {"id": "late", "name": "Regular",
                              "price": {"amount": 1500, "currency": "EUR"}}]}]}""");
        event("evt_reading", """
                {"name": "Tiny reading", "start": "2026-12-06T19:00:00+01:00",
                 "end": "2026-12-06T20:00:00+01:00", "timeZone": "Europe/Berlin",
                 "areas": [{"id": "room", "name": "Room", "kind": "capacity", "capacity": 1}]}""");
        for (String calendar : List.of("Maya", "Jon", "Room")) {
            Calendar made = Calendar.read(Json.read("""
                    {"name": "%s", "timeZone": "Europe/Berlin", "hours": {
                     "mon": [["09:00", "12:00"], ["13:00", "19:00"]], "tue": [["09:00", "18:00"]],
                     "wed": [["09:00", "18:00"]], "thu": [["09:00", "18:00"]]}}"""
                    .formatted(calendar)));
            String id = "cal_" + calendar.toLowerCase(java.util.Locale.ROOT);
            engine.offer(HERE, made.inventory(id));
            catalog.add(HERE, id, made, "test");
        }
        catalog.add(HERE, "svc_massage", Service.read(Json.read("""
                {"name": "Deep tissue massage", "duration": "PT60M", "step": "PT30M",
                 "notice": "PT2H", "horizon": "P60D",
                 "price": {"amount": 7500, "currency": "EUR"},
                 "needs": [{"anyOf": ["cal_maya", "cal_jon"]}, {"anyOf": ["cal_room"]}]}""")),
                "test");
    }

    private void event(String id, String definition) {
        Offers.Result made = offers.create(HERE, id, Event.read(Json.read(definition)), "test");
        if (!(made instanceof Offers.Result.Done)) {
            throw new AssertionError(made.toString());
        }
    }

    Holdfast engine() {
        return engine;
    }

    String address(String path) {
        return "http://127.0.0.1:" + door.port() + path;
    }

    @Override
    public void close() {
        door.close();
    }
}
