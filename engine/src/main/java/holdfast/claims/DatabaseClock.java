package holdfast.claims;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;

/// Reads the database's clock, the only one that decides. It is read after the locks are taken:
/// now() is the beginning of the transaction, stale after a wait.
public final class DatabaseClock {
    private DatabaseClock() {}

    private static final String NOW = """
            SELECT the_clock()""";

    public static Pipeline.Answer<Instant> query(Pipeline pipeline) {
        return pipeline.query(NOW, row -> Rows.certainly(row, 1));
    }

    /// In a round trip of its own. A read without locks reads the clock first: a claim that is
    /// still held after its deadline passed on the clock has really expired.
    public static Instant read(Transaction tx) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Instant> now = query(pipeline);
        pipeline.run();
        return now.only();
    }
}
