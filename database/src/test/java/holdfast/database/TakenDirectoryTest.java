package holdfast.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Two servers on one directory would destroy it. A directory of another owner stays unchanged.
final class TakenDirectoryTest {

    @Test
    void refusesASecondInTheSameProcessAndProtectsTheFirst() throws IOException {
        Path folder = Lab.folder();
        String self = Long.toString(ProcessHandle.current().pid());
        try (Embedded first = Embedded.start(folder, Lab.options())) {
            assertThatThrownBy(() -> Embedded.start(folder, Lab.options()))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining(folder.toRealPath().toString())
                    .hasMessageContaining("process " + self);
            // The refusal above must not have dropped the lock against other processes.
            try (Jvm other = Jvm.run("close", folder.toString(), "target/postgres")) {
                assertThat(other.hear("refused"))
                        .contains(folder.toRealPath().toString(), "process " + self);
            }
            assertThat(Lab.alive(first.pid())).isTrue();
        }
    }

    @Test
    void refusesADirectoryUntilItsProcessEnds()
            throws IOException, InterruptedException {
        Path folder = Lab.folder();
        try (Jvm other = Jvm.run("wait", folder.toString(), "target/postgres")) {
            long postmaster = Long.parseLong(other.hear("started"));
            assertThatThrownBy(() -> Embedded.start(folder, Lab.options()))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("process " + other.handle().pid());
            assertThat(Lab.alive(postmaster)).isTrue();
            other.letGo();
        }
        Embedded.start(folder, Lab.options()).close();
    }

    @Test
    void doesNotStopAServerStartedByAnotherProgram() throws Exception {
        Path folder = Lab.folder();
        Embedded.start(folder, Lab.options()).close();
        try (DataDirectory directory = DataDirectory.take(folder)) {
            ProcessUser user = ProcessUser.choose(directory.home(), directory.cluster());
            Binaries binaries =
                    Binaries.on(
                            BinaryCache.choose(Lab.options().cache(), directory.home(), user),
                            Archive.find(Platform.here(), null));
            Postmaster foreign =
                    Postmaster.start(
                            user.command(
                                    List.of(
                                            binaries.program("postgres"),
                                            "-D",
                                            directory.cluster().toString(),
                                            "-c",
                                            "unix_socket_directories=",
                                            "-c",
                                            "port=" + freePort())),
                            0);
            try {
                foreign.awaitReady(directory.note(), java.time.Duration.ofSeconds(30));
                assertThatThrownBy(() -> OrphanedPostgres.settle(directory))
                        .isInstanceOf(DatabaseException.class)
                        .hasMessageContaining("process " + foreign.pid());
                assertThat(Lab.alive(foreign.pid())).isTrue();
            } finally {
                foreign.stop();
            }
        }
    }

    @Test
    void ignoresAPidFileOfAnotherProgram() throws Exception {
        Path folder = Lab.folder();
        Embedded.start(folder, Lab.options()).close();
        Path note = folder.resolve("postgres").resolve("postmaster.pid");
        Files.writeString(note, ProcessHandle.current().pid() + "\n");
        Embedded.start(folder, Lab.options()).close();
    }

    @Test
    void reportsDataOfAnotherVersion() throws IOException {
        Path folder = Lab.folder();
        Files.createDirectories(folder.resolve("postgres"));
        Files.writeString(folder.resolve("postgres").resolve("PG_VERSION"), "14\n");
        assertThatThrownBy(() -> Embedded.start(folder, Lab.options()))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("written by PostgreSQL 14")
                .hasMessageContaining("PostgreSQL 18");
    }

    @Test
    void reportsAFolderWithOtherContent() throws IOException {
        Path folder = Lab.folder();
        Files.createDirectories(folder.resolve("postgres"));
        assertThatThrownBy(() -> Embedded.start(folder, Lab.options()))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("no PostgreSQL database");
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        assertThatThrownBy(() -> Embedded.start(file.resolve("data"), Lab.options()))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void recreatesAHalfMadeDatabase() throws IOException {
        Path folder = Lab.folder();
        Files.createDirectories(folder.resolve("postgres.new").resolve("base"));
        Embedded.start(folder, Lab.options()).close();
        assertThat(folder.resolve("postgres.new")).doesNotExist();
    }

    @Test
    void reportsALostPassword() throws IOException {
        Path folder = Lab.folder();
        Embedded.start(folder, Lab.options()).close();
        Files.delete(folder.resolve("password"));
        assertThatThrownBy(() -> Embedded.start(folder, Lab.options()))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("password");
    }

    @Test
    void saysWhatToDoWithoutPrograms() {
        assertThatThrownBy(() -> Archive.find(new Platform("plan9", "mips", false), null))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("plan9/mips")
                .hasMessageContaining("HOLDFAST_DATABASE_URL");
        assertThat(new Platform("linux", "x86_64", true).archive())
                .isEqualTo("postgres-linux-x86_64-alpine_linux.txz");
        Path jar = Path.of(URI.create("file:///nowhere/programs.jar"));
        assertThatThrownBy(() -> Embedded.start(Lab.folder(), Lab.options().withBinaries(jar)))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("/nowhere/programs.jar");
    }

    private static int freePort() throws IOException {
        try (var socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
