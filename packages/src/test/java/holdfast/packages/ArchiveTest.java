package holdfast.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The archive with its own runtime: unpacked and started, by a user without a JDK.
class ArchiveTest {
    private static final Map<String, String> ANY_PORT = Map.of("HOLDFAST_PORT", "0");

    @TempDir
    Path folder;

    @Test
    void startsTheDemoWithoutAJdk() throws Exception {
        Path home = unpacked();
        List<String> command = List.of(home.resolve("bin/holdfast").toString(), "demo");
        try (StartedProgram demo = new StartedProgram(folder, ANY_PORT, command)) {
            URI address = demo.address();
            assertThat(StartedProgram.get(address.resolve("/health/ready")).statusCode())
                    .isEqualTo(200);
            assertThat(StartedProgram.get(address).body()).contains("<html");
            demo.stop();
        }
    }

    @Test
    @ExtendWith(RootOnDebian.class)
    void startsWithoutANetwork() throws Exception {
        Path home = unpacked();
        List<String> command = List.of("unshare", "--net", "sh", "-c",
                "ip link set lo up && exec " + home.resolve("bin/holdfast") + " serve");
        try (StartedProgram server = new StartedProgram(folder, ANY_PORT, command)) {
            assertThat(server.address().getPort()).isPositive();
            server.stop();
        }
    }

    @Test
    void startsTheSandbox() throws Exception {
        List<String> command = List.of(unpacked().resolve("bin/holdfast").toString(), "sandbox",
                "--port", "0");
        try (StartedProgram sandbox = new StartedProgram(folder, Map.of(), command)) {
            URI address = sandbox.address("Sandbox: ");
            assertThat(StartedProgram.get(address.resolve("/sandbox/ledger")).body())
                    .contains("\"accounts\"");
        }
    }

    @Test
    void saysItsVersion() throws Exception {
        List<String> command = List.of(unpacked().resolve("bin/holdfast").toString(), "--version");
        try (StartedProgram program = new StartedProgram(folder, Map.of(), command)) {
            assertThat(program.finish()).first().asString()
                    .startsWith("Holdfast " + BuildPackages.version(Path.of("..")));
        }
    }

    @Test
    void isStartedThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(
                folder.resolve("holdfast-link"), unpacked().resolve("bin/holdfast"));
        List<String> command = List.of(link.toString(), "--version");
        try (StartedProgram program = new StartedProgram(folder, Map.of(), command)) {
            assertThat(program.finish()).isNotEmpty();
        }
    }

    @Test
    void isBuiltToTheSameBytesAgain() throws IOException {
        BuildPackages first = BuiltPackages.built();
        BuildPackages second =
                BuiltPackages.again(folder.resolve("again"), BuildPackages.version(Path.of("..")));
        assertThat(Sha256File.of(second.archiveFile())).isEqualTo(
                Sha256File.of(first.archiveFile()));
        assertThat(Sha256File.of(second.debianFile())).isEqualTo(
                Sha256File.of(first.debianFile()));
    }

    @Test
    void hasItsChecksumsBesideIt() throws Exception {
        BuildPackages packages = BuiltPackages.built();
        Path output = Objects.requireNonNull(packages.archiveFile().getParent());
        List<String> command = List.of("sha256sum", "--check", "SHA256SUMS");
        try (StartedProgram program = new StartedProgram(output, Map.of(), command)) {
            assertThat(program.finish()).contains(packages.archiveFile().getFileName() + ": OK");
        }
    }

    private Path unpacked() throws Exception {
        Path into = Files.createDirectories(folder.resolve("unpacked"));
        Programs.run(into, new ArrayList<>(List.of(
                "tar", "-xzf", BuiltPackages.built().archiveFile().toString())));
        try (Stream<Path> found = Files.list(into)) {
            return found.findFirst().orElseThrow();
        }
    }
}
