package holdfast.server.watch;

import holdfast.server.http.Seen;
import holdfast.server.http.Witness;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/// Counts each request and writes a line about it: all of them or, because at thousands a second
/// nobody reads them and the counters say as much, those that failed on our side or took long.
public final class Requests implements Witness {
    private static final Logger LOG = LoggerFactory.getLogger("holdfast.requests");
    private static final Duration LONG = Duration.ofSeconds(1);

    private final Metrics metrics;
    private final boolean all;

    public Requests(Metrics metrics, boolean all) {
        this.metrics = metrics;
        this.all = all;
    }

    @Override
    public void saw(Seen seen) {
        metrics.answered(seen);
        // Turned away at the door is a 503 too; under load those are too many for lines.
        boolean broke = seen.status() >= 500 && seen.status() != 503;
        boolean slow = !seen.stream() && seen.took().compareTo(LONG) > 0;
        if (all || broke || slow) {
            line(LOG.atLevel(broke ? Level.WARN : Level.INFO), seen);
        }
    }

    private static void line(LoggingEventBuilder line, Seen seen) {
        line.addKeyValue("request", seen.id())
                .addKeyValue("method", seen.method())
                .addKeyValue("route", seen.path())
                .addKeyValue("status", seen.status())
                .addKeyValue("micros", seen.took().toNanos() / 1_000)
                .addKeyValue("workspace", seen.who().workspace())
                .addKeyValue("who", seen.who().name())
                .log("answered");
    }
}
