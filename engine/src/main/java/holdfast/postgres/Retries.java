package holdfast.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import javax.sql.DataSource;

/// Tries of one piece of work: the back-off between them, and the failure that keeps the earlier
/// ones.
public final class Retries {
    private static final int MOST_KEPT = 20;

    private Retries() {}

    /// What is tried, each time in a transaction of its own.
    @FunctionalInterface
    public interface Work<T> {
        T in(Transaction tx) throws SQLException;
    }

    /// Runs the work up to `tries` times, as long as `again` says that a failure may pass. The
    /// last failure is thrown, with the earlier ones suppressed in it.
    public static <T> T run(
            DataSource source, int tries, Predicate<SQLException> again, Work<T> work)
            throws SQLException {
        List<SQLException> failures = new ArrayList<>();
        while (true) {
            try (Transaction tx = Transaction.begin(source)) {
                return work.in(tx);
            } catch (SQLException failure) {
                failures.add(failure);
                if (failures.size() == tries || !again.test(failure)) {
                    throw keeping(failure, failures);
                }
            }
            rest(pause(failures.size()));
        }
    }

    /// The same for work that commits and finds what an earlier try committed. What it found is then
    /// as durable as every commit.
    public static <T> T runSettled(
            DataSource source, int tries, Predicate<SQLException> again, Work<T> work)
            throws SQLException {
        boolean[] unknown = {false};
        return run(source, tries, failure -> {
            unknown[0] |= SqlFailure.mayHaveCommitted(List.of(failure));
            return again.test(failure);
        }, tx -> {
            T done = work.in(tx);
            if (unknown[0]) {
                tx.settle();
            }
            return done;
        });
    }

    /// How long to wait before the next try: longer after more failures, with jitter, so that two
    /// transactions that collided do not collide again.
    public static Duration pause(int failures) {
        long most = Math.min(500, 2L << Math.min(failures, 8));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most) + 1);
    }

    public static void rest(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /// The exception to throw after these failures, with all but the last suppressed in it.
    public static <E extends Exception> E keeping(E thrown, List<? extends Exception> failures) {
        failures.subList(0, failures.size() - 1).stream()
                .filter(earlier -> !earlier.equals(thrown)).limit(MOST_KEPT)
                .forEach(thrown::addSuppressed);
        return thrown;
    }
}
