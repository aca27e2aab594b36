package holdfast.engine;

import holdfast.Unanswered;
import holdfast.postgres.Failure;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// Reads on the caller's thread. What passes is tried again once or twice: a reading changes
/// nothing.
record Reader(DataSource source, Watcher watcher) {
    private static final int TRIES = 3;
    private static final String READ = "read";

    interface Reading<T> {
        T from(Tx tx) throws SQLException;
    }

    <T> T read(Reading<T> reading) {
        List<SQLException> earlier = new ArrayList<>();
        while (true) {
            try (Tx tx = Tx.begin(source)) {
                return reading.from(tx);
            } catch (SQLException failure) {
                Failure kind = Failure.of(failure);
                boolean passes = kind != Failure.VIOLATION && kind != Failure.OTHER;
                if (!passes || earlier.size() + 1 == TRIES) {
                    Unanswered failed = new Unanswered(
                            "the database gave no answer: " + failure.getMessage(), failure);
                    earlier.forEach(failed::addSuppressed);
                    watcher.failed(READ, 1);
                    throw failed;
                }
                watcher.again(READ, failure);
                earlier.add(failure);
            }
        }
    }
}
