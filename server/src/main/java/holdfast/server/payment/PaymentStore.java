package holdfast.server.payment;

import holdfast.Unanswered;
import holdfast.postgres.Retries;
import holdfast.postgres.SqlFailure;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sql.DataSource;

/// Short transactions over the payments' tables. A provider is never asked inside one.
final class PaymentStore {
    private static final int TRIES = 3;

    private final DataSource source;

    PaymentStore(DataSource source) {
        this.source = source;
    }

    <T> T read(Retries.Work<T> work) {
        return run(PaymentStore::readPasses, work);
    }

    /// Runs the work and commits. It is not tried again where it may have been committed.
    <T> T change(Retries.Work<T> work) {
        return run(failure -> SqlFailure.of(failure) == SqlFailure.PASSING, tx -> {
            T done = work.in(tx);
            tx.commit();
            return done;
        });
    }

    /// A constraint refused a write, or the statement is wrong.
    static final class RefusedException extends IllegalStateException {
        private static final long serialVersionUID = 1;

        RefusedException(SQLException failure) {
            super(failure.getMessage(), failure);
        }

        Optional<String> constraint() {
            return getCause() instanceof SQLException failure ? SqlFailure.constraint(failure)
                    : Optional.empty();
        }
    }

    private <T> T run(Predicate<SQLException> again, Retries.Work<T> work) {
        try {
            return Retries.run(source, TRIES, again, work);
        } catch (SQLException failure) {
            throw switch (SqlFailure.of(failure)) {
                case PASSING, WAITED, CROWDED, READ_ONLY, LOST, UNCERTAIN -> new Unanswered(
                        "the database gave no answer: " + failure.getMessage(), failure);
                case VIOLATION, MISSED, OTHER -> new RefusedException(failure);
            };
        }
    }

    private static boolean readPasses(SQLException failure) {
        SqlFailure kind = SqlFailure.of(failure);
        return kind == SqlFailure.PASSING || kind == SqlFailure.LOST;
    }
}
