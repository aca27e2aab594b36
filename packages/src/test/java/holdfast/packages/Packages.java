package holdfast.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The packages of this build. They are built once for all tests.
final class Packages {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Path OUTPUT = Path.of("target/packages").toAbsolutePath();
    private static @Nullable BuildPackages built;

    private Packages() {}

    static synchronized BuildPackages built() throws IOException {
        BuildPackages known = built;
        if (known == null) {
            known = of(OUTPUT, BuildPackages.version(REPOSITORY));
            known.build(debianAndRoot());
            built = known;
        }
        return known;
    }

    /// The archive and the Debian package, built once more.
    static BuildPackages again(Path output, String version) throws IOException {
        BuildPackages packages = of(output, version);
        packages.build(false);
        return packages;
    }

    private static BuildPackages of(Path output, String version) {
        return new BuildPackages(REPOSITORY, output, version, System.out);
    }

    /// Skips a test that needs root on a Debian, except where such a test must run.
    static void needDebianAndRoot() {
        boolean required = "yes".equals(System.getenv("HOLDFAST_PACKAGES_REQUIRED"));
        if (required) {
            assertThat(debianAndRoot()).as("root on a Debian").isTrue();
        }
        assumeTrue(debianAndRoot(), "needs root on a Debian, to install into a chroot");
    }

    static boolean debianAndRoot() {
        return "root".equals(System.getProperty("user.name"))
                && List.of("/usr/bin/apt-get", "/usr/bin/dpkg", "/usr/bin/unshare").stream()
                        .allMatch(program -> Files.isExecutable(Path.of(program)));
    }
}
