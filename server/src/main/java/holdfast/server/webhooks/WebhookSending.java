package holdfast.server.webhooks;

import holdfast.server.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends messages to endpoints. Each endpoint has a few threads of its own on each node, and one as
/// long as it fails, so that a slow one never delays the others.
///
/// A message is delivered at least once. Messages of one endpoint may arrive in another order; the
/// version in them tells which is newer.
public final class WebhookSending implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookSending.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int THREADS = 4;
    private static final int MOST_THREADS = 400;
    private static final Duration SLOWED = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(24);
    /// The pauses between tries. After the last one the message has failed.
    private static final List<Duration> PAUSES = List.of(Duration.ofSeconds(5),
            Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofHours(2),
            Duration.ofHours(5), Duration.ofHours(10), Duration.ofHours(14),
            Duration.ofHours(20), Duration.ofHours(24));

    private final WebhookTable table;
    private final WebhookSecrets secrets;
    private final Supplier<Instant> clock;
    private final WebhookClient client;
    private final Semaphore threads = new Semaphore(MOST_THREADS);
    private final Map<String, Integer> busy = new ConcurrentHashMap<>();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile boolean closed;

    public WebhookSending(
            WebhookTable table, WebhookSecrets secrets, Supplier<Instant> clock,
            PublicAddresses addresses) {
        this(table, secrets, clock, new WebhookClient(
                addresses, (SSLSocketFactory) SSLSocketFactory.getDefault(), PATIENCE));
    }

    WebhookSending(
            WebhookTable table, WebhookSecrets secrets, Supplier<Instant> clock,
            WebhookClient client) {
        this.table = table;
        this.secrets = secrets;
        this.clock = clock;
        this.client = client;
    }

    /// Begins to send what is due.
    public void begin() throws SQLException {
        for (Endpoint endpoint : table.due()) {
            int most = endpoint.failingSince().isPresent() ? 1 : THREADS;
            // A thread that finds nothing ends at once, so this counts what it starts.
            for (int started = 0; started < most && !closed && claimed(endpoint, most); started++) {
                Thread.ofVirtual().name("holdfast-webhook").start(() -> work(endpoint));
            }
        }
    }

    private static String name(Endpoint endpoint) {
        return endpoint.workspace() + " " + endpoint.id();
    }

    private boolean claimed(Endpoint endpoint, int most) {
        if (!threads.tryAcquire()) {
            return false;
        }
        boolean[] got = new boolean[1];
        busy.compute(name(endpoint), (name, now) -> {
            int running = now == null ? 0 : now;
            got[0] = running < most;
            return got[0] ? Integer.valueOf(running + 1) : now;
        });
        if (!got[0]) {
            threads.release();
        }
        return got[0];
    }

    private void work(Endpoint endpoint) {
        try {
            boolean works = true;
            while (works && !closed) {
                Optional<Delivery> next = table.take(endpoint);
                works = next.isPresent() && send(endpoint, next.get());
            }
        } catch (SQLException | RuntimeException failure) {
            LOG.warn("Messages to an endpoint could not be sent; they are sent later", failure);
        } finally {
            busy.computeIfPresent(name(endpoint), (name, now) -> now > 1 ? now - 1 : null);
            threads.release();
        }
    }

    /// Sends one message. Returns whether the endpoint accepted it.
    private boolean send(Endpoint endpoint, Delivery delivery) throws SQLException {
        Optional<String> body = body(delivery);
        if (body.isEmpty()) {
            table.failed(delivery, new WebhookTable.Failure(0, "the change is not kept any more",
                    Optional.empty(), Duration.ZERO, false));
            return true;
        }
        Instant now = clock.get();
        String id = delivery.messageId();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "Holdfast");
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
        headers.put("webhook-signature",
                secrets.signatures(endpoint, id, now.getEpochSecond(), body.get(), now));
        try {
            WebhookClient.Answer answer = client.post(endpoint.url(), headers,
                    body.get().getBytes(StandardCharsets.UTF_8));
            if (answer.status() / 100 == 2) {
                table.delivered(delivery, answer.status());
                delivered.increment();
                return true;
            }
            table.failed(delivery, failure(delivery, answer));
        } catch (IOException unreachable) {
            table.failed(delivery, new WebhookTable.Failure(0, shortened(unreachable),
                    after(delivery), Duration.ZERO, false));
        }
        failed.increment();
        return false;
    }

    private static WebhookTable.Failure failure(Delivery delivery, WebhookClient.Answer answer) {
        boolean gone = answer.status() == 410;
        boolean slow = answer.status() == 429 || answer.status() == 502 || answer.status() == 504;
        Duration asked = answer.retryAfter().isPresent()
                ? shorter(Duration.ofSeconds(answer.retryAfter().getAsLong()), LONGEST_PAUSE)
                : slow ? SLOWED : Duration.ZERO;
        Optional<Duration> after = gone ? Optional.empty()
                : after(delivery).map(usual -> usual.compareTo(asked) < 0 ? asked : usual);
        return new WebhookTable.Failure(answer.status(), "", after, asked, gone);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /// Up to a fifth longer or shorter, so that messages that failed together do not come back
    /// together.
    private static Optional<Duration> after(Delivery delivery) {
        if (delivery.tries() > PAUSES.size()) {
            return Optional.empty();
        }
        long millis = PAUSES.get(Math.max(0, delivery.tries() - 1)).toMillis();
        return Optional.of(Duration.ofMillis(
                millis * 4 / 5 + ThreadLocalRandom.current().nextLong(millis * 2 / 5)));
    }

    private static String shortened(IOException failure) {
        String text = String.valueOf(failure.getMessage()).replaceAll("[\\p{C}\\s]+", " ").strip();
        return text.substring(0, Math.min(200, text.length()));
    }

    private Optional<String> body(Delivery delivery) throws SQLException {
        if (delivery.kind().equals(WebhookTable.TEST)) {
            return Optional.of(Json.text(json -> json.put("type", "test")
                    .put("timestamp", delivery.madeAt().toString())
                    .object("data", data -> {})));
        }
        return table.about(delivery).map(about -> Json.text(json -> {
            json.put("type", ChangeJson.type(about));
            json.put("timestamp", about.at().toString());
            json.object("data", data -> ChangeJson.write(data, about));
        }));
    }

    public double delivered() {
        return delivered.sum();
    }

    public double failed() {
        return failed.sum();
    }

    /// Begins nothing more. Messages under way end within their time limit, or are sent again by
    /// another node when their lease is over.
    @Override
    public void close() {
        closed = true;
    }
}
