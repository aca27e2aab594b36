package holdfast.server;

import holdfast.Holdfast;
import holdfast.ScheduledAudits;
import holdfast.database.Address;
import holdfast.database.Database;
import holdfast.database.PoolOptions;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import holdfast.server.api.AccessKeys;
import holdfast.server.api.SignedIn;
import holdfast.server.api.Staff;
import holdfast.server.auth.Access;
import holdfast.server.auth.RateLeases;
import holdfast.server.auth.FirstKeys;
import holdfast.server.auth.Workspaces;
import holdfast.server.archive.Archiver;
import holdfast.server.availability.SoldOut;
import holdfast.server.booking.BookingSearch;
import holdfast.server.demo.DemoSandbox;
import holdfast.server.demo.SampleData;
import holdfast.server.docs.ApiDocs;
import holdfast.server.http.HttpServer;
import holdfast.server.http.ListeningException;
import holdfast.server.http.RequestListener;
import holdfast.server.http.Route;
import holdfast.server.jobs.BackgroundWork;
import holdfast.server.jobs.Jobs;
import holdfast.server.mail.MailFolder;
import holdfast.server.mail.Reminders;
import holdfast.server.middleware.AccessCheck;
import holdfast.server.middleware.PublicAddress;
import holdfast.server.openid.OpenId;
import holdfast.server.ops.DatabaseCheck;
import holdfast.server.ops.DiskRoom;
import holdfast.server.ops.EngineMetrics;
import holdfast.server.ops.Health;
import holdfast.server.ops.Logs;
import holdfast.server.ops.MeteredHoldfast;
import holdfast.server.ops.Metrics;
import holdfast.server.ops.OpenFiles;
import holdfast.server.ops.RequestMetrics;
import holdfast.server.ops.SpanListener;
import holdfast.server.payment.PaymentWorker;
import holdfast.server.payment.SecretCipher;
import holdfast.server.receipts.ReceiptMaker;
import holdfast.server.settings.Config;
import holdfast.server.settings.KnownSettings;
import holdfast.server.settings.Setting;
import holdfast.server.trace.Tracing;
import java.io.Console;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running server: opens all parts in order and closes them in reverse.
final class Serve implements AutoCloseable {
    private static final Duration PROMPT = Duration.ofSeconds(2);
    private static final Duration USUAL_DRAIN = Duration.ofSeconds(3);
    private static final Logger LOG = LoggerFactory.getLogger(Serve.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Application application;
    private final HttpServer server;
    private final List<Route> routes;
    private Runnable stopping = () -> {};
    private final String address;
    private final Duration drain;
    private final Optional<String> publishable;
    private final AtomicReference<Optional<URI>> ownAddress =
            new AtomicReference<>(Optional.empty());
    private final Optional<DemoSandbox> sandbox;
    private final boolean showsMails;
    private volatile boolean opened;

    private Serve(Config config, boolean demo, PrintStream out) {
        try {
            Logs.begin(config);
            if (!config.ignored().isEmpty()) {
                LOG.warn("Kubernetes made these variables for a Service, and they are ignored: {}."
                        + " A Service with another name, or enableServiceLinks: false, avoids them",
                        String.join(", ", config.ignored()));
            }
            requirePorts(config);
            Database database = keep(awaited(config, out));
            if (demo) {
                SampleData.requireRoom(database.readers(),
                        config.get(KnownSettings.SAMPLE_DATA_ANYWHERE));
            }
            FirstKeys.Shown keys = firstKeys(config, database);
            keys.lines().forEach(out::println);
            publishable = keys.publishable();
            Metrics metrics = metrics(database);
            RequestMetrics requests =
                    new RequestMetrics(metrics, config.get(KnownSettings.LOG_REQUESTS));
            Optional<Tracing> traces = config.get(KnownSettings.OTLP_ENDPOINT).map(endpoint -> keep(
                    Tracing.to(endpoint, config.get(KnownSettings.OTLP_HEADERS),
                            config.get(KnownSettings.TRACE_ONE_IN), requests)));
            Engine plain = Engine.open(
                    new Engine.Sources(database.dataSource(), database.readers()),
                    limits(config), engineMetrics(metrics, database), HoldRows.ALL,
                    HoldRows.AUDIT);
            Holdfast engine = keep(new MeteredHoldfast(new SoldOut(plain), metrics,
                    traces.map(SpanListener.class::cast).orElse(SpanListener.NONE)));
            RateLeases rates = new RateLeases(database.dataSource());
            Access access = keep(Access.open(database.dataSource(), rates));
            // Searches use at most half of the readers' connections.
            BookingSearch search = new BookingSearch(
                    database.readers(), config.get(KnownSettings.READER_POOL_SIZE) / 2);
            application = keep(Application.open(
                    new Application.Stores(database.dataSource(), database.readers(), search,
                            SecretCipher.of(config.get(KnownSettings.ENCRYPTION_KEY),
                                    config.data().resolve(SecretCipher.FILE)),
                            mails(config, demo), rates),
                    engine, plain, bounds(config, demo)));
            metrics.watch("holdfast_unreadable",
                    "Parts of holds and bookings that could not be read, since the start.",
                    application::unreadable);
            PaymentWorker payments = application.payments();
            metrics.watch("holdfast_payments_stuck",
                    "Payments of all workspaces that need staff.", payments::stuck);
            metrics.watch("holdfast_payments_owed",
                    "Bookings that are not paid because capturing failed.", payments::owed);
            metrics.watch("holdfast_payments_late_seconds",
                    "For how long the oldest payment has been due.", payments::late);
            List<BackgroundWork> work = new ArrayList<>(
                    application.messages().work(config, application.attachments(),
                            () -> publicUrl(config, demo), metrics));
            work.add(new BackgroundWork("payments", PaymentWorker.REST, () -> {
                payments.work();
                return false;
            }, () -> {}));
            work.add(new BackgroundWork("event-cancellations", PaymentWorker.REST,
                    application.cancellations()::some, () -> {}));
            work.add(new BackgroundWork("rates", RateLeases.REST, () -> {
                rates.refresh();
                return false;
            }, () -> {}));
            ReceiptMaker receipts = application.receipts();
            metrics.watch("holdfast_receipts_late_seconds",
                    "For how long the oldest receipt has been due.", receipts::late);
            work.add(new BackgroundWork(
                    "receipts", PaymentWorker.REST, receipts::some, () -> {}));
            work.add(new BackgroundWork(
                    "payment-reconciler", PaymentWorker.BETWEEN, payments::reconcile, () -> {}));
            DatabaseCheck writes = new DatabaseCheck(database.dataSource(), PROMPT, metrics);
            Jobs jobs = keep(Jobs.begin(engine, plain, database.readers(), writes, metrics,
                    Jobs.Pace.usual(new ScheduledAudits.Pace(
                            config.get(KnownSettings.AUDIT_EVERY),
                            config.get(KnownSettings.AUDIT_WHOLE_EVERY))),
                    ArchiveCommand.kept(config).map(kept -> new Archiver(plain, kept,
                            ArchiveCommand.bookings(config, plain, database.readers()))::run),
                    work));
            List<Health.Check> checks = new ArrayList<>(List.of(
                    new Health.Check("database", true, writes), jobs.check(), jobs.jobs()));
            if (database.embedded() != null) {
                checks.add(DiskRoom.watch(metrics, config.data()));
            }
            Health health = new Health(metrics, checks);
            drain = config.get(KnownSettings.DRAIN)
                    .orElse(database.embedded() == null ? USUAL_DRAIN : Duration.ZERO);
            stopping = health::stopping;
            routes = new ArrayList<>(application.routes());
            config.get(KnownSettings.METRICS_PORT).ifPresentOrElse(
                    port -> keep(listening(KnownSettings.METRICS_PORT,
                            () -> MetricsServer.open(config, port, health.routes()))),
                    () -> routes.addAll(health.routes()));
            boolean secure = new PublicAddress(config.get(KnownSettings.PUBLIC_URL)).secure();
            routes.addAll(new AccessKeys(access.keys(), secure).routes());
            routes.addAll(new Staff(access.people(), secure).routes());
            routes.addAll(new SignedIn(access, secure).routes());
            routes.addAll(application.desk(
                    new Application.DeskAccess(access, secure, demo), routes));
            routes.addAll(openId(config, access));
            routes.addAll(new ApiDocs(routes, application.assets()).routes());
            server = keep(listening(KnownSettings.PORT, () -> HttpServer.open(
                    options(config), routes, AccessCheck.of(access, config),
                    traces.map(RequestListener.class::cast).orElse(requests))));
            metrics.watch("holdfast_requests_inside",
                    "Requests in progress, without open streams.", server::inFlight);
            address = "http://" + shown(config) + ":" + server.port();
            ownAddress.set(Optional.of(URI.create(address)));
            if (!demo) {
                access.firstOwner().code(Workspaces.FIRST).ifPresent(code -> out.println(
                        "This server has no owner yet. Set it up: " + config.get(
                                KnownSettings.PUBLIC_URL).map(URI::toString)
                                .map(url -> url.replaceFirst("/$", "")).orElse(address)
                                + "/desk/setup?code=" + code));
            }
            sandbox = demo ? DemoSandbox.start(
                    config.get(KnownSettings.SANDBOX_JAR), config.data()).map(this::keep)
                    : Optional.empty();
            showsMails = mails(config, demo).isPresent();
            opened = true;
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /// A demonstration without an SMTP server shows its mails.
    private static Optional<MailFolder> mails(Config config, boolean demo) {
        return demo && config.get(KnownSettings.SMTP_URL).isEmpty()
                ? Optional.of(Messages.folder(config)) : Optional.empty();
    }

    /// A demonstration is reached where it listens.
    private Optional<URI> publicUrl(Config config, boolean demo) {
        return config.get(KnownSettings.PUBLIC_URL)
                .or(() -> demo ? ownAddress.get() : Optional.empty());
    }

    /// Sign-in by OpenID Connect, if it is configured.
    private static List<Route> openId(Config config, Access access) {
        return config.get(KnownSettings.OIDC_ISSUER).map(issuer -> new OpenId(
                access.signIn(), config.get(KnownSettings.PUBLIC_URL).orElseThrow(), issuer,
                config.get(KnownSettings.OIDC_CLIENT_ID).orElseThrow(),
                config.get(KnownSettings.OIDC_CLIENT_SECRET).orElseThrow()).routes())
                .orElse(List.of());
    }

    // Since JDK 25 there is no console again where the output goes to a file or a pipe.
    @SuppressWarnings("SystemConsoleNull")
    private static FirstKeys.Shown firstKeys(Config config, Database database) {
        Console console = System.console();
        return FirstKeys.atStart(database.dataSource(), new Workspaces.Given(
                config.get(KnownSettings.SECRET_KEY), config.get(KnownSettings.PUBLISHABLE_KEY)),
                config.data(), console != null && console.isTerminal());
    }

    private static final String CONSTRAINTS = """
            SELECT conname FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
            """;

    private static EngineMetrics engineMetrics(Metrics metrics, Database database) {
        EngineMetrics engine = new EngineMetrics(metrics);
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(CONSTRAINTS)) {
            List<String> names = new ArrayList<>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            engine.constraints(names);
            return engine;
        } catch (SQLException failure) {
            throw new IllegalStateException("the constraints cannot be read", failure);
        }
    }

    private static Metrics metrics(Database database) {
        Metrics metrics = new Metrics();
        metrics.watchPool(() -> database.usage().active(), () -> database.usage().idle(),
                () -> database.usage().waiting());
        metrics.watch("holdfast_reader_pool_active", "Connections of the readers' pool in use.",
                () -> database.readersUsage().active());
        metrics.watch("holdfast_reader_pool_waiting", "Readers waiting for a connection.",
                () -> database.readersUsage().waiting());
        return metrics;
    }

    private static Application.Bounds bounds(Config config, boolean demo) {
        return new Application.Bounds(
                config.get(KnownSettings.WATCHERS), config.get(KnownSettings.WATCHERS_PER_ADDRESS),
                config.get(KnownSettings.MOST_IN_A_HOLD),
                config.get(KnownSettings.MOST_HELD_PER_ADDRESS),
                config.get(KnownSettings.PRACTICE_PAYMENT).orElse(demo),
                config.get(KnownSettings.WEBHOOK_NETWORKS),
                config.get(KnownSettings.PUBLIC_URL));
    }

    private static Limits limits(Config config) {
        return Limits.usual().longestHold(config.get(KnownSettings.LONGEST_HOLD));
    }

    static Serve open(Config config, PrintStream out) {
        return new Serve(config, false, out);
    }

    /// The same with the practice card accepted by default.
    static Serve demo(Config config, PrintStream out) {
        return new Serve(config, true, out);
    }

    /// Checked before the database is opened, so that a taken port is reported at once.
    private static void requirePorts(Config config) {
        listening(KnownSettings.PORT, () -> requireFree(config, config.get(KnownSettings.PORT)));
        config.get(KnownSettings.METRICS_PORT).ifPresent(
                other -> listening(KnownSettings.METRICS_PORT, () -> requireFree(config, other)));
    }

    private static boolean requireFree(Config config, int port) {
        ListeningException.requireFree(new InetSocketAddress(config.get(KnownSettings.HOST), port));
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

    /// The server's URL for a browser.
    String address() {
        return address;
    }

    /// For tests, which do not wait for the job.
    Reminders reminders() {
        return application.messages().reminders();
    }

    List<Route> routes() {
        return List.copyOf(routes);
    }

    int port() {
        return server.port();
    }

    private static void rest(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    /// Fills the first workspace with sample data, once. Prints a request to try if the publishable
    /// key is known.
    void fill(PrintStream out) {
        Optional<String> event = application.fill(out);
        application.offerPayment(sandbox.map(DemoSandbox::home));
        out.println(sandbox.map(each -> "Cards are paid at the sandbox, " + each.home()
                + ", whose page lists test cards.")
                .orElse("The sandbox is not there, so cards are not offered: see"
                        + " HOLDFAST_SANDBOX_JAR."));
        if (showsMails) {
            out.println("Mails are not sent but shown: " + address + "/demo/mails");
        }
        out.println("The documentation, with a quick start: " + address + "/docs");
        if (event.isPresent() && publishable.isPresent()) {
            out.println("Try it: two of the best seats, held for a quarter of an hour");
            out.println("  curl -H \"Authorization: Bearer " + publishable.get() + "\" " + address
                    + "/v1/holds -d '{\"items\": [{\"kind\": \"seats\", \"event\": \""
                    + event.get() + "\", \"area\": \"stalls\", \"best\": 2}]}'");
        }
    }

    static Database.Settings settings(Config config) {
        return config.databaseUrl()
                .map(url -> Database.Settings.at(Address.of(url)))
                .orElseGet(() -> Database.Settings.embeddedIn(config.data()))
                .withPool(PoolOptions.defaults().withSize(config.get(KnownSettings.POOL_SIZE)));
    }

    /// A server has a pool of its own for readers; commands beside a server share one small pool.
    private static Database.Settings serving(Config config) {
        Database.Settings settings = settings(config);
        return settings.withPool(
                settings.pool().withReaders(config.get(KnownSettings.READER_POOL_SIZE)));
    }

    static Database database(Database.Settings settings, PrintStream out) {
        out.println("Opening the database ...");
        Database database = Database.open(settings);
        out.println("  " + database.describe());
        return database;
    }

    /// Waits for a database that does not answer yet.
    private static Database awaited(Config config, PrintStream out) {
        out.println("Opening the database ...");
        Database database = Database.open(
                serving(config), config.get(KnownSettings.DATABASE_WAIT), out::println);
        out.println("  " + database.describe());
        return database;
    }

    private static HttpServer.Options options(Config config) {
        return new HttpServer.Options(
                new InetSocketAddress(config.get(KnownSettings.HOST),
                        config.get(KnownSettings.PORT)),
                config.get(KnownSettings.IN_FLIGHT),
                OpenFiles.connections(config.get(KnownSettings.CONNECTIONS)),
                config.get(KnownSettings.CLIENT_PATIENCE), config.get(KnownSettings.STOP_GRACE));
    }

    private static String shown(Config config) {
        return config.get(KnownSettings.HOST).isAnyLocalAddress()
                ? "localhost" : config.get(KnownSettings.HOST).getHostAddress();
    }

    /// Reports the node as not ready, so that load balancers send no more requests, serves on for
    /// as long as they may take to notice, and stops.
    ///
    /// The HTTP server closes first, so that no request arrives while other parts close.
    @Override
    public void close() {
        stopping.run();
        if (opened) {
            opened = false;
            server.drain();
            rest(drain);
            application.stopping();
        }
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception failure) {
                LOG.warn("A part of the server failed to close", failure);
            }
        }
    }
}
