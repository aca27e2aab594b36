package holdfast.bench;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// The folders of the benchmark: beside the program, on a disk, and not in the system's temporary
/// folder, which on many machines is memory and would flush in no time.
final class BenchFolders {
    private BenchFolders() {}

    /// `bench/target`, which has the classes, the jar, and the copies of the jar that run.
    private static Path target() {
        try {
            return target(Path.of(
                    BenchFolders.class.getProtectionDomain().getCodeSource().getLocation()
                            .toURI()));
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The `target` above the program.
    static Path target(Path program) {
        for (Path at = program.toAbsolutePath(); at != null; at = at.getParent()) {
            if (at.endsWith("target")) {
                return at;
            }
        }
        throw new IllegalStateException(program + " is not in a build's folder");
    }

    /// A new folder for the database.
    static Path make() throws IOException {
        return Files.createTempDirectory(target(), "database-");
    }

    /// `bench/results`.
    static Path results() throws IOException {
        Path bench = target().getParent();
        return Files.createDirectories((bench == null ? target() : bench).resolve("results"));
    }

    /// The server's jar, where the build puts it.
    static Path server() {
        return jar("server");
    }

    /// The sandbox's jar.
    static Path sandbox() {
        return jar("sandbox");
    }

    private static Path jar(String module) {
        Path bench = target().getParent();
        return (bench == null ? target() : bench).resolveSibling(module)
                .resolve("target").resolve("holdfast-" + module + ".jar").normalize();
    }

    static void remove(Path home) throws IOException {
        Files.walkFileTree(home, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                    throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException broken)
                    throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
