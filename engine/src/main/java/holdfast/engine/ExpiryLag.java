package holdfast.engine;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;

/// How far expiry is behind: the age of the oldest hold that is past its deadline and not yet
/// expired. What it had is free all the same.
public final class ExpiryLag {
    private ExpiryLag() {}

    // Reads one index row for each workspace, however many holds there are.
    private static final String LAG = """
            SELECT coalesce(extract(epoch FROM the_clock() - min(oldest.until)), 0)
              FROM workspace, LATERAL (
                   SELECT until FROM hold
                    WHERE hold.workspace = workspace.workspace AND state = 'held'
                      AND until <= the_clock()
                    ORDER BY until LIMIT 1) AS oldest""";

    /// In seconds; 0 when nothing is behind.
    public static double read(Transaction tx) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Double> lag = pipeline.query(LAG, row -> row.getDouble(1));
        pipeline.run();
        return lag.only();
    }
}
