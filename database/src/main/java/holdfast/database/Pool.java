package holdfast.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.SQLExceptionOverride;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/// A connection pool of fixed size; each connection has its timeouts set. Acquiring one waits a
/// bounded time.
public final class Pool implements AutoCloseable {
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(30);
    private static final Duration KEPT_ALIVE_EVERY = Duration.ofMinutes(2);

    private final HikariDataSource source;

    private Pool(HikariDataSource source) {
        this.source = source;
    }

    /// Opens the pool, or throws at once with the reason.
    public static Pool open(Address address, PoolOptions options) {
        HikariConfig config = ConnectionSettings.pooled(address, options);
        config.setPoolName(options.applicationName());
        config.setMaximumPoolSize(options.size());
        config.setMinimumIdle(options.size());
        config.setConnectionTimeout(options.timeouts().acquire().toMillis());
        config.setValidationTimeout(
                shorter(options.timeouts().acquire(), options.timeouts().connect()).toMillis());
        config.setMaxLifetime(LONGEST_LIFE.toMillis());
        config.setKeepaliveTime(KEPT_ALIVE_EVERY.toMillis());
        config.setInitializationFailTimeout(1);
        config.setExceptionOverride(new ReadOnlyEnds());
        try {
            return new Pool(new HikariDataSource(config));
        } catch (PoolInitializationException e) {
            throw ConnectionSettings.unreachable(address, e);
        }
    }

    /// A database that became read-only is another one's standby now. The pool's next connection
    /// looks for the primary.
    @SuppressWarnings("SameNameButDifferent")
    private static final class ReadOnlyEnds implements SQLExceptionOverride {
        @java.lang.Override
        public Override adjudicate(SQLException failure) {
            return "25006".equals(failure.getSQLState())
                    ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
        }
    }

    public DataSource dataSource() {
        return source;
    }

    /// The number of active and idle connections, and of callers that wait for one.
    public Usage usage() {
        HikariPoolMXBean pool = source.getHikariPoolMXBean();
        return new Usage(
                pool.getActiveConnections(),
                pool.getIdleConnections(),
                pool.getThreadsAwaitingConnection());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Override
    public void close() {
        source.close();
    }

    public record Usage(int active, int idle, int waiting) {}
}
