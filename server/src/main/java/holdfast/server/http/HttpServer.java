package holdfast.server.http;

import holdfast.Invalid;
import holdfast.Unanswered;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// The door: takes requests in, hands each to its route, and sees that whatever comes of it is an
/// answer. So many requests are inside at once and no more: the next one is turned away at once,
/// because a queue here would only make everybody late.
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final int ONLOOKERS = 16;
    /// By then what was inside is finished; what is left are streams and idle connections.
    private static final Duration LAST_WORDS = Duration.ofMillis(500);
    private static final Duration BUSY = Duration.ofSeconds(1);
    /// In a second. To refuse one takes twenty microseconds or so, to sell one six times as much.
    private static final long MOST_REFUSED = 4_000L * Runtime.getRuntime().availableProcessors();
    private static final Response TURNED_AWAY = Problem.overloaded(BUSY).answer();
    private static final HeaderName TRACEPARENT = HeaderNames.create("traceparent");

    private final Options options;
    private final Router router;
    private final Authenticator authenticator;
    private final RequestListener listener;
    private final Semaphore inside;
    private final BodyMemory memory = BodyMemory.usual();
    private final Semaphore onlookers = new Semaphore(ONLOOKERS);
    private final AtomicInteger resting = new AtomicInteger();
    private final WebServer server;
    private volatile boolean closing;

    /// The right to be inside, which can be given back and taken again.
    private static final class Place {
        private final Semaphore places;
        private boolean taken;

        Place(Semaphore places) {
            this.places = places;
        }

        boolean take() {
            taken = places.tryAcquire();
            return taken;
        }

        void leave() {
            if (taken) {
                taken = false;
                places.release();
            }
        }
    }

    /// How the door stands.
    ///
    /// @param inFlight how many requests are inside at once, open streams not counted
    /// @param connections how many connections are open at once
    /// @param patience how long a client may take between two bytes, or leave a connection idle
    /// @param grace how long a stop waits for what is inside
    public record Options(
            InetSocketAddress address, int inFlight, int connections, Duration patience,
            Duration grace) {}

    private HttpServer(Options options, List<Route> routes, Authenticator authenticator,
            RequestListener listener) {
        this.options = options;
        this.router = new Router(routes);
        this.authenticator = authenticator;
        this.listener = listener;
        this.inside = new Semaphore(options.inFlight());
        HttpConnections clients = new HttpConnections(Http1Config.builder()
                .maxHeadersSize(16 * 1_024).maxPrologueLength(8 * 1_024).build(),
                options.patience());
        this.server = WebServer.builder()
                .bindAddress(options.address())
                .backlog(4_096)
                .maxTcpConnections(options.connections())
                .idleConnectionTimeout(options.patience())
                .idleConnectionPeriod(options.patience())
                .connectionOptions(clients.options())
                .maxPayloadSize(-1)
                .shutdownGracePeriod(LAST_WORDS)
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .errorHandling(errors -> errors.includeEntity(true))
                .directHandlers(RejectedRequest.handlers())
                .protocolsDiscoverServices(false)
                .addConnectionSelector(clients)
                .routing(routing -> routing.any(this::serve))
                .build();
    }

    public static HttpServer open(
            Options options, List<Route> routes, Authenticator authenticator,
            RequestListener listener) {
        ListeningException.requireFree(options.address());
        HttpServer server = new HttpServer(options, routes, authenticator, listener);
        server.server.start();
        if (server.port() < 0) {
            // The web server has logged why, and goes on without a socket.
            throw new ListeningException(options.address(), "it was taken just now");
        }
        return server;
    }

    public int port() {
        return server.port();
    }

    /// How many requests are inside now.
    public int inFlight() {
        return options.inFlight() - inside.availablePermits();
    }

    private void serve(ServerRequest request, ServerResponse response) {
        long began = System.nanoTime();
        ClientSocket client = ClientSocket.CURRENT.get();
        client.headRead();
        boolean looking = looks(request.path().path());
        Place place = new Place(looking ? onlookers : inside);
        try (Body body = new Body(request, client, memory, options.patience())) {
            ResponseSender sender = new ResponseSender(request, response, client, body);
            RequestRecord record = new RequestRecord(id());
            if ((closing && !looking) || !place.take()) {
                sender.send(record, TURNED_AWAY.headers(Cors.always(request)), closing);
                listener.saw(record.after(System.nanoTime() - began));
                sender.end();
                rest();
                return;
            }
            MDC.put("request", record.id());
            listener.comes(record.id(), request.headers().first(TRACEPARENT));
            try {
                Response answer = answer(request, record, body, place);
                // Who reads the answer slowly, or watches for hours, takes no place.
                place.leave();
                sender.send(record, answer, closing);
            } finally {
                place.leave();
                listener.saw(record.after(System.nanoTime() - began));
                MDC.remove("request");
            }
            sender.end();
        }
    }

    /// Whoever was turned away was told to come back in a second. Until then, at the most, the
    /// server need not listen on that connection; and the more there are who do not wait, the
    /// longer it does not, so that refusing takes a part of the machine and never all of it.
    private void rest() {
        long most = BUSY.toNanos();
        try {
            Thread.sleep(Duration.ofNanos(
                    Math.min(most, resting.incrementAndGet() * (most / MOST_REFUSED))));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            resting.decrementAndGet();
        }
    }

    /// It tells requests apart and opens nothing, so it need not be hard to guess.
    private static String id() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /// Whoever watches must see something above all when too much is asked, or when we stop.
    private static boolean looks(String path) {
        return path.equals("/metrics") || path.startsWith("/health/");
    }

    private Response answer(ServerRequest request, RequestRecord record, Body body, Place place) {
        Map<String, String> headers = Map.of();
        try {
            Optional<Response> first = Cors.asksFirst(request, router)
                    .or(() -> Cors.asksWhat(request, router));
            if (first.isPresent()) {
                return first.get();
            }
            Router.Found found = router.find(
                    request.prologue().method().text(), request.path().path());
            record.found(found.route());
            headers = Cors.headers(request, found.route());
            Authenticator.Entered entered = authenticator.enter(request, found.route());
            record.entered(entered.who());
            headers = together(headers, entered.headers());
            if (!found.route().method().equals("GET")) {
                read(body, entered.address(), place);
            }
            Request call = new Request(request, found, entered, record.id(), body);
            return handle(call, found.route()).headers(headers);
        } catch (RuntimeException failure) {
            return answer(request, failure).headers(headers);
        }
    }

    /// No request has a place while the server waits for its body: it may never come.
    private static void read(Body body, String address, Place place) {
        if (body.arrived()) {
            body.read(address);
            return;
        }
        place.leave();
        body.read(address);
        if (!place.take()) {
            throw Problem.overloaded(BUSY);
        }
    }

    private static Map<String, String> together(
            Map<String, String> some, Map<String, String> others) {
        Map<String, String> all = new HashMap<>(some);
        all.putAll(others);
        return all;
    }

    /// Whoever only reads may be told afterwards that a parameter means nothing; a change has none,
    /// and is not made with any.
    private static Response handle(Request call, Route route) {
        boolean api = route.path().startsWith("/v1/");
        if (api && !route.method().equals("GET")) {
            call.onlyAsked();
        }
        Response answer = route.handler().handle(call);
        if (api && answer.status() < 300) {
            call.onlyAsked();
        }
        return answer;
    }

    private static Response answer(ServerRequest request, RuntimeException failure) {
        return switch (failure) {
            case Problem problem -> problem.answer();
            case Invalid invalid -> Problem.invalid(
                    invalid.field(), String.valueOf(invalid.getMessage())).answer();
            case Unanswered unanswered -> {
                LOG.warn("No certain answer from the database", unanswered);
                yield new Problem(503, "unanswered", "No certain answer",
                        "It may have happened or not. Send the same request with the same "
                                + "Idempotency-Key again; that gets the one true answer.")
                        .header("Retry-After", "1").answer();
            }
            case RuntimeException bug -> {
                LOG.error("{} {} failed", request.prologue().method(), request.path(), bug);
                yield new Problem(500, "failed", "Something broke on our side",
                        "It is in our log under this answer's Request-Id.").answer();
            }
        };
    }

    /// Refuses what comes from now on, waits for what is inside, and stops.
    @Override
    public void close() {
        closing = true;
        try {
            inside.tryAcquire(
                    options.inFlight(), options.grace().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        server.stop();
    }
}
