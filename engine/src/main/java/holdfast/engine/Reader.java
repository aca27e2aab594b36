package holdfast.engine;

import holdfast.Unanswered;
import holdfast.postgres.Retries;
import holdfast.postgres.SqlFailure;
import java.sql.SQLException;
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

    <T> T read(Retries.Work<T> reading) {
        try {
            return Retries.run(source, TRIES, this::passes, reading);
        } catch (SQLException failure) {
            listener.failed(READ, 1);
            throw new Unanswered("the database gave no answer: " + failure.getMessage(), failure);
        }
    }

    private boolean passes(SQLException failure) {
        SqlFailure kind = SqlFailure.of(failure);
        boolean passes = kind != SqlFailure.VIOLATION && kind != SqlFailure.OTHER;
        if (passes) {
            listener.again(READ, failure);
        }
        return passes;
    }
}
