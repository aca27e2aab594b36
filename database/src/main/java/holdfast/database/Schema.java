package holdfast.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the migrations. The promises stand in the engine's `holdfast/schema/NNN_name.sql`. This
/// class applies the files in order and once each, also when two nodes start at the same time.
public final class Schema {
    static final int OLDEST = 15;
    static final String HISTORY = "schema_history";
    static final String SERVER_HISTORY = "server_schema_history";
    private static final String LATEST = "latest";
    private static final String HOME = "classpath:holdfast/schema";
    private static final String SERVER = "holdfast/server/schema";
    private static final Set<String> FORBIDDEN = Set.of("42501");
    private static final Set<String> NOT_INSTALLED = Set.of("58P01", "0A000", "22023");
    private static final Set<MigrationState> FUTURE =
            Set.of(MigrationState.FUTURE_SUCCESS, MigrationState.FUTURE_FAILED);
    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

    private static final String VERSION = """
            SELECT current_setting('server_version_num')::int / 10000
            """;

    // IF NOT EXISTS alone fails with a unique violation when two nodes create it at once.
    private static final String ONE_AT_A_TIME = """
            SELECT pg_advisory_xact_lock(hashtextextended('holdfast btree_gist', 0))
            """;
    private static final String EXTENSION = """
            CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA public
            """;

    private static final String HAS_EXTENSION = """
            SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'btree_gist')
            """;

    private Schema() {}

    /// The result of a migration.
    ///
    /// @param version the schema's version afterwards
    /// @param applied how many files were new
    public record Migrated(String version, int applied) {}

    public static Migrated migrate(Address address, PoolOptions options) {
        Migrated engine = migrate(address, options, HOME);
        if (Schema.class.getClassLoader().getResource(SERVER) == null) {
            return engine;
        }
        // The server's tables (`holdfast/server/schema`) have their own migration history, so that
        // an engine without the server can open the same database.
        Migrated server = apply(ConnectionSettings.direct(address, options), address, options,
                new Files("classpath:" + SERVER, SERVER_HISTORY, LATEST));
        return new Migrated(
                engine.version() + "/" + server.version(), engine.applied() + server.applied());
    }

    /// Creates the tables in an earlier version, in an empty database.
    static void migrateTo(Address address, PoolOptions options, SchemaVersions versions) {
        prepare(address, options);
        DataSource source = ConnectionSettings.direct(address, options);
        apply(source, address, options, new Files(HOME, HISTORY, versions.engine()));
        if (!versions.server().isEmpty()
                && Schema.class.getClassLoader().getResource(SERVER) != null) {
            apply(source, address, options,
                    new Files("classpath:" + SERVER, SERVER_HISTORY, versions.server()));
        }
    }

    private record Files(String home, String history, String upTo) {}

    static Migrated migrate(Address address, PoolOptions options, String home) {
        prepare(address, options);
        return apply(ConnectionSettings.direct(address, options), address, options,
                new Files(home, HISTORY, LATEST));
    }

    private static void prepare(Address address, PoolOptions options) {
        DataSource source = ConnectionSettings.direct(address, options);
        try (Connection connection = ConnectionSettings.open(source, address)) {
            requireVersion(address, serverVersion(connection));
            requireExtension(connection, address);
        } catch (SQLException e) {
            throw ConnectionSettings.unreachable(address, e);
        }
    }

    private static int serverVersion(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(VERSION);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getInt(1);
        }
    }

    static void requireVersion(Address address, int major) {
        if (major < OLDEST) {
            throw new DatabaseException(
                    "The database at " + address + " is PostgreSQL " + major + "; Holdfast needs "
                            + OLDEST + " or later.");
        }
    }

    /// Without btree_gist no constraint can combine a text key and an interval, which is what
    /// prevents two appointments in one lane.
    private static void requireExtension(Connection connection, Address address)
            throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement();
                ResultSet there = statement.executeQuery(HAS_EXTENSION)) {
            if (there.next() && there.getBoolean(1)) {
                connection.rollback();
                return;
            }
            statement.execute(ONE_AT_A_TIME);
            statement.execute(EXTENSION);
            connection.commit();
        } catch (SQLException e) {
            throw extensionRefused(address, e);
        }
    }

    static DatabaseException extensionRefused(Address address, SQLException e) {
        String what;
        if (FORBIDDEN.contains(e.getSQLState())) {
            what = "and this user may not create it. An administrator runs, once, in that"
                    + " database: CREATE EXTENSION btree_gist SCHEMA public;";
        } else if (NOT_INSTALLED.contains(e.getSQLState())) {
            what = "which is not installed there. It belongs to PostgreSQL's own contrib modules"
                    + " (on Debian and Red Hat: the package postgresql-contrib).";
        } else {
            what = "which could not be created.";
        }
        return new DatabaseException(
                "The database at " + address + " lacks the extension btree_gist, " + what
                        + " The database reported: " + e.getMessage(),
                e);
    }

    private static Migrated apply(
            DataSource source, Address address, PoolOptions options, Files files) {
        FluentConfiguration flyway =
                Flyway.configure(Schema.class.getClassLoader())
                        .dataSource(source)
                        .callbacks(new SessionSetup())
                        .locations(files.home())
                        .failOnMissingLocations(true)
                        .sqlMigrationPrefix("")
                        .sqlMigrationSeparator("_")
                        .repeatableSqlMigrationPrefix("every")
                        .validateMigrationNaming(true)
                        .placeholderReplacement(false)
                        .defaultSchema(options.schema())
                        .schemas(options.schema())
                        .createSchemas(true)
                        .table(files.history())
                        .target(files.upTo())
                        // The second history starts in a schema that has tables already.
                        .baselineOnMigrate(!files.home().equals(HOME))
                        .baselineVersion("0")
                        // A second node waits for the first as long as its migration takes.
                        .lockRetryCount(-1);
        // A session lock, because CREATE INDEX CONCURRENTLY would wait for ever for the idle
        // transaction of the other kind (flyway#3682).
        flyway.getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
        try {
            Flyway loaded = flyway.load();
            requireKnown(loaded, address, options, files);
            int applied = loaded.migrate().migrationsExecuted;
            // Read again, because another node may have applied what this one did not.
            MigrationInfo current = loaded.info().current();
            String version = current == null ? "none" : current.getVersion().getVersion();
            LOG.info("Schema {} is at version {} ({} new).", options.schema(), version, applied);
            return new Migrated(version, applied);
        } catch (FlywayException e) {
            throw new DatabaseException(
                    "The schema " + options.schema() + " at " + address
                            + " could not be brought up to date: " + e.getMessage(),
                    e);
        }
    }

    /// Refuses a schema that a later program made, or that is not the one of its version. The
    /// migration library would ignore the first and advise a repair of the second, which hides the
    /// difference and mends nothing.
    private static void requireKnown(
            Flyway loaded, Address address, PoolOptions options, Files files) {
        String schema = "The schema " + options.schema() + " at " + address;
        for (MigrationInfo each : loaded.info().applied()) {
            if (each.getState().isApplied() && LATEST.equals(files.upTo())
                    && FUTURE.contains(each.getState())) {
                throw new DatabaseException(schema + " was made by a later version of Holdfast ("
                        + each.getVersion() + ", " + each.getDescription() + "). Start that version"
                        + " or a later one; an earlier one would write rows that it does not"
                        + " understand.");
            }
            if (!each.isChecksumMatching() || !each.isDescriptionMatching()) {
                throw new DatabaseException(schema + " is not the one that this version makes: "
                        + each.getVersion() + " (" + each.getDescription() + ") was another file"
                        + " when it was applied. It comes from a version that was never released,"
                        + " or was changed by hand. Start the version that made it, back up, and"
                        + " restore into an empty database.");
            }
        }
    }

    private static final class SessionSetup extends BaseCallback {
        @Override
        public boolean supports(Event event, @Nullable Context context) {
            return event == Event.AFTER_CONNECT;
        }

        @Override
        public void handle(Event event, Context context) {
            try {
                ConnectionSettings.begin(context.getConnection());
            } catch (SQLException e) {
                throw new DatabaseException(
                        "The session could not be set up: " + e.getMessage(), e);
            }
        }
    }
}
