package holdfast.server.ops;

import io.prometheus.metrics.core.metrics.Gauge;

/// Metrics of the database, as last measured.
public final class DatabaseGauges {
    private final Gauge lag;
    private final Gauge waits;
    private final Gauge oldest;
    private final Gauge deadlocks;
    private final Gauge rollbacks;
    private final Gauge size;

    DatabaseGauges(Metrics metrics) {
        lag = metrics.gauge("holdfast_cleanup_lag_seconds",
                "How long ago the oldest lapsed hold that nobody tidied yet lapsed.");
        waits = metrics.gauge("holdfast_lock_waits",
                "Sessions that wait for somebody's row, when last looked at.");
        oldest = metrics.gauge("holdfast_oldest_transaction_seconds",
                "How long the oldest open transaction of the database has been open.");
        deadlocks = metrics.gauge("holdfast_database_deadlocks",
                "Deadlocks since the database's statistics began.");
        rollbacks = metrics.gauge("holdfast_database_rollbacks",
                "Transactions that were rolled back since then.");
        size = metrics.gauge("holdfast_database_bytes", "Size of the database on disk.");
    }

    public void lag(double seconds) {
        lag.set(Math.max(0, seconds));
    }

    public void activity(double waiting, double oldestSeconds) {
        waits.set(waiting);
        oldest.set(Math.max(0, oldestSeconds));
    }

    public void totals(double deadlocked, double rolledBack, double bytes) {
        deadlocks.set(deadlocked);
        rollbacks.set(rolledBack);
        size.set(bytes);
    }
}
