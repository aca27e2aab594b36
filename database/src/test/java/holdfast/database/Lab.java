package holdfast.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// What the tests share: folders, options, and one PostgreSQL for tests that do not kill it.
final class Lab {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static @Nullable Embedded shared;

    private Lab() {}

    static Embedded.Options options() {
        return Embedded.Options.defaults().withCache(TARGET.resolve("postgres"));
    }

    static Path folder() {
        try {
            return Files.createTempDirectory(Files.createDirectories(TARGET.resolve("lab")), "lab");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// No test closes it: it ends with this JVM, which is itself under test.
    static synchronized Embedded shared() {
        Embedded there = shared;
        if (there == null) {
            there = Embedded.start(folder(), options());
            shared = there;
        }
        return there;
    }

    /// An empty database of its own.
    static synchronized Address scratch(String name) {
        shared().dropDatabase(name);
        shared().createDatabase(name);
        return shared().address(name);
    }

    static DataSource direct(Address address) {
        return ConnectionSettings.direct(address, PoolOptions.defaults());
    }

    static void run(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String ask(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }

    static boolean root() {
        try {
            Path file = Files.createTempFile("who", "");
            Object uid = Files.getAttribute(file, "unix:uid");
            Files.delete(file);
            return Integer.valueOf(0).equals(uid);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean soon(Duration longest, BooleanSupplier happened) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (!happened.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(10);
        }
        return true;
    }

    static boolean alive(long pid) {
        return ProcessHandle.of(pid).map(OrphanedPostgres::runs).orElse(false);
    }

    static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }
}
