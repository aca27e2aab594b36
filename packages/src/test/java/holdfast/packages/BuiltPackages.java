package holdfast.packages;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The packages of this build. They are built once for all tests.
final class BuiltPackages {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Path OUTPUT = Path.of("target/packages").toAbsolutePath();
    private static @Nullable BuildPackages built;

    private BuiltPackages() {}

    static synchronized BuildPackages built() throws IOException {
        BuildPackages known = built;
        if (known == null) {
            known = of(OUTPUT, BuildPackages.version(REPOSITORY));
            known.build(RootOnDebian.here());
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
}
