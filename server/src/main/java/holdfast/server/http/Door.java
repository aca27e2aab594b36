package holdfast.server.http;

import holdfast.Invalid;
import holdfast.Unanswered;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
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
public final class Door implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);
    private static final int ONLOOKERS = 16;
    /// By then what was inside is finished; what is left are streams and idle connections.
    private static final Duration LAST_WORDS = Duration.ofMillis(500);
    private static final Duration BUSY = Duration.ofSeconds(1);
    /// In a second. To refuse one takes twenty microseconds or so, to sell one six times as much.
    private static final long MOST_REFUSED = 4_000L * Runtime.getRuntime().availableProcessors();
    private static final Answer TURNED_AWAY = Problem.overloaded(BUSY).answer();
    private static final HeaderName TRACEPARENT = HeaderNames.create("traceparent");

    private final Options options;
    private final Router router;
    private final Entrance entrance;
    private final Witness witness;
    private final Semaphore inside;
    private final Semaphore onlookers = new Semaphore(ONLOOKERS);
    private final AtomicInteger resting = new AtomicInteger();
    private final Connections clients = new Connections(Http1Config.builder()
            .maxHeadersSize(16 * 1_024).maxPrologueLength(8 * 1_024).build());
    private final WebServer server;
    private volatile boolean closing;

    /// How the door stands.
    ///
    /// @param inFlight how many requests are inside at once, open streams not counted
    /// @param connections how many connections are open at once
    /// @param patience how long a client may take between two bytes, or leave a connection idle
    /// @param grace how long a stop waits for what is inside
    public record Options(
            InetSocketAddress address, int inFlight, int connections, Duration patience,
            Duration grace) {}

    private Door(Options options, List<Route> routes, Entrance entrance, Witness witness) {
        this.options = options;
        this.router = new Router(routes);
        this.entrance = entrance;
        this.witness = witness;
        this.inside = new Semaphore(options.inFlight());
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
                .directHandlers(misunderstood())
                .protocolsDiscoverServices(false)
                .addConnectionSelector(clients)
                .routing(routing -> routing.any(this::serve))
                .build();
    }

    public static Door open(
            Options options, List<Route> routes, Entrance entrance, Witness witness) {
        Door door = new Door(options, routes, entrance, witness);
        door.server.start();
        return door;
    }

    public int port() {
        return server.port();
    }

    /// How many requests are inside now.
    public int inFlight() {
        return options.inFlight() - inside.availablePermits();
    }

    /// What is not even HTTP gets the same kind of answer as everything else.
    private static DirectHandlers misunderstood() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType event : DirectHandler.EventType.values()) {
            handlers.addHandler(event, (request, type, status, headers, message) -> {
                Answer answer = Rejected.of(status.code()).answer();
                headers.set(HeaderNames.CONTENT_TYPE, "application/problem+json");
                return DirectHandler.TransportResponse.builder()
                        .status(status).headers(headers).keepAlive(false)
                        .entity(((Answer.Bytes) answer.body()).content()).build();
            });
        }
        return handlers.build();
    }

    private void serve(ServerRequest request, ServerResponse response) {
        long began = System.nanoTime();
        String id = id();
        Seen seen = new Seen(id);
        boolean looking = looks(request.path().path());
        Semaphore gate = looking ? onlookers : inside;
        if ((closing && !looking) || !gate.tryAcquire()) {
            send(request, response, seen, TURNED_AWAY.headers(Elsewhere.always(request)));
            witness.saw(seen.after(System.nanoTime() - began));
            hangUp(request, response);
            rest();
            return;
        }
        MDC.put("request", id);
        witness.comes(id, request.headers().first(TRACEPARENT));
        boolean mine = true;
        try {
            Answer answer = answer(request, seen);
            if (answer.body() instanceof Answer.Stream) {
                gate.release();
                mine = false;
            }
            send(request, response, seen, answer);
        } finally {
            if (mine) {
                gate.release();
            }
            witness.saw(seen.after(System.nanoTime() - began));
            MDC.remove("request");
        }
        hangUp(request, response);
    }

    /// After the last answer on a connection: whoever asked for that may be reading to the end. The
    /// web server says that it closes the connection, and leaves that to the client. What it has
    /// kept back of a stream has to go first.
    private void hangUp(ServerRequest request, ServerResponse response) {
        if (closing || request.headers().contains(HeaderValues.CONNECTION_CLOSE)) {
            if (response instanceof RoutingResponse whole) {
                whole.commit();
            }
            throw new CloseConnectionException("it was the last answer");
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

    private Answer answer(ServerRequest request, Seen seen) {
        Map<String, String> headers = Map.of();
        try {
            Optional<Answer> first = Elsewhere.asksFirst(request, router);
            if (first.isPresent()) {
                return first.get();
            }
            Router.Found found = router.find(
                    request.prologue().method().text(), request.path().path());
            seen.found(found.route());
            headers = Elsewhere.headers(request, found.route());
            Entrance.Entered entered = entrance.enter(request, found.route());
            seen.entered(entered.who());
            headers = together(headers, entered.headers());
            Call call = new Call(
                    request, found, entered, seen.id(), options.patience());
            return handle(call, found.route()).headers(headers);
        } catch (RuntimeException failure) {
            return answer(request, failure).headers(headers);
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
    private static Answer handle(Call call, Route route) {
        boolean api = route.path().startsWith("/v1/");
        if (api && !route.method().equals("GET")) {
            call.onlyAsked();
        }
        Answer answer = route.handler().handle(call);
        if (api && answer.status() < 300) {
            call.onlyAsked();
        }
        return answer;
    }

    private static Answer answer(ServerRequest request, RuntimeException failure) {
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

    private void send(
            ServerRequest request, ServerResponse response, Seen seen, Answer answer) {
        seen.answered(answer);
        response.status(Status.create(answer.status()));
        answer.headers().forEach((name, value) ->
                response.header(HeaderValues.create(name, value)));
        response.header(HeaderValues.create("Request-Id", seen.id()));
        if (closing) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        switch (answer.body()) {
            case Answer.Bytes bytes -> response.send(bytes.content());
            case Answer.Stream stream -> {
                try (OutputStream out = response.outputStream()) {
                    stream.writer().write(out);
                } catch (IOException | UncheckedIOException gone) {
                    LOG.debug("The reader of {} went away", request.path(), gone);
                }
            }
        }
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
