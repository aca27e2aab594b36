package holdfast.server.http;

import holdfast.Invalid;
import holdfast.Unanswered;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// The HTTP server: authenticates each request, runs its route, and turns every result or failure
/// into an answer. The number of concurrent requests is limited. Beyond it the server refuses at
/// once (load shedding), because a queue would only delay all requests.
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final int STATUS_REQUESTS = 16;
    /// For the web server's own stop: requests have finished by then; only streams and idle
    /// connections are left.
    private static final Duration LAST_WORDS = Duration.ofMillis(500);
    private static final Duration BUSY = Duration.ofSeconds(1);
    /// Refusals per second. A refusal takes about twenty microseconds, a sale six times as much.
    private static final long MOST_REFUSED = 4_000L * Runtime.getRuntime().availableProcessors();
    private static final Response FAILED = new Problem(500, "failed", "Server error",
            "The server's log has the details under this answer's Request-Id.").answer();
    private static final Response TURNED_AWAY = Problem.overloaded(BUSY).answer();
    private static final HeaderName REQUEST_ID = HeaderNames.create("x-request-id");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:=+/-]{0,127}");
    private static final HeaderName TRACEPARENT = HeaderNames.create("traceparent");

    private final Options options;
    private final Router router;
    private final Authenticator authenticator;
    private final RequestListener listener;
    private final Semaphore inside;
    private final BodyMemory memory = BodyMemory.usual();
    private final Semaphore statusRequests = new Semaphore(STATUS_REQUESTS);
    private final AtomicInteger resting = new AtomicInteger();
    /// Helidon's timer for idle connections is not cancelled by its stop and keeps the web server
    /// reachable. This lets go of all that is ours.
    private final AtomicReference<Handler> serving;
    private final WebServer server;
    private Optional<ListenerCheck> check = Optional.empty();
    private volatile boolean draining;
    private volatile boolean closing;

    /// A permit for one concurrent request, which can be released and acquired again.
    private static final class InFlightRequest {
        private final Semaphore places;
        private boolean taken;

        InFlightRequest(Semaphore places) {
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

    /// The server's address and limits.
    ///
    /// @param inFlight how many requests run at once, open streams not counted
    /// @param connections how many connections are open at once
    /// @param patience how long a client may take between two bytes, or leave a connection idle
    /// @param grace how long a stop waits for running requests
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
        AtomicReference<Handler> handler = new AtomicReference<>(this::serve);
        this.serving = handler;
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
                .routing(routing -> routing.any(
                        (request, response) -> handler.get().handle(request, response)))
                .build();
    }

    public static HttpServer open(
            Options options, List<Route> routes, Authenticator authenticator,
            RequestListener listener) {
        ListeningException.requireFree(options.address());
        HttpServer server = new HttpServer(options, routes, authenticator, listener);
        server.server.start();
        if (server.port() < 0) {
            // The web server has logged the reason, and runs on without a socket.
            throw new ListeningException(options.address(), "the port was free before and is in "
                    + "use now");
        }
        server.check = Optional.of(ListenerCheck.begin(options.address(), server.port()));
        return server;
    }

    public int port() {
        return server.port();
    }

    /// How many requests run now.
    public int inFlight() {
        return options.inFlight() - inside.availablePermits();
    }

    private void serve(ServerRequest request, ServerResponse response) {
        long began = System.nanoTime();
        ClientSocket client = ClientSocket.CURRENT.get();
        client.headRead();
        boolean looking = looks(request.path().path());
        InFlightRequest place = new InFlightRequest(looking ? statusRequests : inside);
        try (Body body = new Body(request, client, memory, options.patience())) {
            ResponseSender sender = new ResponseSender(request, response, client, body);
            RequestRecord record = new RequestRecord(id(request));
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
                // A slow reader or a stream of hours needs no permit.
                place.leave();
                sender.send(record, answer, closing || draining);
            } finally {
                place.leave();
                listener.saw(record.after(System.nanoTime() - began));
                MDC.remove("request");
            }
            sender.end();
        }
    }

    /// Pauses a refused connection: its client was asked to retry after a second, so the server
    /// need not read from it before. The more clients do not wait, the longer the pause, so that
    /// refusals take a part of the machine and never all of it.
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

    /// The client's own id, or else a new one. It is not a secret, so a fast random generator is
    /// enough.
    private static String id(ServerRequest request) {
        Optional<String> given = request.headers().first(REQUEST_ID);
        if (given.isPresent() && ID.matcher(given.get()).matches()) {
            return given.get();
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /// Health checks and metrics must work under overload and during a stop.
    private static boolean looks(String path) {
        return path.equals("/metrics") || path.startsWith("/health/");
    }

    private Response answer(ServerRequest request, RequestRecord record, Body body,
            InFlightRequest place) {
        Map<String, String> headers = Map.of();
        try {
            Optional<Response> first = Cors.asksFirst(request, router)
                    .or(() -> Cors.asksWhat(request, router));
            if (first.isPresent()) {
                return first.get();
            }
            Router.Found found = router.find(
                    request.prologue().method().text(), request.path().path(),
                    request.headers().first(HeaderNames.ACCEPT)
                            .filter(types -> types.contains("text/html")).isPresent());
            record.found(found.route());
            headers = Cors.headers(request, found.route());
            Authenticator.Entered entered = authenticator.enter(request, found.route());
            record.entered(entered.who(), entered.address());
            headers = together(headers, entered.headers());
            if (!found.route().method().equals("GET")) {
                read(body, entered.address(), found.route().largestBody(), place);
            }
            Request call = new Request(request, found, entered, body);
            return handle(call, found.route()).headers(headers);
        } catch (RuntimeException failure) {
            if (failure.getCause() instanceof Error error) {
                record.failed(error);
            }
            return answer(request, failure).headers(headers);
        } catch (Error failure) {
            record.failed(failure);
            LOG.error("{} failed", record.path(), failure);
            return FAILED.headers(headers);
        }
    }

    /// Reads the body. A request holds no permit while the server waits for its body, which may
    /// never come.
    private static void read(
            Body body, String address, int largest, InFlightRequest place) {
        if (body.arrived()) {
            body.read(address, largest);
            return;
        }
        place.leave();
        body.read(address, largest);
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

    /// A change with an unknown parameter is refused before it is made; for a read the check comes
    /// afterwards.
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
                LOG.warn("The database did not confirm a change", unanswered);
                yield new Problem(503, "unanswered", "The result is unknown",
                        "The change may have been made or not. Send the same request with the "
                                + "same Idempotency-Key again; its answer is certain.")
                        .header("Retry-After", "1").answer();
            }
            case RuntimeException bug -> {
                LOG.error("{} {} failed", request.prologue().method(), request.path(), bug);
                yield FAILED;
            }
        };
    }

    /// Serves on, and closes each connection after its next answer, so that clients open new ones
    /// elsewhere.
    public void drain() {
        draining = true;
    }

    /// Refuses new requests, waits for running ones, and stops.
    @Override
    public void close() {
        check.ifPresent(ListenerCheck::close);
        closing = true;
        try {
            inside.tryAcquire(
                    options.inFlight(), options.grace().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        server.stop();
        serving.set((request, response) -> response.status(Status.SERVICE_UNAVAILABLE_503).send());
    }
}
