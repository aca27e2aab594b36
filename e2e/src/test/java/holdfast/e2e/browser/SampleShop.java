package holdfast.e2e.browser;

import holdfast.Holdfast;
import holdfast.Inventory;
import holdfast.server.Application;
import holdfast.server.HoldRows;
import holdfast.server.auth.Access;
import holdfast.server.auth.RateLeases;
import holdfast.server.auth.FirstKeys;
import holdfast.server.auth.Workspaces;
import holdfast.server.booking.CatalogChanges;
import holdfast.server.booking.ChangeResult;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.catalog.DiscountCode;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Terms;
import holdfast.server.http.HttpServer;
import holdfast.server.json.Json;
import holdfast.server.middleware.AccessCheck;
import holdfast.server.middleware.ClientAddresses;
import holdfast.server.middleware.PublicAddress;
import holdfast.server.middleware.RateLimits;
import holdfast.testkit.Scratch;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/// A small shop with one of everything, on a clock that the test sets. It has the server's own
/// parts, put together as the server does.
final class SampleShop implements AutoCloseable {
    static final String HERE = Workspaces.FIRST;
    /// Another workspace's shop, with nothing on sale.
    static final String EMPTY = "empty";
    static final String PUBLISHABLE = "pk_for_every_website_0123456789";
    /// A Monday morning in Berlin.
    static final Instant BEGIN = Instant.parse("2026-11-30T07:00:00Z");
    private static final int WATCHERS = 100;

    private final HttpServer server;
    private final Application shop;
    private final Access access;
    private final Catalog catalog;
    private final CatalogChanges changes;
    private final Holdfast engine;

    /// With more events than the usual ones, before the first visit.
    SampleShop(Scratch scratch, EventJson... more) {
        this(scratch, true, List.of(more));
    }

    private SampleShop(Scratch scratch, boolean usual, List<EventJson> more) {
        scratch.clock().set(BEGIN);
        engine = scratch.engine(HoldRows.ALL);
        DataSource source = scratch.database().dataSource();
        FirstKeys.atStart(source, new Workspaces.Given(
                Optional.empty(), Optional.of(PUBLISHABLE)), Path.of("target"), true);
        catalog = new Catalog(source);
        changes = new CatalogChanges(scratch.engine(), catalog);
        if (usual) {
            fill();
        }
        more.forEach(event -> event(event.id(), event.definition()));
        engine.offer(EMPTY, new Inventory.Pool("nothing", 1));
        shop = Application.open(Application.Stores.on(source), engine, scratch.engine(),
                Application.Bounds.watchers(WATCHERS));
        access = Access.open(source, new RateLeases(source));
        server = HttpServer.open(new HttpServer.Options(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                100, 1_000, Duration.ofSeconds(30), Duration.ofSeconds(2)),
                shop.routes(),
                new AccessCheck(access, new RateLimits(0, 0, access.rates()),
                        new ClientAddresses(List.of()),
                        new PublicAddress(Optional.empty())),
                record -> {});
    }

    /// What `./holdfast demo` has on sale, on the same day every time.
    static SampleShop demo(Scratch scratch) {
        SampleShop demo = new SampleShop(scratch, false, List.of());
        demo.shop.fill(new PrintStream(OutputStream.nullOutputStream(), false,
                StandardCharsets.UTF_8));
        return demo;
    }

    /// An event as the API takes it.
    record EventJson(String id, String definition) {}

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
            put(id, made);
        }
        Calendar closed = Calendar.read(Json.read("""
                {"name": "Nobody", "timeZone": "Europe/Berlin", "hours": {}}"""));
        put("cal_nobody", closed);
        put("svc_never", Service.read(Json.read("""
                {"name": "Sound bath", "duration": "PT60M", "step": "PT30M", "horizon": "P60D",
                 "price": {"amount": 4000, "currency": "EUR"},
                 "needs": [{"anyOf": ["cal_nobody"]}]}""")));
        put(DiscountCode.id(HERE, "HELLO"), DiscountCode.read(Json.read("""
                {"code": "HELLO", "percent": 10}""")));
        put("svc_massage", Service.read(Json.read("""
                {"name": "Deep tissue massage", "duration": "PT60M", "step": "PT30M",
                 "notice": "PT2H", "horizon": "P60D",
                 "price": {"amount": 7500, "currency": "EUR"}, "taxRate": 1900,
                 "needs": [{"anyOf": ["cal_maya", "cal_jon"]}, {"anyOf": ["cal_room"]}]}""")));
    }

    /// Four stands of thirty rows each.
    static String stadium() {
        String rows = IntStream.rangeClosed(1, 30)
                .mapToObj(row -> "{\"row\": \"" + row + "\", \"seats\": 60}")
                .collect(Collectors.joining(","));
        String areas = IntStream.range(0, 4).mapToObj(stand -> """
                {"id": "s%d", "name": "Stand %d", "kind": "seats", "rows": [%s],
                 "price": {"amount": %d, "currency": "EUR"}}"""
                .formatted(stand, stand + 1, rows, 8_900 - stand * 2_000))
                .collect(Collectors.joining(","));
        return """
                {"name": "Cup final", "start": "2026-12-20T15:00:00+01:00",
                 "end": "2026-12-20T18:00:00+01:00", "timeZone": "Europe/Berlin",
                 "areas": [%s]}""".formatted(areas);
    }

    private void event(String id, String definition) {
        put(id, Event.read(Json.read(definition)));
    }

    private void put(String id, CatalogEntry thing) {
        ChangeResult made = changes.create(new CatalogChanges.Request(HERE, "test"), id, thing);
        if (!(made instanceof ChangeResult.Done)) {
            throw new AssertionError(made.toString());
        }
    }

    /// The workspace's own rules, as the API takes them.
    void rules(String terms) {
        put(Terms.ID, Terms.read(Json.read(terms)));
    }

    Holdfast engine() {
        return engine;
    }

    String address(String path) {
        return "http://127.0.0.1:" + server.port() + path;
    }

    @Override
    public void close() {
        shop.stopping();
        server.close();
        shop.close();
        access.close();
    }
}
