package holdfast.server.payment;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Drives the payments that are due. Every node has one; a lease keeps two nodes from asking a
/// provider about the same payment at once, and nothing depends on that.
public final class PaymentWorker {
    private static final Logger LOG = LoggerFactory.getLogger(PaymentWorker.class);
    private static final int AT_ONCE = 32;
    private static final int ROUNDS_PER_COUNT = 10;
    public static final Duration REST = Duration.ofSeconds(1);
    private static final Duration RECONCILE = Duration.ofHours(24);
    private static final Duration BACK = Duration.ofDays(3);
    /// Between two looks for an account to compare.
    public static final Duration BETWEEN = Duration.ofMinutes(5);

    private final Payments payments;
    private final Semaphore room = new Semaphore(AT_ONCE);
    private volatile PaymentTable.Counts counts = new PaymentTable.Counts(0, 0, 0);
    private int rounds;

    public PaymentWorker(Payments payments) {
        this.payments = payments;
    }

    /// Starts what is due, as far as there is room: a provider that does not answer holds up only
    /// its own payments.
    public void work() {
        int most = room.availablePermits();
        if (most > 0) {
            payments.work(most).forEach(this::start);
        }
        // Counted by the job, so that a scrape never waits for the database.
        if (rounds++ % ROUNDS_PER_COUNT == 0) {
            counts = payments.counts();
        }
    }

    private void start(Thread work) {
        room.acquireUninterruptibly();
        Thread.ofVirtual().name(work.getName() + "-watch").start(() -> {
            try {
                work.setUncaughtExceptionHandler((thread, failure) -> LOG.warn(
                        "{} failed; it goes on when its lease has ended", thread.getName(),
                        failure));
                work.start();
                work.join();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            } finally {
                room.release();
            }
        });
    }

    /// Compares the last days of one account with its provider. Returns whether there was one.
    public boolean reconcile() {
        Optional<Payments.Reconciled> reconciled = payments.reconcile(RECONCILE, BACK);
        reconciled.ifPresent(PaymentWorker::tell);
        return reconciled.isPresent();
    }

    private static void tell(Payments.Reconciled found) {
        found.strays().forEach(stray -> LOG.error(
                "THE PROVIDER {} HAS A CHARGE that no payment has, in {}: {} of {}, for {}",
                stray.provider(), stray.workspace(), stray.charge(), stray.amount(),
                stray.payment().orElse("no payment")));
        found.notCompared().ifPresent(why -> LOG.warn(
                "The payments of {} were not all compared with {}: {}", found.workspace(),
                found.provider(), why));
    }

    /// Payments that are stuck, as of the last count.
    public double stuck() {
        return counts.stuck();
    }

    /// Bookings that are not paid, because capturing failed.
    public double owed() {
        return counts.owed();
    }

    /// For how many seconds the oldest payment has been due.
    public double late() {
        return counts.lateSeconds();
    }
}
