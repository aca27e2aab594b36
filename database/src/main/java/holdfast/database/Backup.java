package holdfast.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes and restores backups: all tables in one file, from one snapshot. A backup does not stop
/// the server's work. It restores into an empty database, embedded or not, of this version of
/// PostgreSQL or another.
public final class Backup {
    private static final Logger LOG = LoggerFactory.getLogger(Backup.class);
    private static final String ONE_MOMENT = """
            SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY
            """;
    private static final String STATISTICS = """
            ANALYZE
            """;

    private Backup() {}

    /// The size of a backup.
    public record Copied(int tables, long rows, long bytes, Duration took) {}

    /// Notes in the database what was copied.
    @FunctionalInterface
    public interface Log {
        void copied(DataSource source, Copied copied) throws SQLException;
    }

    /// Writes a new file. A running database is copied as it runs. An embedded one that does not
    /// run is started for the backup.
    public static Copied write(Database.Settings settings, Path file, Log log) {
        Address address = settings.address();
        if (address != null) {
            return write(address, settings.pool(), file, log);
        }
        Address running = RunningEmbedded.in(settings.data());
        if (running != null) {
            return write(running, settings.pool(), file, log);
        }
        if (!Files.exists(settings.data().resolve("postgres"))) {
            throw new DatabaseException("There is no database in "
                    + settings.data().toAbsolutePath() + " to copy (HOLDFAST_DATA).");
        }
        try (Embedded embedded = Embedded.start(settings.data(), settings.embedded())) {
            return write(embedded.address(), settings.pool(), file, log);
        }
    }

    private static Copied write(Address address, PoolOptions options, Path file, Log log) {
        Copied copied = write(address, options, file);
        try {
            log.copied(ConnectionSettings.direct(address, options), copied);
        } catch (SQLException failure) {
            // The copy is good; a standby, for example, cannot note it.
            LOG.warn("The back-up is complete, and the database could not note it: {}",
                    failure.getMessage());
        }
        return copied;
    }

    private static Copied write(Address address, PoolOptions options, Path file) {
        long began = System.nanoTime();
        try (Connection connection = ConnectionSettings.open(
                ConnectionSettings.direct(address, options), address);
                BackupFile.Writing out = BackupFile.create(file)) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(ONE_MOMENT);
            }
            SchemaVersions versions = SchemaVersions.of(connection);
            out.head(versions);
            CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
            long rows = 0;
            List<SchemaTables.Table> tables = SchemaTables.all(connection, options.schema());
            for (SchemaTables.Table table : tables) {
                String copyOut = SchemaTables.copyOut(connection, table);
                rows += out.table(table, body -> copies.copyOut(copyOut, body));
            }
            return new Copied(tables.size(), rows, out.finish(), since(began));
        } catch (SQLException | IOException failure) {
            throw new DatabaseException("The database at " + address + " could not be copied to "
                    + file + ": " + failure.getMessage(), failure);
        }
    }

    /// Restores into an empty database, all or nothing. It creates the tables in the version of the
    /// backup, fills them, and then migrates them.
    public static Copied restore(Database.Settings settings, Path file) {
        try (BackupFile.Reading in = BackupFile.open(file)) {
            Address address = settings.address();
            if (address != null) {
                return restore(in, address, settings.pool());
            }
            try (Embedded embedded = Embedded.start(settings.data(), settings.embedded())) {
                return restore(in, embedded.address(), settings.pool());
            }
        } catch (IOException failure) {
            throw new DatabaseException(
                    file + " cannot be read: " + failure.getMessage(), failure);
        }
    }

    private static Copied restore(BackupFile.Reading in, Address address, PoolOptions options)
            throws IOException {
        long began = System.nanoTime();
        SchemaVersions versions = in.versions();
        // Checked before anything is created, so that a database with data stays unchanged.
        requireEmpty(address, options);
        Schema.migrateTo(address, options, versions);
        try (Connection connection = ConnectionSettings.open(
                ConnectionSettings.direct(address, options), address)) {
            connection.setAutoCommit(false);
            SchemaVersions there = SchemaVersions.of(connection);
            if (!there.equals(versions)) {
                throw new DatabaseException("The copy has the tables of version " + versions
                        + ", and the database those of " + there + ". Restore it into a new one,"
                        + " with the Holdfast that made the copy or a later one.");
            }
            // A server that starts on this database meanwhile waits for the lock, and then finds
            // the data.
            SchemaTables.lock(connection);
            SchemaTables.requireEmpty(connection, options.schema(), address);
            List<String> references = SchemaTables.deferReferences(connection);
            CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
            long rows = 0;
            for (BackupFile.Part part : in.parts()) {
                try (InputStream body = in.body(part)) {
                    long copied =
                            copies.copyIn(SchemaTables.copyIn(connection, part.table()), body);
                    if (copied != part.rows()) {
                        throw new DatabaseException("The table " + part.table().name() + " got "
                                + copied + " rows instead of " + part.rows() + ".");
                    }
                    rows += copied;
                }
            }
            SchemaTables.checkReferences(connection, references);
            connection.commit();
            connection.setAutoCommit(true);
            try (Statement statement = connection.createStatement()) {
                statement.execute(STATISTICS);
            }
            Schema.migrate(address, options);
            return new Copied(in.parts().size(), rows, in.bytes(), since(began));
        } catch (SQLException failure) {
            throw new DatabaseException("The copy could not be put into the database at "
                    + address + ": " + failure.getMessage(), failure);
        }
    }

    private static void requireEmpty(Address address, PoolOptions options) {
        try (Connection connection = ConnectionSettings.open(
                ConnectionSettings.direct(address, options), address)) {
            SchemaTables.requireEmpty(connection, options.schema(), address);
        } catch (SQLException failure) {
            throw ConnectionSettings.unreachable(address, failure);
        }
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
