package holdfast.proof.crash;

import holdfast.database.Address;
import holdfast.database.Embedded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/// A primary and its streaming standby, each a PostgreSQL of its own, and what may happen to them.
final class ReplicatedPair implements AutoCloseable {
    private static final String DATABASE = "holdfast";
    private static final Map<String, String> SETTINGS =
            Map.of("wal_keep_size", "512", "wal_retrieve_retry_interval", "100");

    private final Path lost;
    private final Embedded primary;
    private final Embedded standby;

    private ReplicatedPair(Path lost, Embedded primary, Embedded standby) {
        this.lost = lost;
        this.primary = primary;
        this.standby = standby;
    }

    /// Makes the primary and copies it while it runs.
    ///
    /// @param synchronous whether a commit waits for the standby
    static ReplicatedPair start(Path home, boolean synchronous)
            throws IOException, SQLException, InterruptedException {
        Path one = Files.createDirectories(home.resolve("one"));
        Path two = Files.createDirectories(home.resolve("two"));
        Embedded primary =
                Embedded.start(one, Embedded.Options.defaults().withSettings(SETTINGS));
        Files.copy(one.resolve("password"), two.resolve("password"));
        try (Connection connection = connect(primary);
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_backup_start('standby', true)");
            copy(one.resolve("postgres"), two.resolve("postgres"));
            try (ResultSet stopped = statement.executeQuery(
                    "SELECT labelfile FROM pg_backup_stop(false)")) {
                stopped.next();
                Files.writeString(two.resolve("postgres/backup_label"), stopped.getString(1));
            }
        }
        Files.createFile(two.resolve("postgres/standby.signal"));
        Files.writeString(two.resolve("postgres/postgresql.auto.conf"),
                "primary_conninfo = '" + conninfo(primary) + "'\n");
        Embedded standby =
                Embedded.start(two, Embedded.Options.defaults().withSettings(SETTINGS));
        ReplicatedPair pair = new ReplicatedPair(one.resolve("postgres"), primary, standby);
        pair.awaitStreaming();
        if (synchronous) {
            run(primary, "ALTER SYSTEM SET synchronous_standby_names = '*'");
            run(primary, "SELECT pg_reload_conf()");
            pair.await(primary, """
                    SELECT count(*) = 1 FROM pg_stat_replication WHERE sync_state = 'sync'
                    """);
        }
        return pair;
    }

    private static String conninfo(Embedded primary) {
        return "host=127.0.0.1 port=" + primary.port() + " user=" + primary.user()
                + " password=" + primary.password();
    }

    private static Connection connect(Embedded server) throws SQLException {
        return DriverManager.getConnection(
                server.jdbcUrl(), server.user(), server.password());
    }

    private static void run(Embedded server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Both hosts, as an operator names them.
    Address address() {
        return new Address("jdbc:postgresql://127.0.0.1:" + primary.port() + ",127.0.0.1:"
                + standby.port() + "/" + DATABASE, primary.user(), primary.password());
    }

    /// The machine of the primary is gone, and its disk with it: all its processes end at once, and
    /// nothing can start on its data again.
    void losePrimary() {
        List<ProcessHandle> all = ProcessHandle.of(primary.pid()).orElseThrow()
                .descendants().toList();
        try {
            Files.move(lost, lost.resolveSibling("lost"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        ProcessHandle.of(primary.pid()).ifPresent(ProcessHandle::destroyForcibly);
        all.forEach(ProcessHandle::destroyForcibly);
    }

    void promote() throws SQLException {
        run(standby, "SELECT pg_promote()");
    }

    /// The standby receives nothing any more, and nobody notices.
    void cutReplication() throws SQLException, InterruptedException {
        run(standby, "ALTER SYSTEM SET primary_conninfo = ''");
        run(standby, "SELECT pg_reload_conf()");
        await(primary, "SELECT count(*) = 0 FROM pg_stat_replication");
    }

    /// Cancels commits that wait for the standby, as an operator may who sees them hang. PostgreSQL
    /// ends each with a warning, and it is done on the primary.
    int cancelWaits() throws SQLException {
        try (Connection connection = connect(primary);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT count(*) FILTER (WHERE pg_cancel_backend(pid))
                          FROM pg_stat_activity WHERE wait_event = 'SyncRep'
                        """)) {
            row.next();
            return row.getInt(1);
        }
    }

    void joinReplication() throws SQLException, InterruptedException {
        run(standby, "ALTER SYSTEM RESET primary_conninfo");
        run(standby, "ALTER SYSTEM SET primary_conninfo = '" + conninfo(primary) + "'");
        run(standby, "SELECT pg_reload_conf()");
        awaitStreaming();
    }

    private void awaitStreaming() throws SQLException, InterruptedException {
        await(primary, """
                SELECT count(*) = 1 FROM pg_stat_replication WHERE state = 'streaming'
                """);
    }

    private void await(Embedded server, String sql) throws SQLException, InterruptedException {
        for (int tries = 0; tries < 300; tries++) {
            try (Connection connection = connect(server);
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                if (row.next() && row.getBoolean(1)) {
                    return;
                }
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("never: " + sql);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes any)
                    throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder).toString()),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes any)
                    throws IOException {
                String name = from.relativize(file).toString();
                if (!name.startsWith("pg_wal/") && !name.startsWith("postmaster.")) {
                    Files.copy(file, to.resolve(name));
                }
                return FileVisitResult.CONTINUE;
            }

            // A temporary file that ended meanwhile.
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure)
                    throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
    }

    @Override
    public void close() {
        try (primary) {
            standby.close();
        }
    }
}
