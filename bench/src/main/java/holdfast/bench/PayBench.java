package holdfast.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import holdfast.bench.http.JsonClient;
import holdfast.bench.http.SandboxProgram;
import holdfast.bench.http.StartedServer;
import holdfast.bench.measure.Latencies;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// `./holdfast bench --pay <seconds>`: what selling costs through HTTP, with the real jar, the sandbox
/// provider and the clients in three processes.
final class PayBench {
    static final String OPTION = "--pay";
    private static final String SECRET = "sk_bench_0123456789abcdef";
    private static final String PUBLISHABLE = "pk_bench_0123456789abcdef";
    private static final String ACCOUNT = "sk_test_bench0123456789abcdef";
    private static final long PRICE = 3_500;
    private static final int PLACES = 100_000_000;
    private static final int IN_ONE_BOOKING = 200;
    private static final long QUIET_NANOS = 3_000_000_000L;
    private static final long PAUSE_NANOS = 20_000_000;

    private final PrintStream progress;

    PayBench(PrintStream progress) {
        this.progress = progress;
    }

    /// How long and with how many clients it measures.
    ///
    /// @param tickets how many tickets are made to be checked in
    record Effort(double seconds, int clients, int tickets) {
        private static final int USUAL_CLIENTS = 32;
        private static final int TICKETS_PER_SECOND = 2_000;

        Effort {
            if (!(seconds > 0 && seconds <= 60)) {
                throw new IllegalArgumentException("1 to 60");
            }
        }

        static Effort usual(double seconds) {
            return new Effort(seconds, USUAL_CLIENTS, (int) (seconds * TICKETS_PER_SECOND));
        }

        /// A quarter of the time comes before what is measured.
        long warmUpNanos() {
            return (long) (seconds * 1e9 / 4);
        }

        long nanos() {
            return (long) (seconds * 1e9);
        }
    }

    /// One row of the table.
    record Figure(String what, long count, double perSecond, Latencies latencies) {}

    /// @param adds how many milliseconds a payment adds to a hold and its confirmation, at the median
    record Ran(List<Figure> figures, double adds, boolean clean) {
        Ran {
            figures = List.copyOf(figures);
        }
    }

    Ran run(Effort effort) throws IOException {
        Path home = BenchFolders.make();
        try (SandboxProgram sandbox = new SandboxProgram(BenchFolders.sandbox());
                StartedServer server = StartedServer.open(BenchFolders.server(),
                        home.resolve("data"), Map.of("HOLDFAST_SECRET_KEY", SECRET,
                                "HOLDFAST_PUBLISHABLE_KEY", PUBLISHABLE,
                                "HOLDFAST_WEBHOOK_NETWORKS", "127.0.0.0/8, ::1",
                                "XDG_CACHE_HOME", home.resolve("cache").toString()))) {
            return new Shop(server, sandbox, effort).measured();
        } finally {
            BenchFolders.remove(home);
        }
    }

    static String table(Ran ran) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "a second", "median ms", "p99 ms", "measured"));
        for (Figure each : ran.figures()) {
            boolean timed = each.latencies().count() > 0;
            rows.add(List.of(each.what(), String.format(Locale.ROOT, "%,.0f", each.perSecond()),
                    timed ? milliseconds(each.latencies().percentile(50)) : "–",
                    timed ? milliseconds(each.latencies().percentile(99)) : "–",
                    String.format(Locale.ROOT, "%,d", each.count())));
        }
        return MarkdownTables.table(rows) + String.format(Locale.ROOT,
                "%nA payment adds %s ms to a hold and its confirmation, at the median. The audit "
                        + "afterwards, with the provider's list: %s.%n",
                milliseconds(ran.adds()), ran.clean() ? "clean" : "NOT CLEAN");
    }

    private static String milliseconds(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
    }

    /// One action of one client; it may be divided into parts that are timed for themselves.
    @FunctionalInterface
    private interface Work {
        /// Returns the nanoseconds that count, or a negative number when there is no more to do.
        long once();
    }

    private final class Shop {
        private final StartedServer server;
        private final SandboxProgram sandbox;
        private final Effort effort;
        private final String event;
        private final Queue<String> codes = new ConcurrentLinkedQueue<>();
        private final AtomicLong scans = new AtomicLong();
        private final Queue<JsonClient> connected = new ConcurrentLinkedQueue<>();

        Shop(StartedServer server, SandboxProgram sandbox, Effort effort) {
            this.server = server;
            this.sandbox = sandbox;
            this.effort = effort;
            try (JsonClient staff = client()) {
                staff.put("/v1/providers", """
                        {"provider": "sandbox", "settings": {"apiKey": "%s", "baseUrl": "%s"}}"""
                        .formatted(ACCOUNT, sandbox.home())).good();
                event = staff.post("/v1/events", """
                        {"name": "Bench", "start": "2036-12-12T20:00:00+01:00",
                         "end": "2036-12-12T22:30:00+01:00", "timeZone": "Europe/Berlin",
                         "areas": [{"id": "floor", "name": "Floor", "kind": "capacity",
                                    "capacity": %d,
                                    "price": {"amount": %d, "currency": "EUR"}}]}"""
                        .formatted(PLACES, PRICE)).good().text("id");
            }
        }

        private JsonClient client() {
            return connected(new JsonClient(server.address(), SECRET));
        }

        /// Closed when the measurement is over.
        private JsonClient connected(JsonClient client) {
            connected.add(client);
            return client;
        }

        Ran measured() throws IOException {
            List<Figure> figures = new ArrayList<>();
            figures.add(loop("hold and confirm, paid on site",
                    () -> onSite(client())));
            figures.add(loop("checkout: hold, pay at the sandbox, confirm, capture",
                    () -> checkout(client(), provider(), new AtomicLong())));
            List<Figure> own = new ArrayList<>(figures);
            figures.add(loop("the server's part of a checkout", () -> {
                AtomicLong elsewhere = new AtomicLong();
                Work whole = checkout(client(), provider(), elsewhere);
                return () -> whole.once() - elsewhere.get();
            }));
            issue();
            figures.add(loop("check-ins", () -> checkIn(client())));
            figures.add(webhooks());
            double adds = figures.get(2).latencies().percentile(50)
                    - own.getFirst().latencies().percentile(50);
            try (JsonClient staff = client()) {
                String audit = staff.get("/v1/audit").good().body();
                progress.println(audit);
                return new Ran(figures, adds, audit.contains("\"clean\":true"));
            }
        }

        private JsonClient provider() {
            return connected(new JsonClient(sandbox.address(), ACCOUNT));
        }

        private String held(JsonClient client, int places) {
            return client.post("/v1/holds", """
                    {"items": [{"kind": "capacity", "event": "%s", "area": "floor",
                                "quantity": %d}]}""".formatted(event, places)).good().text("id");
        }

        private Work onSite(JsonClient client) {
            return () -> {
                long began = System.nanoTime();
                client.post("/v1/holds/" + held(client, 1) + "/confirm",
                        "{\"customer\": {\"name\": \"Ann\"}}").good();
                return System.nanoTime() - began;
            };
        }

        /// @param elsewhere gets the time that the last payment took at the provider's page
        private Work checkout(JsonClient client, JsonClient provider, AtomicLong elsewhere) {
            return () -> {
                long began = System.nanoTime();
                String hold = held(client, 1);
                JsonClient.Answer payment = client.post("/v1/holds/" + hold + "/pay", """
                        {"provider": "sandbox", "returnTo": "https://example.org/paid",
                         "customer": {"name": "Ann"}}""").good();
                String url = payment.text("url");
                long leaves = System.nanoTime();
                provider.post("/sandbox/sessions/" + url.substring(url.lastIndexOf('/') + 1)
                        + "/pay", "{\"card\": \"4242424242424242\"}").good();
                elsewhere.set(System.nanoTime() - leaves);
                client.post("/v1/holds/" + hold + "/confirm", """
                        {"payment": {"method": "online", "payment": "%s"}}"""
                        .formatted(payment.text("id"))).good();
                return System.nanoTime() - began;
            };
        }

        /// Makes tickets, and reads their codes.
        private void issue() {
            try (JsonClient staff = client()) {
                while (codes.size() < effort.tickets()) {
                    int places = Math.min(IN_ONE_BOOKING, effort.tickets() - codes.size());
                    String booking = staff.post("/v1/holds/" + held(staff, places) + "/confirm",
                            """
                            {"payment": {"method": "external", "reference": "bench",
                             "amount": {"amount": %d, "currency": "EUR"}}}"""
                                    .formatted(PRICE * places))
                            .good().text("id");
                    codes.addAll(staff.get("/v1/bookings/" + booking + "/tickets").good()
                            .texts("code"));
                }
            }
        }

        private Work checkIn(JsonClient client) {
            return () -> {
                String code = codes.poll();
                if (code == null) {
                    return -1;
                }
                long began = System.nanoTime();
                client.post("/v1/check-ins",
                        "{\"code\": \"" + code + "\", \"nonce\": \"bench-nonce-"
                                + scans.incrementAndGet() + "\", \"event\": \"" + event + "\"}")
                        .good();
                return System.nanoTime() - began;
            };
        }

        /// From the first to the last delivery, while clients book and afterwards.
        private Figure webhooks() throws IOException {
            AtomicLong arrived = new AtomicLong();
            AtomicLong first = new AtomicLong();
            AtomicLong last = new AtomicLong(System.nanoTime());
            HttpServer receiver = HttpServer.create(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
            receiver.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            receiver.createContext("/", exchange -> {
                first.compareAndSet(0, System.nanoTime());
                last.set(System.nanoTime());
                arrived.incrementAndGet();
                answer(exchange);
            });
            receiver.start();
            try (JsonClient staff = client()) {
                staff.post("/v1/webhooks", "{\"url\": \"http://127.0.0.1:"
                        + receiver.getAddress().getPort() + "/\"}").good();
            }
            loop("bookings for webhooks", () -> onSite(client()));
            long until = System.nanoTime() + 60_000_000_000L;
            while (System.nanoTime() - last.get() < QUIET_NANOS && System.nanoTime() < until) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            receiver.stop(0);
            double seconds = Math.max(1, last.get() - first.get()) / 1e9;
            return new Figure("webhook deliveries", arrived.get(), arrived.get() / seconds,
                    new Latencies());
        }

        private static void answer(HttpExchange exchange) throws IOException {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(204, -1);
            }
        }

        /// Makes a client's work, with connections of its own.
        private interface Starting {
            Work begin();
        }

        private Figure loop(String what, Starting starting) {
            progress.println("== " + what);
            long start = System.nanoTime() + effort.warmUpNanos();
            long end = start + effort.nanos();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Times>> all = new ArrayList<>();
                for (int client = 0; client < effort.clients(); client++) {
                    all.add(threads.submit(() -> times(starting.begin(), start, end)));
                }
                Latencies latencies = new Latencies();
                long last = start + 1;
                for (Future<Times> each : all) {
                    Times times = each.get();
                    latencies.add(times.latencies);
                    last = Math.max(last, times.over);
                }
                double seconds = (last - start) / 1e9;
                return new Figure(what, latencies.count(), latencies.count() / seconds,
                        latencies);
            } catch (ExecutionException failure) {
                throw new IllegalStateException("a client failed", failure.getCause());
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(stop);
            } finally {
                connected.forEach(JsonClient::close);
                connected.clear();
            }
        }

        private record Times(Latencies latencies, long over) {}

        /// On a slow machine a client goes on after the end, until one action of its own was measured.
        private static Times times(Work work, long start, long end) {
            Latencies latencies = new Latencies();
            long over = start;
            while (over < end || latencies.count() == 0) {
                long took = work.once();
                if (took < 0) {
                    break;
                }
                over = System.nanoTime();
                if (over >= start && (over < end || latencies.count() == 0)) {
                    latencies.add(took);
                } else {
                    over = Math.min(over, end);
                }
            }
            return new Times(latencies, over);
        }
    }
}
