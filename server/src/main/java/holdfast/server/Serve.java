package holdfast.server;

import holdfast.Holdfast;
import holdfast.database.Address;
import holdfast.database.Database;
import holdfast.database.PoolOptions;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import holdfast.server.access.Access;
import holdfast.server.access.FirstKeys;
import holdfast.server.access.Workspaces;
import holdfast.server.api.AccessKeys;
import holdfast.server.api.SignedIn;
import holdfast.server.api.Staff;
import holdfast.server.checkout.BookingRows;
import holdfast.server.checkout.Register;
import holdfast.server.checkout.ShopAudit;
import holdfast.server.docs.Docs;
import holdfast.server.gate.Gate;
import holdfast.server.gate.Home;
import holdfast.server.http.Door;
import holdfast.server.http.ListeningException;
import holdfast.server.http.Route;
import holdfast.server.http.Witness;
import holdfast.server.live.SoldOut;
import holdfast.server.oidc.OpenId;
import holdfast.server.settings.Config;
import holdfast.server.settings.Known;
import holdfast.server.settings.Setting;
import holdfast.server.trace.Traces;
import holdfast.server.watch.DatabaseCheck;
import holdfast.server.watch.EngineMetrics;
import holdfast.server.watch.Health;
import holdfast.server.watch.Logs;
import holdfast.server.watch.Measured;
import holdfast.server.watch.Metrics;
import holdfast.server.watch.Requests;
import holdfast.server.watch.Spans;
import holdfast.server.work.Chores;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running server: everything it is made of, opened in one sequence and closed in the other.
final class Serve implements AutoCloseable {
    private static final Duration PROMPT = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(Serve.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Shop shop;
    private final Door door;
    private final List<Route> routes;
    private Runnable stopping = () -> { };
    private final String address;

    private Serve(Config config, boolean demo, PrintStream out) {
        try {
            Logs.begin(config);
            requirePorts(config);
            Database database = keep(database(serving(config), out));
            firstKeys(config, database).forEach(out::println);
            Metrics metrics = metrics(database);
            Requests requests = new Requests(metrics, config.get(Known.LOG_REQUESTS));
            Optional<Traces> traces = config.get(Known.OTLP_ENDPOINT).map(endpoint -> keep(
                    Traces.to(endpoint, config.get(Known.TRACE_ONE_IN), requests)));
            Engine plain = Engine.open(
                    new Engine.Sources(database.dataSource(), database.readers()),
                    limits(config), new EngineMetrics(metrics), new BookingRows(),
                    new ShopAudit());
            Holdfast engine = keep(new Measured(new SoldOut(plain), metrics,
                    traces.map(Spans.class::cast).orElse(Spans.NONE)));
            Access access = keep(Access.open(database.dataSource()));
            // Whatever is looked for, half of the readers' connections are for all else.
            Register register = new Register(
                    database.readers(), config.get(Known.READER_POOL_SIZE) / 2);
            shop = keep(Shop.open(
                    new Shop.Stores(database.dataSource(), database.readers(), register),
                    engine, plain, bounds(config, demo)));
            metrics.watch("holdfast_unreadable",
                    "Parts of holds and bookings that could not be read, since the start.",
                    shop::unreadable);
            Chores chores = keep(Chores.begin(engine, database.readers(), metrics,
                    Chores.Pace.usual(config.get(Known.AUDIT_EVERY))));
            Health health = new Health(metrics, List.of(
                    new Health.Check("database", true,
                            new DatabaseCheck(database.dataSource(), PROMPT)),
                    chores.check(), chores.jobs()));
            stopping = () -> {
                health.stopping();
                shop.stopping();
            };
            routes = new ArrayList<>(shop.routes());
            config.get(Known.METRICS_PORT).ifPresentOrElse(
                    port -> keep(listening(Known.METRICS_PORT,
                            () -> Watchtower.open(config, port, health.routes()))),
                    () -> routes.addAll(health.routes()));
            boolean secure = new Home(config.get(Known.PUBLIC_URL)).secure();
            routes.addAll(new AccessKeys(access.keys(), secure).routes());
            routes.addAll(new Staff(access.people(), secure).routes());
            routes.addAll(new SignedIn(access, secure).routes());
            routes.addAll(elsewhere(config, access));
            routes.addAll(new Docs(routes).routes());
            door = keep(listening(Known.PORT, () -> Door.open(
                    options(config), routes, Gate.of(access, config),
                    traces.map(Witness.class::cast).orElse(requests))));
            metrics.watch("holdfast_requests_inside",
                    "Requests that are under way, open streams not counted.", door::inFlight);
            address = "http://" + shown(config) + ":" + door.port();
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /// Signing in with the word of another house, where one is set up.
    private static List<Route> elsewhere(Config config, Access access) {
        return config.get(Known.OIDC_ISSUER).map(issuer -> new OpenId(
                access.signIn(), config.get(Known.PUBLIC_URL).orElseThrow(), issuer,
                config.get(Known.OIDC_CLIENT_ID).orElseThrow(),
                config.get(Known.OIDC_CLIENT_SECRET).orElseThrow()).routes()).orElse(List.of());
    }

    private static List<String> firstKeys(Config config, Database database) {
        return FirstKeys.atStart(database.dataSource(), new Workspaces.Given(
                config.get(Known.SECRET_KEY), config.get(Known.PUBLISHABLE_KEY)));
    }

    private static Metrics metrics(Database database) {
        Metrics metrics = new Metrics();
        metrics.watchPool(() -> database.usage().active(), () -> database.usage().idle(),
                () -> database.usage().waiting());
        metrics.watch("holdfast_reader_pool_active", "Readers' connections at work.",
                () -> database.readersUsage().active());
        metrics.watch("holdfast_reader_pool_waiting", "Readers that wait for a connection.",
                () -> database.readersUsage().waiting());
        return metrics;
    }

    private static Shop.Bounds bounds(Config config, boolean demo) {
        return new Shop.Bounds(
                config.get(Known.WATCHERS), config.get(Known.WATCHERS_PER_ADDRESS),
                config.get(Known.MOST_IN_A_HOLD), config.get(Known.MOST_HELD_PER_ADDRESS),
                config.get(Known.PRACTICE_PAYMENT).orElse(demo));
    }

    private static Limits limits(Config config) {
        return Limits.usual().longestHold(config.get(Known.LONGEST_HOLD));
    }

    static Serve open(Config config, PrintStream out) {
        return new Serve(config, false, out);
    }

    /// The same for trying it out.
    static Serve demo(Config config, PrintStream out) {
        return new Serve(config, true, out);
    }

    /// Before the database is opened, so that a taken port is told at once.
    private static void requirePorts(Config config) {
        listening(Known.PORT, () -> requireFree(config, config.get(Known.PORT)));
        config.get(Known.METRICS_PORT).ifPresent(other ->
                listening(Known.METRICS_PORT, () -> requireFree(config, other)));
    }

    private static boolean requireFree(Config config, int port) {
        ListeningException.requireFree(new InetSocketAddress(config.get(Known.HOST), port));
        return true;
    }

    private static <T> T listening(Setting<?> setting, Supplier<T> open) {
        try {
            return open.get();
        } catch (ListeningException refused) {
            throw refused.of(setting.name());
        }
    }

    private <T extends AutoCloseable> T keep(T part) {
        open.push(part);
        return part;
    }

    /// Where a browser finds it.
    String address() {
        return address;
    }

    /// All that can be asked for.
    List<Route> routes() {
        return List.copyOf(routes);
    }

    int port() {
        return door.port();
    }

    /// Puts on sale what a visitor can try, once.
    void fill(PrintStream out) {
        shop.fill(out);
    }

    static Database.Settings settings(Config config) {
        return config.databaseUrl()
                .map(url -> Database.Settings.at(Address.of(url)))
                .orElseGet(() -> Database.Settings.embeddedIn(config.data()))
                .withPool(PoolOptions.defaults().withSize(config.get(Known.POOL_SIZE)));
    }

    /// A server's readers have connections of their own; what runs beside one shares a few.
    private static Database.Settings serving(Config config) {
        Database.Settings settings = settings(config);
        return settings.withPool(
                settings.pool().withReaders(config.get(Known.READER_POOL_SIZE)));
    }

    static Database database(Database.Settings settings, PrintStream out) {
        out.println("Opening the database ...");
        Database database = Database.open(settings);
        out.println("  " + database.describe());
        return database;
    }

    private static Door.Options options(Config config) {
        return new Door.Options(
                new InetSocketAddress(config.get(Known.HOST), config.get(Known.PORT)),
                config.get(Known.IN_FLIGHT), config.get(Known.CONNECTIONS),
                config.get(Known.CLIENT_PATIENCE), config.get(Known.STOP_GRACE));
    }

    private static String shown(Config config) {
        return config.get(Known.HOST).isAnyLocalAddress()
                ? "localhost" : config.get(Known.HOST).getHostAddress();
    }

    /// Tells whoever shares customers out to send no more, and stops.
    ///
    /// The door first, so that nobody comes in while the rest goes.
    @Override
    public void close() {
        stopping.run();
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception failure) {
                LOG.warn("Something did not close well", failure);
            }
        }
    }
}
