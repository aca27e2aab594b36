package holdfast.engine;

import holdfast.Unanswered;
import holdfast.postgres.SqlFailure;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// Reads on the caller's thread. A transient failure is retried once or twice, which is safe
/// because a read changes nothing.
final class Reader {
    private static final int TRIES = 3;
    private static final String READ = "read";

    private final DataSource source;
    private final SafeListener listener;

    Reader(DataSource source, SafeListener listener) {
        this.source = source;
        this.listener = listener;
    }

    interface Reading<T> {
        T from(Transaction tx) throws SQLException;
    }

    <T> T read(Reading<T> reading) {
        List<SQLException> earlier = new ArrayList<>();
        while (true) {
            try (Transaction tx = Transaction.begin(source)) {
                return reading.from(tx);
            } catch (SQLException failure) {
                SqlFailure kind = SqlFailure.of(failure);
                boolean passes = kind != SqlFailure.VIOLATION && kind != SqlFailure.OTHER;
                if (!passes || earlier.size() + 1 == TRIES) {
                    Unanswered failed = new Unanswered(
                            "the database gave no answer: " + failure.getMessage(), failure);
                    earlier.forEach(failed::addSuppressed);
                    listener.failed(READ, 1);
                    throw failed;
                }
                listener.again(READ, failure);
                earlier.add(failure);
            }
        }
    }
}
