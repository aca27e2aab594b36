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
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/// The settings of every connection. The address has precedence: a setting in its query string
/// replaces the default, and its `options` come after the default ones.
final class ConnectionSettings {
    /// pgjdbc sets each session to the JVM's time zone, which overrides the connection's options.
    private static final String AT_FIRST = """
            SET TIME ZONE 'UTC'
            """;

    /// The same for the pool, and a limit for a whole transaction. The timeouts of statements and
    /// idle transactions miss a client that stops while it sends or does not read: PostgreSQL would
    /// wait for it for ever, with all its locks. `transaction_timeout` ends it, from PostgreSQL 17
    /// on.
    private static final String AT_FIRST_IN_THE_POOL = """
            SELECT set_config('TimeZone', 'UTC', false),
                   CASE WHEN current_setting('transaction_timeout', true) = '0'
                        THEN set_config('transaction_timeout',
                                        current_setting('holdfast.transaction_timeout'), false)
                   END
            """;

    private static final Duration MIGRATION_LOCK = Duration.ofSeconds(60);

    private ConnectionSettings() {}

    /// For the pool, where everything has a timeout.
    static HikariConfig pooled(Address address, PoolOptions options) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(address.base());
        config.setDataSourceProperties(limited(address, options));
        config.setConnectionInitSql(AT_FIRST_IN_THE_POOL);
        return config;
    }

    /// The pool's first statement, for a connection outside the pool.
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
        // There are few statements, and each finds its rows by keys. A plan made while a table was
        // small would scan it, and would stay in use after the table has grown.
        session.put("plan_cache_mode", "force_generic_plan");
        session.put("enable_seqscan", "off");
        session.put("enable_hashjoin", "off");
        session.put("enable_mergejoin", "off");
        session.putAll(options.session());
        return properties(address, options, session, seconds(timeouts.socket()));
    }

    /// For migrations and checks at the start, one connection at a time and outside the pool.
    /// Building an index has no timeout, and Flyway's lock is an idle transaction beside the one
    /// that works. Waiting for a table's lock is limited, because all other transactions queue
    /// behind that wait.
    static DataSource direct(Address address, PoolOptions options) {
        return source(address, options);
    }

    /// For administration, also of a standby.
    static DataSource anyRole(Address address, PoolOptions options) {
        PGSimpleDataSource source = source(address, options);
        source.setTargetServerType("any");
        return source;
    }

    private static PGSimpleDataSource source(Address address, PoolOptions options) {
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

    /// Opens one connection; an error names the address.
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

    /// Whether the database may answer a moment later: there is no connection, or it starts, stops
    /// or has too many of them.
    static boolean mayAnswerLater(@Nullable Throwable failure) {
        return switch (failure) {
            case null -> false;
            case SQLException sql when String.valueOf(sql.getSQLState())
                    .matches("08...|57P0[123]|53300") -> true;
            case Throwable other -> mayAnswerLater(other.getCause());
        };
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
        // PostgreSQL's details of an error quote rows, with names and addresses, and exceptions are
        // logged.
        properties.setProperty("logServerErrorDetail", "false");
        // There are few statements and each runs very often, so they are prepared early.
        properties.setProperty("prepareThreshold", "2");
        properties.setProperty("preparedStatementCacheQueries", "512");
        properties.setProperty("preparedStatementCacheSizeMiB", "8");
        // After a failover the address may still reach the old server, now a standby, which rejects
        // writes.
        properties.setProperty("targetServerType", "primary");
        // With several hosts: how long the driver takes a host for what it was last seen to be.
        properties.setProperty("hostRecheckSeconds", "2");
        Properties theirs = address.settings();
        String more = theirs.getProperty("options");
        properties.putAll(theirs);
        properties.setProperty("options", startup(session) + (more == null ? "" : " " + more));
        return properties;
    }

    /// The settings as start-up options, which cost no round trip and survive `RESET ALL`.
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
