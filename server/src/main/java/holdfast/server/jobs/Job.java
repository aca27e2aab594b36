package holdfast.server.jobs;

import holdfast.server.ops.Metrics;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A job that is done again and again on a thread of its own until it is closed. A round that
/// fails, with whatever exception or error, is counted and logged, and the next one comes at its
/// usual time. The pauses vary by half, so that nodes that were started together do not work
/// together for ever.
final class Job implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Job.class);

    private final String name;
    private final Round round;
    private final Metrics metrics;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private final Duration longest;
    private volatile long progress = System.nanoTime();

    /// One round.
    interface Round {
        /// Says how long to rest before the next one.
        Duration work(Job self) throws Exception;
    }

    /// How often a job is done.
    ///
    /// @param usual how long to rest before the first round, and after one that failed
    /// @param longest how long a job may take to get on after a rest before that is a complaint
    record Pace(Duration usual, Duration longest) {}

    private Job(String name, Pace pace, Round round, Metrics metrics) {
        this.name = name;
        this.round = round;
        this.metrics = metrics;
        // A rest is up to half as long again as it is meant to be.
        this.longest = pace.longest().plus(pace.usual().multipliedBy(2));
        this.thread = Thread.ofVirtual().name("holdfast-" + name)
                .unstarted(() -> run(pace.usual()));
    }

    static Job begin(String name, Pace pace, Round round, Metrics metrics) {
        metrics.choreBegins(name);
        Job job = new Job(name, pace, round, metrics);
        job.thread.start();
        return job;
    }

    private void run(Duration usual) {
        Duration rest = usual;
        while (goesOnAfter(rest)) {
            try {
                rest = round.work(this);
                progressed();
                metrics.choreDone(name);
            } catch (Throwable failure) {
                if (closed()) {
                    return;
                }
                rest = usual;
                failed(failure);
            }
        }
    }

    /// An error, such as one of memory, ends this round and no later one. Whether it can be told
    /// now does not matter to the next round either.
    private void failed(Throwable failure) {
        try {
            metrics.choreFailed(name);
            LOG.warn("The {} failed this time; the next round comes as usual", name, failure);
        } catch (Throwable untold) {
            untold.addSuppressed(failure);
        }
    }

    /// The job got on: a round, or a part of one that may be long, ended well.
    void progressed() {
        progress = System.nanoTime();
    }

    /// That it has not got on for too long, whether it fails, hangs or was never done.
    Optional<String> complaint() {
        Duration age = Duration.ofNanos(System.nanoTime() - progress);
        return age.compareTo(longest) <= 0 ? Optional.empty()
                : Optional.of("the " + name + " has done nothing for " + age.toSeconds() + " s");
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
