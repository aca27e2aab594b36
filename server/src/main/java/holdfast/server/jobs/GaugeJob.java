package holdfast.server.jobs;

import holdfast.engine.ExpiryLag;
import holdfast.postgres.Transaction;
import holdfast.server.ops.DatabaseGauges;
import holdfast.server.ops.Metrics;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/// Measures the database periodically, so that a scrape of the metrics never waits for it.
final class GaugeJob implements Job.Round {
    private static final String ACTIVITY = """
            SELECT count(*) FILTER (WHERE wait_event_type = 'Lock'),
                   coalesce(extract(epoch FROM max(clock_timestamp() - xact_start)), 0)
              FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()
            """;

    private static final String TOTALS = """
            SELECT deadlocks, xact_rollback, pg_database_size(datname)
              FROM pg_stat_database WHERE datname = current_database()
            """;

    private static final String BACKUP = """
            SELECT coalesce(extract(epoch FROM max(at)), 0) FROM backup
            """;

    private final DataSource source;
    private final Supplier<Optional<String>> database;
    private final DatabaseGauges gauges;
    private final Duration rest;

    /// @param database the readiness check, which measures for itself
    GaugeJob(DataSource source, Supplier<Optional<String>> database, Metrics metrics,
            Duration rest) {
        this.source = source;
        this.database = database;
        this.gauges = metrics.database();
        this.rest = rest;
    }

    @Override
    public Duration work(Job self) throws SQLException {
        Optional<String> complaint = database.get();
        if (complaint.isPresent()) {
            throw new SQLException("the database cannot be used: " + complaint.get(), "08000");
        }
        try (Transaction tx = Transaction.begin(source)) {
            gauges.lag(ExpiryLag.read(tx));
        }
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(ACTIVITY)) {
                row.next();
                gauges.activity(row.getDouble(1), row.getDouble(2));
            }
            try (ResultSet row = statement.executeQuery(TOTALS)) {
                row.next();
                gauges.totals(row.getDouble(1), row.getDouble(2), row.getDouble(3));
            }
            try (ResultSet row = statement.executeQuery(BACKUP)) {
                row.next();
                gauges.backup(row.getDouble(1));
            }
        }
        return rest;
    }
}
