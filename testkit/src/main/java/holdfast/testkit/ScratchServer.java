package holdfast.testkit;

import holdfast.database.Embedded;
import holdfast.database.PoolOptions;
import holdfast.database.Schema;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The one PostgreSQL of a test JVM, started on first use and stopped with the JVM. It has a
/// migrated template database; every scratch database is a copy of it.
final class ScratchServer {
    private static final String TEMPLATE = "scratch_template";

    private final Embedded server;
    private final AtomicInteger databases = new AtomicInteger();

    private ScratchServer(Embedded server) {
        this.server = server;
    }

    private static final class Only {
        private static final ScratchServer SERVER = start();
    }

    static ScratchServer running() {
        return Only.SERVER;
    }

    private static ScratchServer start() {
        try {
            Path home = Files.createTempDirectory("holdfast-scratch-");
            Embedded server = Embedded.start(home, Embedded.Options.defaults());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.close();
                remove(home);
            }));
            server.createDatabase(TEMPLATE);
            Schema.migrate(server.address(TEMPLATE), PoolOptions.defaults());
            return new ScratchServer(server);
        } catch (IOException e) {
            throw new ScratchException("no directory for the scratch PostgreSQL", e);
        }
    }

    Embedded embedded() {
        return server;
    }

    /// Copies the template; returns the copy's name.
    String create() {
        String name = "scratch_" + databases.incrementAndGet();
        server.createDatabase(name, TEMPLATE);
        return name;
    }

    private static void remove(Path home) {
        try {
            Files.walkFileTree(home, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                        throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(
                        Path folder, @Nullable IOException broken) throws IOException {
                    Files.delete(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            System.err.println("left behind: " + home + " (" + e + ")");
        }
    }
}
