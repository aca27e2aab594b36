package holdfast.guards.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several launchers that need a build at the same moment: one builds, and the others wait for it.
class LauncherTest {
    private static final Path LAUNCHER = Path.of("../holdfast");
    /// Records overlapping builds, and is slow enough that they would overlap.
    private static final String BUILD = """
            #!/bin/sh
            echo built >>builds
            mkdir at-it || echo both >>overlaps
            sleep 0.3
            rmdir at-it
            [ ! -f broken ] || exit 1
            touch server/target/holdfast-server.jar
            mkdir -p sandbox/target
            touch sandbox/target/holdfast-sandbox.jar
            """;
    private static final String JAVA = """
            #!/bin/sh
            [ "$1" != -version ] || { echo 'openjdk version "25.0.1"' >&2; exit 0; }
            [ "$1" = "@$PWD/ops/jvm.options" ] && [ "$2" = -jar ] && [ -f "$3" ] || exit 1
            echo "runs $4"
            """;

    @TempDir
    Path home;

    @BeforeEach
    void build() throws IOException {
        program("holdfast", Files.readString(LAUNCHER, UTF_8));
        program(".mvn/find-jdk.sh", Files.readString(Path.of("../.mvn/find-jdk.sh"), UTF_8));
        program("mvnw", BUILD);
        program("jdk/bin/java", JAVA);
        program("jdk/bin/javac", JAVA);
        Files.createDirectories(home.resolve("server/src/main"));
    }

    private void program(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, UTF_8);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Process launch() throws IOException {
        return launch("settings");
    }

    private Process launch(String... words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of("./holdfast"), Stream.of(words)).toList())
                .directory(home.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());
        return builder.start();
    }

    private String ends(Process process, int status) throws Exception {
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isEqualTo(status);
        assertThat(Files.exists(lock(), LinkOption.NOFOLLOW_LINKS)).isFalse();
        return said;
    }

    private Path lock() {
        return home.resolve("target/building");
    }

    private int builds() throws IOException {
        return Files.readAllLines(home.resolve("builds"), UTF_8).size();
    }

    private List<Integer> crowd() throws Exception {
        List<Process> all = new ArrayList<>();
        for (int number = 0; number < 6; number++) {
            all.add(launch());
        }
        List<Integer> ends = new ArrayList<>();
        for (Process each : all) {
            assertThat(each.waitFor(30, TimeUnit.SECONDS)).isTrue();
            ends.add(each.exitValue());
        }
        return ends;
    }

    @Test
    void buildsOnceForManyCallers() throws Exception {
        assertThat(crowd()).containsOnly(0);
        assertThat(builds()).isEqualTo(1);
        assertThat(home.resolve("overlaps")).doesNotExist();
        assertThat(ends(launch(), 0)).isEqualTo("runs settings\n");
        assertThat(builds()).isEqualTo(1);
    }

    /// The negative control of the test above.
    @Test
    void overlapsWithoutTheLock() throws Exception {
        String launcher = Files.readString(LAUNCHER, UTF_8);
        String open = launcher.replace("\n    lock\n", "\n");
        assertThat(open).isNotEqualTo(launcher);
        program("holdfast", open);
        assertThat(crowd()).hasSize(6);
        assertThat(home.resolve("overlaps")).exists();
    }

    @Test
    void buildsTheSandboxWithoutTheServer() throws Exception {
        Files.createDirectories(home.resolve("sandbox/src/main"));
        assertThat(ends(launch("sandbox", "--port", "0"), 0)).endsWith("runs --port\n");
        Files.createFile(home.resolve("server/src/main/Changed.java"));
        assertThat(ends(launch("sandbox", "--port", "0"), 0)).endsWith("runs --port\n");
        assertThat(builds()).isEqualTo(1);
        Files.createFile(home.resolve("sandbox/src/main/Changed.java"));
        assertThat(ends(launch("sandbox", "--port", "0"), 0)).endsWith("runs --port\n");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void removesTheLockOfADeadOwner() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Files.createDirectories(lock().getParent());
        Files.createSymbolicLink(lock(), Path.of("pid-" + gone.pid()));
        assertThat(crowd()).containsOnly(0);
        assertThat(builds()).isEqualTo(1);
        assertThat(home.resolve("overlaps")).doesNotExist();
    }

    @Test
    void waitsForALivingOwner() throws Exception {
        Files.createDirectories(lock().getParent());
        Files.createSymbolicLink(lock(), Path.of("pid-" + ProcessHandle.current().pid()));
        Process waiting = launch();
        String said = waiting.inputReader(UTF_8).readLine();
        assertThat(said).startsWith("Waiting for another build here (pid-"
                + ProcessHandle.current().pid());
        assertThat(home.resolve("builds")).doesNotExist();
        Files.delete(lock());
        ends(waiting, 0);
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void releasesTheLockOfAFailedOrKilledBuild() throws Exception {
        Files.createFile(home.resolve("broken"));
        assertThat(ends(launch(), 1)).contains("The build failed");
        Files.delete(home.resolve("broken"));
        Process killed = launch();
        while (!Files.exists(lock(), LinkOption.NOFOLLOW_LINKS)) {
            assertThat(killed.isAlive()).isTrue();
        }
        // The subshell that holds the lock, and the launcher that started it.
        killed.descendants().forEach(ProcessHandle::destroyForcibly);
        killed.destroyForcibly().waitFor();
        Files.deleteIfExists(home.resolve("at-it"));
        assertThat(ends(launch(), 0)).endsWith("runs settings\n");
    }
}
