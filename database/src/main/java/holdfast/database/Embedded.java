package holdfast.database;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An embedded PostgreSQL: a child process on one data directory. It listens on this machine only,
/// is as durable as any other, restarts after a crash and stops with this process. It is for
/// demonstrations, for tests, and for a venue that fits on one machine. Larger installations
/// connect to a PostgreSQL by its address.
public final class Embedded implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Embedded.class);
    static final String DATABASE = "holdfast";
    private static final String ADMINISTRATION = "postgres";

    private final DataDirectory directory;
    private final PostgresLaunch launch;
    private final Supervisor supervisor;
    private final String password;

    private Embedded(PostgresLaunch launch, Supervisor supervisor, String password) {
        this.directory = launch.directory();
        this.launch = launch;
        this.supervisor = supervisor;
        this.password = password;
    }

    /// Starts PostgreSQL on this directory, which is created if absent, and returns when it accepts
    /// connections. Otherwise it throws with the reason.
    public static Embedded start(Path dataDir, Options options) {
        Archive archive = Archive.find(Platform.here(), options.binaries());
        DataDirectory directory = DataDirectory.take(dataDir);
        try {
            return start(directory, archive, options);
        } catch (IOException e) {
            directory.close();
            throw DataDirectory.unusable(dataDir, e);
        } catch (InterruptedException e) {
            directory.close();
            Thread.currentThread().interrupt();
            throw new DatabaseException("Interrupted while PostgreSQL was starting.", e);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static Embedded start(DataDirectory directory, Archive archive, Options options)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        ProcessUser user = ProcessUser.choose(directory.home(), directory.cluster());
        user.ownOnly(directory.home());
        Binaries binaries =
                Binaries.on(BinaryCache.choose(options.cache(), directory.home(), user), archive);
        user.ownOnly(binaries.home());
        user.requireWay(directory.home(), Path.of(binaries.program("postgres")));
        PostgresLaunch launch = new PostgresLaunch(directory, binaries, user, options);
        OrphanedPostgres.settle(directory);
        directory.requireSamePromise(options.durability());
        launch.makeIfAbsent();
        Supervisor supervisor = new Supervisor(launch, launch.start(options.port()));
        Embedded embedded = new Embedded(launch, supervisor, directory.password());
        try {
            Administration.ensure(embedded.address(ADMINISTRATION), DATABASE);
        } catch (RuntimeException e) {
            supervisor.close();
            throw e;
        }
        supervisor.begin();
        if (!embedded.durable()) {
            LOG.warn("NOT DURABLE: a crash may destroy everything in {}.", directory.home());
        }
        long took = (System.nanoTime() - began) / 1_000_000;
        LOG.info("{}, started in {} ms.", embedded.describe(), took);
        return embedded;
    }

    public Address address() {
        return address(DATABASE);
    }

    public Address address(String database) {
        return new Address("jdbc:postgresql://127.0.0.1:" + port() + "/" + database,
                PostgresLaunch.USER, password);
    }

    public String jdbcUrl() {
        return address().url();
    }

    public String user() {
        return PostgresLaunch.USER;
    }

    public String password() {
        return password;
    }

    public long pid() {
        return supervisor.pid();
    }

    public int port() {
        return supervisor.port();
    }

    /// Whether acknowledged commits survive a crash. False only if a test chose so.
    public boolean durable() {
        return launch.options().durability() == Durability.FULL;
    }

    public String describe() {
        return "PostgreSQL " + launch.binaries().version() + " embedded in " + directory.home()
                + " (process " + pid() + ", port " + port() + (durable() ? ")" : ", NOT DURABLE)");
    }

    public void createDatabase(String name) {
        createDatabase(name, "template1");
    }

    /// Copies another database, which must have no connections meanwhile.
    public void createDatabase(String name, String template) {
        Administration.create(address(ADMINISTRATION), name, template);
    }

    /// Drops it, even with open connections.
    public void dropDatabase(String name) {
        Administration.drop(address(ADMINISTRATION), name);
    }

    @Override
    public void close() {
        try {
            supervisor.close();
        } finally {
            directory.close();
        }
    }

    /// What a crash may destroy.
    public enum Durability {
        /// Nothing that was acknowledged.
        FULL,
        /// Everything. Only for tests, which need speed and no durability.
        NONE
    }

    /// A change of the child process. Events arrive on the supervisor's thread, so listeners must
    /// be fast.
    public sealed interface Event {
        record Died(long pid, int exit) implements Event {}

        record Restarted(long pid) implements Event {}

        record StillDown(String why) implements Event {}
    }

    /// How to start it.
    ///
    /// @param port       0 for any free one
    /// @param durability full unless a test says otherwise
    /// @param binaries   a jar with the PostgreSQL programs; null for those on the class path
    /// @param cache      where to unpack them; null for this user's cache
    /// @param settings   further settings of the server; they override the defaults
    /// @param listener   receives an event when it dies and when it runs again
    public record Options(
            int port,
            Durability durability,
            @Nullable Path binaries,
            @Nullable Path cache,
            Map<String, String> settings,
            Consumer<Event> listener) {

        private static final Pattern SETTING = Pattern.compile("[a-z_][a-z0-9_.]{0,62}");

        // Settings that callers may not change: they decide on access and durability.
        private static final Set<String> OURS = Set.of(
                "fsync", "synchronous_commit", "full_page_writes",
                "listen_addresses", "port", "unix_socket_directories", "cluster_name",
                "data_directory", "config_file", "hba_file", "external_pid_file",
                "logging_collector", "log_destination");

        public Options {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("Not a port: " + port);
            }
            settings = Map.copyOf(settings);
            for (String name : settings.keySet()) {
                if (OURS.contains(name) || !SETTING.matcher(name).matches()) {
                    throw new IllegalArgumentException(
                            "This setting cannot be given here: " + name
                                    + ". What is kept after a crash is a matter of Durability, not"
                                    + " of settings.");
                }
            }
        }

        public static Options defaults() {
            return new Options(0, Durability.FULL, null, null, Map.of(), event -> {});
        }

        public Options withPort(int number) {
            return new Options(number, durability, binaries, cache, settings, listener);
        }

        public Options withDurability(Durability kept) {
            return new Options(port, kept, binaries, cache, settings, listener);
        }

        public Options withBinaries(Path jar) {
            return new Options(port, durability, jar, cache, settings, listener);
        }

        public Options withCache(Path folder) {
            return new Options(port, durability, binaries, folder, settings, listener);
        }

        public Options withSettings(Map<String, String> more) {
            return new Options(port, durability, binaries, cache, more, listener);
        }

        public Options withListener(Consumer<Event> listener) {
            return new Options(port, durability, binaries, cache, settings, listener);
        }
    }
}
