package holdfast.server.tickets;

import holdfast.Unanswered;
import holdfast.postgres.Retries;
import holdfast.postgres.SqlFailure;
import java.sql.SQLException;
import java.util.function.Predicate;
import javax.sql.DataSource;

/// Transactions over the tables of this package. What may pass is tried again.
final class TicketTransaction {
    private static final int TRIES = 5;

    private final DataSource source;

    TicketTransaction(DataSource source) {
        this.source = source;
    }

    /// A change that may be made twice, such as one that a nonce makes one. A lost reply is found
    /// by the next try, as is a row that another request wrote meanwhile.
    <T> T repeatable(Retries.Work<T> work) {
        return run(TicketTransaction::repeats, work);
    }

    /// Any other change: it is tried again only if nothing happened.
    <T> T change(Retries.Work<T> work) {
        return run(failure -> SqlFailure.of(failure) == SqlFailure.PASSING, tx -> {
            T done = work.in(tx);
            tx.commit();
            return done;
        });
    }

    <T> T read(Retries.Work<T> work) {
        return run(failure -> switch (SqlFailure.of(failure)) {
            case PASSING, LOST -> true;
            case WAITED, CROWDED, READ_ONLY, UNCERTAIN, VIOLATION, MISSED, OTHER -> false;
        }, work);
    }

    private static boolean repeats(SQLException failure) {
        return switch (SqlFailure.of(failure)) {
            case PASSING, LOST, UNCERTAIN, VIOLATION -> true;
            case WAITED, CROWDED, READ_ONLY, MISSED, OTHER -> false;
        };
    }

    private <T> T run(Predicate<SQLException> again, Retries.Work<T> work) {
        try {
            return Retries.run(source, TRIES, again, work);
        } catch (SQLException failure) {
            throw switch (SqlFailure.of(failure)) {
                case PASSING, WAITED, CROWDED, READ_ONLY, LOST, UNCERTAIN -> new Unanswered(
                        "the database gave no answer: " + failure.getMessage(), failure);
                case VIOLATION, MISSED, OTHER -> new IllegalStateException(failure);
            };
        }
    }
}
