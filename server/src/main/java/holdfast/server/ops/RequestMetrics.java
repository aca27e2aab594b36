package holdfast.server.ops;

import holdfast.server.http.RequestListener;
import holdfast.server.http.RequestRecord;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/// Counts each request and logs it: all requests or, because at thousands a second the counters say
/// as much, only failures on this side and slow ones.
public final class RequestMetrics implements RequestListener {
    private static final Logger LOG = LoggerFactory.getLogger("holdfast.requests");
    private static final Duration LONG = Duration.ofSeconds(1);

    private final Metrics metrics;
    private final boolean all;

    public RequestMetrics(Metrics metrics, boolean all) {
        this.metrics = metrics;
        this.all = all;
    }

    @Override
    public void saw(RequestRecord record) {
        metrics.answered(record);
        record.error().ifPresent(metrics::outOfMemory);
        // A refusal under overload is a 503 too; those are too many to log.
        boolean broke = record.status() >= 500 && record.status() != 503;
        boolean slow = !record.stream() && record.took().compareTo(LONG) > 0;
        if (all || broke || slow) {
            line(LOG.atLevel(broke ? Level.WARN : Level.INFO), record);
        }
    }

    private static void line(LoggingEventBuilder line, RequestRecord record) {
        line.addKeyValue("request", record.id())
                .addKeyValue("method", record.method())
                .addKeyValue("route", record.path())
                .addKeyValue("status", record.status())
                .addKeyValue("micros", record.took().toNanos() / 1_000)
                .addKeyValue("workspace", record.who().workspace())
                .addKeyValue("who", record.who().name())
                .addKeyValue("client", record.address())
                .log("answered");
    }
}
