package holdfast.server.trace;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends spans in batches on a thread of its own. Requests never wait for it: when the collector is
/// slow or unreachable, spans are dropped and counted.
final class SpanExporter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpanExporter.class);
    private static final int WAITING = 4_096;
    private static final int BATCH = 512;
    private static final Duration GATHER = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration BETWEEN_COMPLAINTS = Duration.ofMinutes(1);

    private final URI address;
    private final BlockingQueue<Span> waiting = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong dropped = new AtomicLong();
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE)
            .version(HttpClient.Version.HTTP_1_1).build();
    private final Thread thread;
    private volatile boolean closing;
    private long complained;

    SpanExporter(URI endpoint) {
        address = URI.create(endpoint.toString().replaceFirst("/+$", "") + "/v1/traces");
        complained = System.nanoTime() - BETWEEN_COMPLAINTS.toNanos();
        thread = Thread.ofVirtual().name("holdfast-traces").start(this::run);
    }

    void add(Span span) {
        if (closing || !waiting.offer(span)) {
            dropped.incrementAndGet();
        }
    }

    private void run() {
        try {
            while (!closing || !waiting.isEmpty()) {
                Span first = waiting.poll(GATHER.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    List<Span> batch = new ArrayList<>(BATCH);
                    batch.add(first);
                    waiting.drainTo(batch, BATCH - 1);
                    send(batch);
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(List<Span> batch) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Otlp.json(batch))).build();
        try {
            int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status / 100 != 2) {
                lost(batch.size(), "answered " + status);
            }
        } catch (IOException failure) {
            lost(batch.size(), String.valueOf(failure));
        }
    }

    private void lost(int spans, String why) {
        dropped.addAndGet(spans);
        if (System.nanoTime() - complained > BETWEEN_COMPLAINTS.toNanos()) {
            complained = System.nanoTime();
            LOG.warn("Traces do not get to {} ({}); {} spans were dropped so far",
                    address.getHost(), why, dropped.get());
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            if (!thread.join(Duration.ofSeconds(2))) {
                thread.interrupt();
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        client.shutdownNow();
    }
}
