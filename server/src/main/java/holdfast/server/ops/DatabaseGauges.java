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
    private final Gauge writable;
    private final Gauge backup;

    DatabaseGauges(Metrics metrics) {
        lag = metrics.gauge("holdfast_cleanup_lag_seconds",
                "How long ago the oldest hold expired that is not marked as expired yet.");
        waits = metrics.gauge("holdfast_lock_waits",
                "Database sessions that wait for a lock, at the last measurement.");
        oldest = metrics.gauge("holdfast_oldest_transaction_seconds",
                "Age of the oldest open transaction in the database.");
        deadlocks = metrics.gauge("holdfast_database_deadlocks",
                "Deadlocks since the database's statistics began.");
        rollbacks = metrics.gauge("holdfast_database_rollbacks",
                "Transactions rolled back since the database's statistics began.");
        size = metrics.gauge("holdfast_database_bytes", "Size of the database on disk.");
        writable = metrics.gauge("holdfast_database_writable",
                "Whether the last write of the readiness check succeeded: 1 or 0.");
        writable.set(1);
        backup = metrics.gauge("holdfast_backup_done_timestamp_seconds",
                "When the command backup last wrote a file; 0 if it never did.");
    }

    void writable(boolean works) {
        writable.set(works ? 1 : 0);
    }

    public void backup(double moment) {
        backup.set(moment);
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
