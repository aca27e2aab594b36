package holdfast.database;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Restarts PostgreSQL when it dies unexpectedly, on the same port: at once the first time, then
/// with an exponential back-off up to a bound. It never gives up, because a full disk or a killer
/// of processes may be gone the next minute.
final class Supervisor {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration STEADY = Duration.ofSeconds(30);

    private final PostgresLaunch launch;
    private final int port;
    private final ReentrantLock lock = new ReentrantLock();
    private final Thread thread;
    private volatile Postmaster current;
    private volatile boolean closing;

    Supervisor(PostgresLaunch launch, Postmaster first) {
        this.launch = launch;
        this.port = first.port();
        this.current = first;
        this.thread = Thread.ofPlatform().daemon().name("holdfast-postgres").unstarted(this::watch);
    }

    void begin() {
        thread.start();
    }

    int port() {
        return port;
    }

    long pid() {
        return current.pid();
    }

    private void watch() {
        Duration pause = FIRST_PAUSE;
        try {
            while (true) {
                long since = System.nanoTime();
                int exit = current.awaitEnd();
                if (closing) {
                    return;
                }
                LOG.error(
                        "PostgreSQL (process {}) died with status {}; starting it again.",
                        current.pid(),
                        exit);
                tell(new Embedded.Event.Died(current.pid(), exit));
                if (System.nanoTime() - since > STEADY.toNanos()) {
                    pause = FIRST_PAUSE;
                }
                Thread.sleep(pause);
                pause = longer(pause);
                while (!restarted()) {
                    Thread.sleep(pause);
                    pause = longer(pause);
                }
            }
        } catch (InterruptedException e) {
            // Only close() interrupts.
            Thread.currentThread().interrupt();
        }
    }

    /// Whether the work is done: it runs again, or it is closed.
    private boolean restarted() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (closing) {
                return true;
            }
            current = launch.start(port);
            LOG.info("PostgreSQL runs again (process {}).", current.pid());
            tell(new Embedded.Event.Restarted(current.pid()));
            return true;
        } catch (IOException | DatabaseException e) {
            LOG.error("PostgreSQL could not be started again; trying on.", e);
            tell(new Embedded.Event.StillDown(String.valueOf(e.getMessage())));
            return false;
        } finally {
            lock.unlock();
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    private void tell(Embedded.Event event) {
        try {
            launch.options().listener().accept(event);
        } catch (RuntimeException e) {
            LOG.error("A listener failed on {}.", event, e);
        }
    }

    void close() {
        closing = true;
        thread.interrupt();
        lock.lock();
        try {
            current.stop();
        } finally {
            lock.unlock();
        }
    }
}
