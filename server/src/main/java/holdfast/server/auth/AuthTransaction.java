package holdfast.server.auth;

import holdfast.Unanswered;
import holdfast.change.CallerKeys;
import holdfast.postgres.Retries;
import holdfast.postgres.SqlFailure;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sql.DataSource;

/// Transactions over the tables of this package. Transient failures are retried; a commit with an
/// unknown result is not.
final class AuthTransaction {
    private static final int TRIES = 3;

    private final DataSource source;

    AuthTransaction(DataSource source) {
        this.source = source;
    }

    <T> T change(Retries.Work<T> work) {
        return run(AuthTransaction::changePasses, tx -> {
            T done = work.in(tx);
            tx.commit();
            return done;
        });
    }

    <T> T read(Retries.Work<T> work) {
        return run(AuthTransaction::readPasses, work);
    }

    private <T> T run(Predicate<SQLException> passes, Retries.Work<T> work) {
        try {
            return Retries.run(source, TRIES, passes, work);
        } catch (SQLException failure) {
            throw unanswered(failure);
        }
    }

    /// If another request recorded the same idempotency key meanwhile, the retry finds it.
    private static boolean changePasses(SQLException failure) {
        return switch (SqlFailure.of(failure)) {
            case PASSING -> true;
            case VIOLATION -> SqlFailure.constraint(failure).equals(Optional.of(CallerKeys.ONCE));
            case WAITED, CROWDED, READ_ONLY, LOST, UNCERTAIN, MISSED, OTHER -> false;
        };
    }

    private static boolean readPasses(SQLException failure) {
        SqlFailure kind = SqlFailure.of(failure);
        return kind == SqlFailure.PASSING || kind == SqlFailure.LOST;
    }

    private static RuntimeException unanswered(SQLException failure) {
        return switch (SqlFailure.of(failure)) {
            case PASSING, WAITED, CROWDED, READ_ONLY, LOST, UNCERTAIN -> new Unanswered(
                    "the database gave no answer: " + failure.getMessage(), failure);
            case VIOLATION, MISSED, OTHER -> new IllegalStateException(failure);
        };
    }
}
