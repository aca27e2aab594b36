package holdfast.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class EmbeddedTest {

    @Test
    void startsOnAnEmptyDirectoryAndAgainOnWhatItLeft() throws SQLException {
        Path folder = Lab.folder().resolve("not").resolve("there").resolve("yet");
        long began = System.nanoTime();
        long first;
        try (Embedded embedded = Embedded.start(folder, Lab.options())) {
            first = System.nanoTime() - began;
            Lab.run(Lab.direct(embedded.address()), "CREATE TABLE kept AS SELECT 42 AS n");
        }
        began = System.nanoTime();
        try (Embedded embedded = Embedded.start(folder, Lab.options())) {
            long later = System.nanoTime() - began;
            System.out.println(
                    "first start " + first / 1_000_000 + " ms, later start " + later / 1_000_000
                            + " ms");
            assertThat(Lab.ask(Lab.direct(embedded.address()), "SELECT n FROM kept"))
                    .isEqualTo("42");
            // Generous, because the machine may be busy; docs/operating.md has the usual time.
            assertThat(Duration.ofNanos(later)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void isDurablePrivateAndFromThisMachineAlone() throws SQLException, IOException {
        Embedded embedded = Lab.shared();
        assertThat(embedded.durable()).isTrue();
        assertThat(DurabilityCheck.ask(Lab.direct(embedded.address()))).isEmpty();
        assertThat(setting(embedded, "listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(setting(embedded, "unix_socket_directories")).isEmpty();
        assertThat(setting(embedded, "data_checksums")).isEqualTo("on");
        assertThat(setting(embedded, "password_encryption")).isEqualTo("scram-sha-256");
        Path home = Path.of(setting(embedded, "data_directory")).getParent();
        assertThat(home).isNotNull();
        if (home != null) {
            assertThat(
                    PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(home.resolve("password"))))
                    .isEqualTo("rw-------");
        }
        assertThatThrownBy(
                () -> DriverManager.getConnection(
                        embedded.jdbcUrl(), embedded.user(), "guess"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
        assertThat(embedded.address().toString()).doesNotContain(embedded.password());
        assertThat(embedded.describe())
                .doesNotContain(embedded.password())
                .contains("PostgreSQL 18");
    }

    /// A full disk is in this process's log, and an answer to a caller is not.
    @Test
    void logsWhatIsWrongWithTheDatabaseItself() throws Exception {
        PrintStream usual = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try {
            System.setErr(new PrintStream(log, true, UTF_8));
            raise("23505", "customer Ann");
            raise("53100", "no space left");
            for (int look = 0; look < 400 && !log.toString(UTF_8).contains("space"); look++) {
                Thread.sleep(10);
            }
        } finally {
            System.setErr(usual);
        }
        assertThat(log.toString(UTF_8)).contains("ERROR holdfast.postgres - 53100 ERROR:")
                .doesNotContain("Ann");
    }

    private static void raise(String state, String message) {
        assertThatThrownBy(() -> Lab.run(Lab.direct(Lab.shared().address()),
                "DO 'BEGIN RAISE EXCEPTION USING MESSAGE = ''" + message + "'', ERRCODE = ''"
                        + state + "''; END'"))
                .isInstanceOf(SQLException.class);
    }

    /// A server that starts before its database.
    @Test
    void isAwaitedAtItsAddress() throws Exception {
        Path folder = Lab.folder();
        Address address;
        int port;
        try (Embedded first = Embedded.start(folder, Lab.options())) {
            address = first.address();
            port = first.port();
        }
        Database.Settings settings = Database.Settings.at(address);
        assertThatThrownBy(() -> Database.open(settings, Duration.ZERO, line -> {}))
                .isInstanceOf(DatabaseException.class);
        CompletableFuture<String> told = new CompletableFuture<>();
        CompletableFuture<Database> opened = CompletableFuture.supplyAsync(() -> Database.open(
                settings, Duration.ofMinutes(1), told::complete), Thread::startVirtualThread);
        assertThat(told.get()).startsWith("Waiting for the database: ")
                .doesNotContain(String.valueOf(address.password()));
        try (Embedded again = Embedded.start(folder, Lab.options().withPort(port));
                Database database = opened.get()) {
            assertThat(database.durable()).isEqualTo(again.durable());
        }
    }

    @Test
    void doesNotWaitForAWrongPassword() {
        Address wrong = new Address(Lab.shared().jdbcUrl(), Lab.shared().user(), "guess");
        assertThatThrownBy(() -> Database.open(Database.Settings.at(wrong), Duration.ofHours(1),
                line -> {})).hasMessageContaining("password authentication failed");
    }

    @Test
    void stopsFastWithAnOpenConnection() throws SQLException {
        Embedded embedded = Embedded.start(Lab.folder(), Lab.options());
        long pid = embedded.pid();
        try (var connection = Lab.direct(embedded.address()).getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("CREATE TABLE unfinished (n int)");
            long began = System.nanoTime();
            embedded.close();
            System.out.println("stopped in " + (System.nanoTime() - began) / 1_000_000 + " ms");
        }
        assertThat(Lab.alive(pid)).isFalse();
        embedded.close();
    }

    @Test
    void makesManyDatabasesFromATemplate() throws SQLException {
        Embedded embedded = Lab.shared();
        Address template = Lab.scratch("pattern");
        Lab.run(Lab.direct(template), "CREATE TABLE printed AS SELECT 7 AS n");
        for (String name : new String[] {"print_1", "print_2", "print_3"}) {
            embedded.createDatabase(name, "pattern");
            assertThat(Lab.ask(Lab.direct(embedded.address(name)), "SELECT n FROM printed"))
                    .isEqualTo("7");
            embedded.dropDatabase(name);
        }
        assertThatThrownBy(() -> embedded.createDatabase("x\"; DROP DATABASE holdfast; --"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> embedded.createDatabase("pattern"))
                .hasMessageContaining("already exists");
    }

    @Test
    void takesFurtherSettingsButNotItsOwn() throws SQLException {
        Embedded.Options options =
                Lab.options().withSettings(Map.of("work_mem", "9MB", "max_connections", "20"));
        try (Embedded embedded = Embedded.start(Lab.folder(), options)) {
            assertThat(setting(embedded, "work_mem")).isEqualTo("9MB");
            assertThat(setting(embedded, "max_connections")).isEqualTo("20");
        }
        assertThatThrownBy(() -> Lab.options().withSettings(Map.of("fsync", "off")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Durability");
        assertThatThrownBy(() -> Lab.options().withPort(70_000))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fitsTheMachine() throws IOException, SQLException {
        Map<String, String> fitting = MachineSize.of(Path.of("target")).settings();
        try (Embedded embedded = Embedded.start(Lab.folder(), Lab.options())) {
            for (String name : fitting.keySet()) {
                assertThat(megabytes(setting(embedded, name))).as(name)
                        .isEqualTo(megabytes(String.valueOf(fitting.get(name))));
            }
            assertThat(setting(embedded, "fsync")).isEqualTo("on");
        }
    }

    /// As PostgreSQL shows it: 1024 MB are 1 GB.
    private static long megabytes(String size) {
        long number = Long.parseLong(size.substring(0, size.length() - 2));
        return size.endsWith("GB") ? number * 1_024 : number;
    }

    @Test
    void reportsAndRemembersMissingDurability() throws SQLException {
        Path folder = Lab.folder();
        try (Embedded embedded =
                Embedded.start(folder, Lab.options().withDurability(Embedded.Durability.NONE))) {
            assertThat(embedded.durable()).isFalse();
            assertThat(embedded.describe()).contains("NOT DURABLE");
            assertThat(setting(embedded, "fsync")).isEqualTo("off");
        }
        assertThatThrownBy(() -> Embedded.start(folder, Lab.options()))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("once written without durability");
    }

    private static String setting(Embedded embedded, String name) throws SQLException {
        return Lab.ask(Lab.direct(embedded.address()), "SHOW " + name);
    }
}
