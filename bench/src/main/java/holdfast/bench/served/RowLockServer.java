package holdfast.bench.served;

import holdfast.bench.sale.WantedClaim;
import holdfast.bench.way.Contender;
import holdfast.bench.way.Way;
import holdfast.bench.way.WayResources;
import holdfast.database.Address;
import holdfast.server.auth.Permission;
import holdfast.server.http.Authenticator;
import holdfast.server.http.HttpServer;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Serves holds of one pool by SELECT … FOR UPDATE, with the same JSON in and out as Holdfast, on
/// the same HTTP classes with the same limits. It checks no key, reads no catalogue and computes no
/// price, so it has less to do for each request.
public final class RowLockServer {
    /// What it says when it is open, followed by its address.
    public static final String OPEN = "Holdfast is open: ";
    public static final String HOLDS = "/v1/holds";
    /// Answers without doing anything.
    public static final String NOTHING = "/v1/nothing";
    public static final String READY = "/health/ready";

    private static final int CONNECTIONS = 8;
    private static final HttpServer.Options OPTIONS = new HttpServer.Options(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000, 20_000,
            Duration.ofSeconds(30), Duration.ofSeconds(8));
    private static final long PRICE = 3_500;

    private final Way way;
    private final String workspace;
    private final String pool;

    private RowLockServer(Way way, String workspace, String pool) {
        this.way = way;
        this.workspace = workspace;
        this.pool = pool;
    }

    /// Serves until its standard input ends. The address of the database, with its user and
    /// password, comes by the environment, which other users cannot read.
    public static void main(String[] arguments) throws IOException {
        Address database = new Address(variable("BENCH_DATABASE_URL"),
                variable("BENCH_DATABASE_USER"), variable("BENCH_DATABASE_PASSWORD"));
        try (Way way = Contender.TEXTBOOK.open(
                new WayResources(database, Optional.empty()), CONNECTIONS);
                HttpServer server = HttpServer.open(OPTIONS,
                        new RowLockServer(way, arguments[0], arguments[1]).routes(),
                        Authenticator.ANONYMOUS, record -> {})) {
            System.out.println(OPEN + "http://127.0.0.1:" + server.port());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static String variable(String name) {
        return Optional.ofNullable(System.getenv(name)).orElseThrow();
    }

    private List<Route> routes() {
        return List.of(
                new Route("POST", HOLDS, Permission.NONE, "hold", "Hold places.", this::hold),
                new Route("POST", NOTHING, Permission.NONE, "nothing", "Only answer.",
                        request -> Response.json(201, json -> json.put("id", "nothing"))),
                new Route("GET", READY, Permission.NONE, "ready", "Whether it serves.",
                        request -> Response.json(200, json -> json.put("ready", true))));
    }

    private record Item(String kind, String event, String area, long quantity) {
        static Item read(Fields fields) {
            return new Item(fields.text("kind", 20), fields.text("event", 100),
                    fields.text("area", 100), fields.number("quantity", 1, 1_000));
        }
    }

    private Response hold(Request request) {
        Item item = request.body(fields -> fields.objects("items", 1, Item::read).getFirst());
        WantedClaim wish = new WantedClaim.Places(workspace, pool, item.quantity);
        return switch (way.hold(wish)) {
            case GRANTED -> granted(item);
            case REFUSED, REPEATED -> throw new Problem(
                    409, "unavailable", "Not available", "There are not enough places left.");
            case GAVE_UP -> throw Problem.overloaded(Duration.ofSeconds(1));
        };
    }

    private static Response granted(Item item) {
        String id = "hld_" + UUID.randomUUID().toString().replace("-", "");
        Instant now = Instant.now();
        return Response.json(201, json -> json.put("id", id).put("status", "held")
                .put("version", 1).put("expiresAt", now.plusSeconds(900).toString())
                .put("madeAt", now.toString())
                .array("items", List.of(item), (out, one) -> write(out, one))
                .object("total", total -> money(total, item.quantity * PRICE))
                .put("token", UUID.randomUUID().toString()))
                .header("Location", HOLDS + "/" + id).header("ETag", "\"1\"");
    }

    private static void write(Json json, Item item) {
        json.put("kind", item.kind).put("event", item.event).put("area", item.area)
                .put("quantity", item.quantity).put("name", "Hot")
                .put("start", "2090-01-07T20:00:00Z").put("end", "2090-01-07T22:00:00Z")
                .put("timeZone", "UTC")
                .object("price", price -> money(price, item.quantity * PRICE));
    }

    private static void money(Json json, long amount) {
        json.put("amount", amount).put("currency", "EUR");
    }
}
