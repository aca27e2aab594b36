package holdfast.e2e;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/// The version after this one, as tests of upgrades need it: this build with another version and with
/// one more file of schema changes.
final class NextVersion {
    static final String VERSION = "99.0.0";

    /// What a release may change while nodes of the version before still run: it adds.
    private static final String SCHEMA_CHANGE = """
            ALTER TABLE hold ADD COLUMN channel text;
            ALTER TABLE booking ADD COLUMN channel text;
            CREATE INDEX booking_by_channel ON booking (workspace, channel);
            CREATE TABLE channel (
                workspace text COLLATE "C" NOT NULL,
                channel   text COLLATE "C" NOT NULL,
                CONSTRAINT channel_once PRIMARY KEY (workspace, channel)
            );
            """;

    private NextVersion() {}

    /// Makes its jar in this folder.
    static Path jar(Path folder) throws IOException {
        Path present = ServerNode.jar();
        Path next = folder.resolve(present.getFileName().toString());
        Files.copy(present, next);
        Files.createSymbolicLink(
                folder.resolve("lib"), present.toAbsolutePath().resolveSibling("lib"));
        try (FileSystem inside = FileSystems.newFileSystem(next)) {
            Files.writeString(inside.getPath("holdfast/server/schema/990_channel.sql"),
                    SCHEMA_CHANGE);
            Path manifest = inside.getPath("META-INF/MANIFEST.MF");
            Files.writeString(manifest, Files.readString(manifest).replaceFirst(
                    "Implementation-Version: .*", "Implementation-Version: " + VERSION));
        }
        return next;
    }
}
