package holdfast.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The container image: an OCI layout, unpacked layer by layer and started in a chroot as its
/// configuration says. No container engine takes part.
@ExtendWith(RootOnDebian.class)
class ContainerImageTest {
    private static final Pattern DIGEST = Pattern.compile("\"digest\":\"sha256:([0-9a-f]{64})\"");
    private static final Pattern USER = Pattern.compile("\"User\":\"(\\d+):(\\d+)\"");

    @TempDir
    Path folder;

    @Test
    void namesEachPartByItsChecksum() throws Exception {
        try (Stream<Path> blobs = Files.list(layout().resolve("blobs/sha256"))) {
            for (Path blob : blobs.toList()) {
                assertThat(Sha256File.of(blob)).isEqualTo(blob.getFileName().toString());
            }
        }
    }

    @Test
    void startsAsItsConfigurationSays() throws Exception {
        Path layout = layout();
        String manifest = blob(layout, digests(
                Files.readString(layout.resolve("index.json"))).getFirst());
        List<String> parts = digests(manifest);
        String config = blob(layout, parts.getFirst());
        Path root = Files.createDirectories(folder.resolve("root"));
        for (String layer : parts.subList(1, parts.size())) {
            Programs.run(root, List.of("tar", "-xzf",
                    layout.resolve("blobs/sha256/" + layer).toString()));
        }
        MatchResult user = USER.matcher(config).results().findFirst().orElseThrow();
        assertThat(config).contains("\"Entrypoint\":[\"/usr/lib/holdfast/bin/holdfast\"]");
        try (ChrootShell shell = ChrootShell.in(root)) {
            shell.run("test $(stat -c %u /var/lib/holdfast) = " + user.group(1));
        }
        List<String> command = List.of("unshare", "--mount", "--pid", "--fork", "--kill-child=TERM",
                "sh", "-c", "mkdir -p %1$s/proc %1$s/dev && mount -t proc proc %1$s/proc"
                        .formatted(root)
                        + " && mount --rbind /dev " + root + "/dev"
                        + " && exec chroot --userspec=" + user.group(1) + ":" + user.group(2) + " "
                        + root + " /usr/lib/holdfast/bin/holdfast serve");
        try (StartedProgram server = new StartedProgram(folder,
                Map.of("HOLDFAST_PORT", "0", "HOLDFAST_DATA", "/var/lib/holdfast/data"),
                command)) {
            assertThat(StartedProgram.get(server.address().resolve("/health/ready")).statusCode())
                    .isEqualTo(200);
        }
    }

    private Path layout() throws Exception {
        Path layout = Files.createDirectories(folder.resolve("layout"));
        Programs.run(layout,
                List.of("tar", "-xf", BuiltPackages.built().imageFile().toString()));
        return layout;
    }

    private static String blob(Path layout, String digest) throws Exception {
        return Files.readString(layout.resolve("blobs/sha256/" + digest));
    }

    private static List<String> digests(String json) {
        return DIGEST.matcher(json).results().map(found -> found.group(1)).toList();
    }
}
