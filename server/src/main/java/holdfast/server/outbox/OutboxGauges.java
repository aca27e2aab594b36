package holdfast.server.outbox;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import javax.sql.DataSource;

/// Measures what has not gone out yet, so that a scrape of the metrics never waits for the database.
public final class OutboxGauges {
    private final DataSource source;
    private volatile double oldestChange;
    private volatile double oldestMail;
    private volatile double failing;

    public OutboxGauges(DataSource source) {
        this.source = source;
    }

    private static final String MEASURE = """
            SELECT coalesce((SELECT extract(epoch FROM the_clock() - min(at)) FROM booking_change
                              WHERE number IS NULL), 0),
                   coalesce((SELECT extract(epoch FROM the_clock() - min(made_at)) FROM mail
                              WHERE state = 'waiting'), 0),
                   (SELECT count(*) FROM webhook_endpoint
                     WHERE state = 'enabled' AND failing_since IS NOT NULL)""";

    public void measure() throws SQLException {
        try (Transaction tx = Transaction.begin(source)) {
            Pipeline pipeline = tx.pipeline();
            pipeline.query(MEASURE, row -> {
                oldestChange = Math.max(0, row.getDouble(1));
                oldestMail = Math.max(0, row.getDouble(2));
                failing = row.getDouble(3);
                return true;
            });
            pipeline.run();
        }
    }

    public double oldestChange() {
        return oldestChange;
    }

    public double oldestMail() {
        return oldestMail;
    }

    public double failing() {
        return failing;
    }
}
