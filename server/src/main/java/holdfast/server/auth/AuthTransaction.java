package holdfast.server.auth;

import holdfast.Unanswered;
import holdfast.change.CallerKeys;
import holdfast.postgres.SqlFailure;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/// Transactions over the tables of this package. Transient failures are retried; a commit with an
/// unknown result is not.
record AuthTransaction(DataSource source) {
    private static final int TRIES = 3;

    @FunctionalInterface
    interface Work<T> {
        T in(Transaction tx) throws SQLException;
    }

    <T> T change(Work<T> work) {
        for (int attempt = 1;; attempt++) {
            try (Transaction tx = Transaction.begin(source)) {
                T done = work.in(tx);
                tx.commit();
                return done;
            } catch (SQLException failure) {
                if (!passes(failure) || attempt == TRIES) {
                    throw unanswered(failure);
                }
            }
        }
    }

    /// If another request recorded the same idempotency key meanwhile, the retry finds it.
    private static boolean passes(SQLException failure) {
        return switch (SqlFailure.of(failure)) {
            case PASSING -> true;
            case VIOLATION -> SqlFailure.constraint(failure).equals(Optional.of(CallerKeys.ONCE));
            case WAITED, CROWDED, LOST, UNCERTAIN, MISSED, OTHER -> false;
        };
    }

    <T> T read(Work<T> work) {
        for (int attempt = 1;; attempt++) {
            try (Transaction tx = Transaction.begin(source)) {
                return work.in(tx);
            } catch (SQLException failure) {
                SqlFailure kind = SqlFailure.of(failure);
                boolean passes = kind == SqlFailure.PASSING || kind == SqlFailure.LOST;
                if (!passes || attempt == TRIES) {
                    throw unanswered(failure);
                }
            }
        }
    }

    private static RuntimeException unanswered(SQLException failure) {
        return switch (SqlFailure.of(failure)) {
            case PASSING, WAITED, CROWDED, LOST, UNCERTAIN -> new Unanswered(
                    "the database gave no answer: " + failure.getMessage(), failure);
            case VIOLATION, MISSED, OTHER -> new IllegalStateException(failure);
        };
    }
}
