package holdfast.server.store;

import holdfast.Unanswered;
import holdfast.postgres.Retries;
import holdfast.postgres.SqlFailure;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sql.DataSource;

/// Short transactions over the server's own tables. What may pass is tried again. No other server is
/// asked inside one.
public final class ShortTransactions {
    private static final int TRIES = 5;

    private final DataSource source;

    public ShortTransactions(DataSource source) {
        this.source = source;
    }

    public <T> T read(Retries.Work<T> work) {
        try {
            return Retries.run(source, TRIES, failure -> switch (SqlFailure.of(failure)) {
                case PASSING, LOST -> true;
                case WAITED, CROWDED, READ_ONLY, UNCERTAIN, VIOLATION, MISSED, OTHER -> false;
            }, work);
        } catch (SQLException failure) {
            throw thrown(failure);
        }
    }

    /// Runs the work and commits. It is not tried again where it may have been committed.
    public <T> T change(Retries.Work<T> work) {
        return run(failure -> SqlFailure.of(failure) == SqlFailure.PASSING, tx -> {
            T done = work.in(tx);
            tx.commit();
            return done;
        });
    }

    /// A change that may be made twice, such as one that a nonce makes one; it commits by itself. A
    /// lost reply is found by the next try, as is a row that another request wrote meanwhile.
    public <T> T repeatable(Retries.Work<T> work) {
        return run(failure -> switch (SqlFailure.of(failure)) {
            case PASSING, LOST, UNCERTAIN, VIOLATION -> true;
            case WAITED, CROWDED, READ_ONLY, MISSED, OTHER -> false;
        }, work);
    }

    /// A constraint refused a write, or the statement is wrong.
    public static final class RefusedException extends IllegalStateException {
        private static final long serialVersionUID = 1;

        RefusedException(SQLException failure) {
            super(failure.getMessage(), failure);
        }

        public Optional<String> constraint() {
            return getCause() instanceof SQLException failure ? SqlFailure.constraint(failure)
                    : Optional.empty();
        }
    }

    private <T> T run(Predicate<SQLException> again, Retries.Work<T> work) {
        try {
            return Retries.runSettled(source, TRIES, again, work);
        } catch (SQLException failure) {
            throw thrown(failure);
        }
    }

    private static RuntimeException thrown(SQLException failure) {
        return switch (SqlFailure.of(failure)) {
            case PASSING, WAITED, CROWDED, READ_ONLY, LOST, UNCERTAIN -> new Unanswered(
                    "the database gave no answer: " + failure.getMessage(), failure);
            case VIOLATION, MISSED, OTHER -> new RefusedException(failure);
        };
    }
}
