package holdfast.claims;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;

/// The database's clock, the only one that decides. It is asked after the locks are held: what
/// now() says is the beginning of the transaction, stale after a wait.
public final class DatabaseClock {
    private DatabaseClock() {}

    private static final String NOW = """
            SELECT the_clock()""";

    public static Pipeline.Answer<Instant> ask(Pipeline pipeline) {
        return pipeline.query(NOW, row -> Rows.certainly(row, 1));
    }

    /// On a trip of its own. Whoever looks without locks asks first and reads then: a claim that is
    /// still held after the clock said it is over really lapsed.
    public static Instant read(Transaction tx) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Instant> now = ask(pipeline);
        pipeline.run();
        return now.only();
    }
}
