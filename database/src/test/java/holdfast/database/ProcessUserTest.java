package holdfast.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// PostgreSQL refuses to run as root, so the user of this process decides how it starts.
final class ProcessUserTest {
    private static final String NOT_ROOT =
            "how root starts it, because this is not root";

    /// As in a container that is started with any number as its user.
    @Test
    void namesAUserWithoutAName() {
        if (Lab.root()) {
            assertThat(ProcessUser.hasName(
                    List.of("setpriv", "--reuid=64999", "--regid=64999", "--clear-groups")))
                    .isFalse();
        }
        assertThat(ProcessUser.hasName(List.of())).isTrue();
        assertThatThrownBy(() -> ProcessUser.requireName(64999, false))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContainingAll("64999", "/etc/passwd", "HOLDFAST_DATABASE_URL");
    }

    @Test
    void startsDirectlyAsANormalUser(@TempDir Path temporary) throws IOException {
        if (!Lab.root()) {
            assertThat(Lab.shared().durable()).isTrue();
            return;
        }
        // As root, another process does the same as user nobody, who can read none of root's files:
        // no class path in root's home, and no cache.
        Path everybody = open(temporary);
        String classPath = copied(everybody);
        Path folder = Files.createDirectory(everybody.resolve("data"));
        Files.setOwner(
                folder,
                folder.getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName("nobody"));
        List<String> nobody =
                List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
        try (Jvm user =
                Jvm.run(
                        nobody,
                        classPath,
                        Map.of("HOME", "/nonexistent"),
                        "close",
                        folder.toString())) {
            assertThat(user.hear("answer")).isEqualTo("42");
            user.hear("closed");
        }
        assertThat(folder.resolve("binaries")).isDirectory();
        try (Jvm root = Jvm.run("close", folder.toString(), "target/postgres")) {
            assertThat(root.hear("answer"))
                    .as("root goes on with data of somebody else")
                    .isEqualTo("42");
        }
        try (Jvm again =
                Jvm.run(
                        nobody,
                        classPath,
                        Map.of("HOME", "/nonexistent"),
                        "close",
                        folder.toString())) {
            assertThat(again.hear("answer")).as("and leaves it to its owner").isEqualTo("42");
        }
    }

    @Test
    void startsInAUserNamespaceAsRoot() throws IOException {
        if (lacks(Lab.root(), NOT_ROOT)) {
            return;
        }
        Command one = Command.run(Duration.ofSeconds(5), List.of("unshare", "-U", "id", "-un"));
        if (lacks(one.ok(), "user namespaces, because this machine does not allow them")) {
            return;
        }
        Path folder = Lab.folder();
        assertThat(ProcessUser.choose(folder, folder.resolve("postgres")).prefix())
                .last()
                .isEqualTo("-U");
        assertThat(Lab.shared().durable()).isTrue();
    }

    @Test
    void changesTheUserAsRootWithoutNamespaces(@TempDir Path temporary) throws IOException {
        if (lacks(Lab.root(), NOT_ROOT)) {
            return;
        }
        Path everybody = open(temporary);
        Path folder = everybody.resolve("data");
        try (Jvm root =
                Jvm.run(
                        List.of(),
                        System.getProperty("java.class.path"),
                        tools(everybody, "setpriv", "sh", "id", "setsid"),
                        "close",
                        folder.toString(),
                        "target/postgres")) {
            assertThat(root.hear("answer")).isEqualTo("42");
            root.hear("closed");
        }
        assertThat(Files.getAttribute(folder.resolve("postgres"), "unix:uid")).isNotEqualTo(0);
        try (Jvm again = Jvm.run("close", folder.toString(), "target/postgres")) {
            assertThat(again.hear("answer")).as("also when namespaces are back").isEqualTo("42");
        }
    }

    @Test
    void saysWhatToDoAsRootWithNeither(@TempDir Path temporary) throws IOException {
        if (lacks(Lab.root(), NOT_ROOT)) {
            return;
        }
        Path everybody = open(temporary);
        try (Jvm root =
                Jvm.run(
                        List.of(),
                        System.getProperty("java.class.path"),
                        tools(everybody, "sh", "id"),
                        "close",
                        everybody.resolve("data").toString(),
                        "target/postgres")) {
            assertThat(root.hear("refused"))
                    .contains("unshare -U", "setpriv", "HOLDFAST_DATABASE_URL", "normal user");
        }
    }

    @Test
    void namesAFolderThatTheUserCannotEnter(@TempDir Path temporary) throws IOException {
        if (lacks(Lab.root(), NOT_ROOT)) {
            return;
        }
        Path everybody = open(temporary);
        Path closed =
                Files.createDirectory(
                        everybody.resolve("closed"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        try (Jvm root =
                Jvm.run(
                        List.of(),
                        System.getProperty("java.class.path"),
                        tools(everybody, "setpriv", "sh", "id"),
                        "close",
                        closed.resolve("data").toString())) {
            assertThat(root.hear("refused")).contains("closed to others", closed.toString());
        }
    }

    /// Whether the test cannot run here; then it prints so.
    private static boolean lacks(boolean there, String what) {
        if (!there) {
            System.out.println("NOT TESTED: " + what);
        }
        return !there;
    }

    /// A search path with only these programs.
    private static Map<String, String> tools(Path place, String... programs) throws IOException {
        Path bin = Files.createDirectory(place.resolve("bin"));
        for (String program : programs) {
            Files.createSymbolicLink(
                    bin.resolve(program), Path.of(Command.find(program).orElseThrow()));
        }
        return Map.of("PATH", bin.toString());
    }

    private static Path open(Path temporary) throws IOException {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        return temporary;
    }

    /// A copy of the class path that every user can read.
    private static String copied(Path place) throws IOException {
        List<String> copies = new ArrayList<>();
        Path lib = Files.createDirectory(place.resolve("lib"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path from = Path.of(entry);
            Path to = lib.resolve(Integer.toString(copies.size()));
            if (Files.isDirectory(from)) {
                copyTree(from, to);
            } else if (Files.exists(from)) {
                Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
            }
            copies.add(to.toString());
        }
        return String.join(File.pathSeparator, copies);
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
