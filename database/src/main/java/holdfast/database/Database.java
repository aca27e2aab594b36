package holdfast.database;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The database that the server works with: started or found by address, checked for durability,
/// migrated, with connection pools. `open` returns a usable one or throws with the reason.
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private final @Nullable Embedded embedded;
    private final Pool pool;
    private final @Nullable Pool readers;
    private final boolean durable;
    private final String description;

    private Database(
            @Nullable Embedded embedded, Pool pool, @Nullable Pool readers, boolean durable,
            String description) {
        this.embedded = embedded;
        this.pool = pool;
        this.readers = readers;
        this.durable = durable;
        this.description = description;
    }

    /// The settings of a database.
    ///
    /// @param address    of a PostgreSQL 15 or later; null for the embedded one
    /// @param data       the embedded one's data directory
    /// @param embedded   how to start it
    /// @param pool       connections and their limits
    /// @param acceptLoss whether to accept a database that may lose acknowledged writes
    public record Settings(
            @Nullable Address address,
            Path data,
            Embedded.Options embedded,
            PoolOptions pool,
            boolean acceptLoss) {

        public static Settings embeddedIn(Path data) {
            return new Settings(
                    null, data, Embedded.Options.defaults(), PoolOptions.defaults(), false);
        }

        public static Settings at(Address address) {
            return new Settings(
                    address,
                    Path.of("data"),
                    Embedded.Options.defaults(),
                    PoolOptions.defaults(),
                    false);
        }

        /// The same database at its address if another process runs it already, for tools that only
        /// read. A second server on it is refused.
        public Settings beside() {
            Address running = address == null ? RunningEmbedded.in(data) : null;
            return running == null ? this
                    : new Settings(running, data, embedded, pool, acceptLoss);
        }

        public Settings withEmbedded(Embedded.Options options) {
            return new Settings(address, data, options, pool, acceptLoss);
        }

        public Settings withPool(PoolOptions options) {
            return new Settings(address, data, embedded, options, acceptLoss);
        }

        public Settings acceptingLoss() {
            return new Settings(address, data, embedded, pool, true);
        }
    }

    /// The same, and waits for a database at an address that does not answer yet: a server may
    /// start before its database.
    ///
    /// @param tell is told every few seconds that it still waits
    public static Database open(Settings settings, Duration patience, Consumer<String> tell) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return open(settings);
            } catch (DatabaseException failure) {
                if (settings.address() == null || !ConnectionSettings.mayAnswerLater(failure)
                        || System.nanoTime() + LOOK_AGAIN.toNanos() > deadline) {
                    throw failure;
                }
                tell.accept("Waiting for the database: " + failure.getMessage());
            }
            try {
                Thread.sleep(LOOK_AGAIN);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new DatabaseException("Interrupted while waiting for the database.", stop);
            }
        }
    }

    public static Database open(Settings settings) {
        Address address = settings.address();
        if (address != null) {
            return open(settings, null, address);
        }
        Embedded embedded = Embedded.start(settings.data(), settings.embedded());
        try {
            return open(settings, embedded, embedded.address());
        } catch (RuntimeException e) {
            embedded.close();
            throw e;
        }
    }

    private static Database open(Settings settings, @Nullable Embedded embedded, Address address) {
        boolean durable = isDurable(settings, address);
        Schema.Migrated schema = Schema.migrate(address, settings.pool());
        String description =
                (embedded == null ? "PostgreSQL at " + address : embedded.describe()) + ", schema "
                        + settings.pool().schema() + " at version " + schema.version()
                        + (durable ? ", durable" : ", NOT DURABLE");
        Pool pool = Pool.open(address, settings.pool());
        try {
            Pool readers = settings.pool().readers() == 0
                    ? null : Pool.open(address, settings.pool().forReaders());
            LOG.info("{}", description);
            return new Database(embedded, pool, readers, durable, description);
        } catch (RuntimeException failure) {
            pool.close();
            throw failure;
        }
    }

    private static boolean isDurable(Settings settings, Address address) {
        List<DurabilityCheck.Off> off;
        try {
            off = DurabilityCheck.ask(ConnectionSettings.direct(address, settings.pool()));
        } catch (SQLException e) {
            throw ConnectionSettings.unreachable(address, e);
        }
        if (!off.isEmpty() && !settings.acceptLoss()) {
            throw DurabilityCheck.refusal(address, off);
        }
        return off.isEmpty();
    }

    public DataSource dataSource() {
        return pool.dataSource();
    }

    /// Connections for reads only. With a readers' pool, long reads keep no writer waiting for a
    /// connection.
    public DataSource readers() {
        return readers == null ? pool.dataSource() : readers.dataSource();
    }

    public Pool.Usage usage() {
        return pool.usage();
    }

    /// The usage of the readers' pool, or of the shared one if there are no readers.
    public Pool.Usage readersUsage() {
        return readers == null ? pool.usage() : readers.usage();
    }

    public boolean durable() {
        return durable;
    }

    /// One line for logs, without secrets.
    public String describe() {
        return description;
    }

    /// The embedded server, if there is one.
    public @Nullable Embedded embedded() {
        return embedded;
    }

    @Override
    public void close() {
        if (readers != null) {
            readers.close();
        }
        pool.close();
        if (embedded != null) {
            embedded.close();
        }
    }
}
