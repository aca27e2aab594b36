package holdfast.server.work;

import holdfast.server.watch.Metrics;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Something that is done again and again on a thread of its own until it is closed. A round that
/// fails is logged and counted, and the next one comes at its usual time. The pauses vary by half,
/// so that nodes that were started together do not work together for ever.
final class Chore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Chore.class);

    private final String name;
    private final Round round;
    private final Metrics metrics;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /// One round.
    interface Round {
        /// Says how long to rest before the next one.
        Duration work(Chore self) throws Exception;
    }

    private Chore(String name, Duration usual, Round round, Metrics metrics) {
        this.name = name;
        this.round = round;
        this.metrics = metrics;
        this.thread = Thread.ofVirtual().name("holdfast-" + name).unstarted(() -> run(usual));
    }

    /// @param usual how long to rest before the first round, and after one that failed
    static Chore begin(String name, Duration usual, Round round, Metrics metrics) {
        Chore chore = new Chore(name, usual, round, metrics);
        chore.thread.start();
        return chore;
    }

    private void run(Duration usual) {
        Duration rest = usual;
        while (goesOnAfter(rest)) {
            try {
                rest = round.work(this);
                metrics.choreDone(name);
            } catch (Exception failure) {
                if (closed()) {
                    return;
                }
                rest = usual;
                metrics.choreFailed(name);
                LOG.warn("The {} failed this time; the next round comes as usual", name, failure);
            }
        }
    }

    /// Rests about so long; false as soon as it is closed.
    boolean goesOnAfter(Duration rest) {
        try {
            long half = Math.max(1, rest.toMillis() / 2);
            return !closing.await(
                    half + ThreadLocalRandom.current().nextLong(2 * half), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    boolean closed() {
        return closing.getCount() == 0;
    }

    /// Waits for what is under way, for a while: its statements have limits of their own.
    @Override
    public void close() {
        closing.countDown();
        try {
            if (!thread.join(Duration.ofSeconds(2))) {
                thread.interrupt();
                thread.join(Duration.ofSeconds(2));
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
