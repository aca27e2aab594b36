package holdfast.packages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A file of a package: where it is installed, and what it contains. A link has a target instead of
/// a content; a folder has neither.
///
/// Root owns it, except in an image, where the folder of the data belongs to the user of the server.
record InstalledFile(
        String path, Type type, Content content, Optional<String> target, int owner) {
    private static final int ROOT = 0;

    enum Type {
        FOLDER(0755), SHARED_FOLDER(01777), FILE(0644), PROGRAM(0755), PRIVATE(0640), LINK(0777);

        private final int mode;

        Type(int mode) {
            this.mode = mode;
        }

        int mode() {
            return mode;
        }
    }

    /// The bytes of a file, read when the package is written.
    @FunctionalInterface
    interface Content {
        Content NONE = () -> new byte[0];

        byte[] read() throws IOException;
    }

    static InstalledFile folder(String path) {
        return new InstalledFile(path, Type.FOLDER, Content.NONE, Optional.empty(), ROOT);
    }

    static InstalledFile link(String path, String target) {
        return new InstalledFile(path, Type.LINK, Content.NONE, Optional.of(target), ROOT);
    }

    static InstalledFile of(String path, Type type, byte[] content) {
        return new InstalledFile(path, type, () -> content, Optional.empty(), ROOT);
    }

    static InstalledFile of(String path, Path file) {
        Type type = Files.isExecutable(file) ? Type.PROGRAM : Type.FILE;
        return new InstalledFile(path, type, () -> Files.readAllBytes(file), Optional.empty(),
                ROOT);
    }

    InstalledFile ownedBy(int user) {
        return new InstalledFile(path, type, content, target, user);
    }

    InstalledFile under(String folder) {
        return new InstalledFile(folder + "/" + path, type, content, target, owner);
    }
}
