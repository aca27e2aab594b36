package holdfast.database;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/// What every connection is opened with. The address has the last word: a setting named behind its
/// question mark replaces ours, and its `options` come after ours.
final class ConnectionSettings {
    /// pgjdbc gives each session the Java process's own zone, above whatever is asked for while
    /// connecting.
    private static final String AT_FIRST = """
            SET TIME ZONE 'UTC'
            """;

    /// The same for the pool, and how long a transaction may take. What limits statements and idle
    /// transactions does not see a client that stops while it sends, or does not read: PostgreSQL
    /// would wait for it for ever, with all its locks. This limit does, from PostgreSQL 17 on; an
    /// older one does not know it.
    private static final String AT_FIRST_IN_THE_POOL = """
            SELECT set_config('TimeZone', 'UTC', false),
                   CASE WHEN current_setting('transaction_timeout', true) = '0'
                        THEN set_config('transaction_timeout',
                                        current_setting('holdfast.transaction_timeout'), false)
                   END
            """;

    private static final Duration MIGRATION_LOCK = Duration.ofSeconds(60);

    private ConnectionSettings() {}

    /// For the pool: everything is limited.
    static HikariConfig pooled(Address address, PoolOptions options) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(address.base());
        config.setDataSourceProperties(limited(address, options));
        config.setConnectionInitSql(AT_FIRST_IN_THE_POOL);
        return config;
    }

    /// What the pool's connections do first, for one that is not the pool's.
    static void begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(AT_FIRST);
        }
    }

    private static Properties limited(Address address, PoolOptions options) {
        Timeouts timeouts = options.timeouts();
        Map<String, String> session = session(options);
        session.put("statement_timeout", millis(timeouts.statement()));
        session.put("lock_timeout", millis(timeouts.lock()));
        session.put("idle_in_transaction_session_timeout", millis(timeouts.idleInTransaction()));
        session.put("holdfast.transaction_timeout", millis(timeouts.transaction()));
        // The statements are few and each goes to rows by their keys. A plan made while a table was
        // still small would read it whole, and go on doing so when it no longer is.
        session.put("plan_cache_mode", "force_generic_plan");
        session.put("enable_seqscan", "off");
        session.put("enable_hashjoin", "off");
        session.put("enable_mergejoin", "off");
        session.putAll(options.session());
        return properties(address, options, session, seconds(timeouts.socket()));
    }

    /// For migrations and questions at the start, one connection at a time and outside the pool:
    /// building an index may take as long as it takes, and Flyway's lock is an idle transaction
    /// beside the one that works. Waiting for a table is limited all the same, because everybody
    /// else queues behind it.
    static DataSource direct(Address address, PoolOptions options) {
        Map<String, String> session = session(options);
        session.put("statement_timeout", "0");
        session.put("lock_timeout", millis(MIGRATION_LOCK));
        session.put("idle_in_transaction_session_timeout", "0");
        Properties properties = properties(address, options, session, "0");
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(address.base());
        for (String name : properties.stringPropertyNames()) {
            PGProperty property = PGProperty.forName(name);
            if (property != null) {
                source.setProperty(property, properties.getProperty(name));
            }
        }
        return source;
    }

    /// Opens one connection and says where it failed, if it did.
    static Connection open(DataSource source, Address address) {
        try {
            return source.getConnection();
        } catch (SQLException e) {
            throw unreachable(address, e);
        }
    }

    static DatabaseException unreachable(Address address, Throwable cause) {
        Throwable first =
                cause instanceof SQLException || cause.getCause() == null
                        ? cause
                        : cause.getCause();
        return new DatabaseException(
                "The database at " + address + " cannot be used: " + first.getMessage(), cause);
    }

    private static Map<String, String> session(PoolOptions options) {
        Map<String, String> session = new LinkedHashMap<>();
        session.put("search_path", options.schema() + ",public");
        return session;
    }

    private static Properties properties(
            Address address,
            PoolOptions options,
            Map<String, String> session,
            String socketTimeout) {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", options.applicationName());
        properties.setProperty("connectTimeout", seconds(options.timeouts().connect()));
        properties.setProperty("loginTimeout", seconds(options.timeouts().connect()));
        properties.setProperty("socketTimeout", socketTimeout);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("assumeMinServerVersion", "15");
        properties.setProperty("autosave", "never");
        // There are few statements and each runs for ever, so the server keeps them prepared early.
        properties.setProperty("prepareThreshold", "2");
        properties.setProperty("preparedStatementCacheQueries", "512");
        properties.setProperty("preparedStatementCacheSizeMiB", "8");
        // After a failover the address may still answer with what is now a standby; it cannot sell.
        properties.setProperty("targetServerType", "primary");
        Properties theirs = address.settings();
        String more = theirs.getProperty("options");
        properties.putAll(theirs);
        properties.setProperty("options", startup(session) + (more == null ? "" : " " + more));
        return properties;
    }

    /// In the start-up message they cost no round trip and survive `RESET ALL`.
    private static String startup(Map<String, String> session) {
        StringBuilder text = new StringBuilder();
        session.forEach(
                (name, value) -> text.append(text.isEmpty() ? "-c " : " -c ")
                        .append(name)
                        .append('=')
                        .append(value.replace("\\", "\\\\").replace(" ", "\\ ")));
        return text.toString();
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, duration.toSeconds()));
    }
}
