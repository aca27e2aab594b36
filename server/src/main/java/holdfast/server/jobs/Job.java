package holdfast.server.jobs;

import holdfast.server.ops.Metrics;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A periodic job on a thread of its own. A round that fails, with any exception or error, is
/// counted and logged, and the next round runs as usual. The pauses vary by half, so that nodes
/// started together do not work in step.
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
        /// Runs a round; returns how long to rest before the next one.
        Duration work(Job self) throws Exception;
    }

    /// How often a job runs.
    ///
    /// @param usual how long to rest before the first round, and after one that failed
    /// @param longest how long a job may go without progress after a rest before the health check
    ///                complains
    record Pace(Duration usual, Duration longest) {}

    private Job(String name, Pace pace, Round round, Metrics metrics) {
        this.name = name;
        this.round = round;
        this.metrics = metrics;
        // A rest takes up to one and a half times its length.
        this.longest = pace.longest().plus(pace.usual().multipliedBy(2));
        this.thread = Thread.ofVirtual().name("holdfast-" + name)
                .unstarted(() -> run(pace.usual()));
    }

    static Job begin(String name, Pace pace, Round round, Metrics metrics) {
        metrics.jobBegins(name);
        Job job = new Job(name, pace, round, metrics);
        job.thread.start();
        return job;
    }

    private void run(Duration usual) {
        Duration rest = usual;
        while (continuesAfter(rest)) {
            try {
                rest = round.work(this);
                progressed();
                metrics.jobDone(name);
            } catch (Throwable failure) {
                if (closed()) {
                    return;
                }
                rest = usual;
                failed(failure);
            }
        }
    }

    /// Counts and logs a failure. An error, such as OutOfMemoryError, ends this round only; if even
    /// logging fails, the next round runs all the same.
    private void failed(Throwable failure) {
        try {
            metrics.outOfMemory(failure);
            metrics.jobFailed(name);
            LOG.warn("The job {} failed; it runs again at its next time", name, failure);
        } catch (Throwable loggingFailed) {
            loggingFailed.addSuppressed(failure);
        }
    }

    /// Progress: a round, or a part of a long one, succeeded.
    void progressed() {
        progress = System.nanoTime();
    }

    /// A complaint if there was no progress for too long: the job fails, hangs or never ran.
    Optional<String> complaint() {
        Duration age = Duration.ofNanos(System.nanoTime() - progress);
        return age.compareTo(longest) <= 0 ? Optional.empty()
                : Optional.of("the " + name + " has not succeeded for " + age.toSeconds() + " s");
    }

    /// Rests about this long; false once the job is closed.
    boolean continuesAfter(Duration rest) {
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

    /// Waits a few seconds for the running round, whose statements have limits of their own.
    @Override
    public void close() {
        closing.countDown();
        try {
            if (!thread.join(Duration.ofSeconds(2))) {
                thread.interrupt();
                thread.join(Duration.ofSeconds(2));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
