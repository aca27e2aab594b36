package holdfast.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// Unpacks an archive of PostgreSQL programs: files, folders and symbolic links. An entry of
/// another kind, and one that would land outside the folder, is refused.
final class TarFiles {
    private static final Set<PosixFilePermission> PLAIN =
            PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> PROGRAM =
            PosixFilePermissions.fromString("rwxr-xr-x");

    private final TarArchiveInputStream in;
    private final Path into;

    private TarFiles(TarArchiveInputStream in, Path into) {
        this.in = in;
        this.into = into;
    }

    /// Leaves the stream open: its owner reads what follows the archive.
    static void unpack(InputStream in, Path into, Predicate<String> wanted) throws IOException {
        TarArchiveInputStream archive = new TarArchiveInputStream(in, "UTF-8");
        TarFiles files = new TarFiles(archive, into.toAbsolutePath().normalize());
        TarArchiveEntry entry = archive.getNextEntry();
        while (entry != null) {
            if (wanted.test(entry.getName())) {
                files.unpack(entry, files.inside(entry.getName()));
            }
            entry = archive.getNextEntry();
        }
    }

    private void unpack(TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            Files.setPosixFilePermissions(path, PROGRAM);
        } else if (entry.isSymbolicLink()) {
            Path target = Path.of(entry.getLinkName());
            inside(into.relativize(parent(path).resolve(target)).toString());
            Files.createSymbolicLink(path, target);
        } else if (entry.isFile() && !special(entry)) {
            parent(path);
            Files.copy(in, path);
            Files.setPosixFilePermissions(path, (entry.getMode() & 0100) == 0 ? PLAIN : PROGRAM);
        } else {
            throw new IOException("The archive has an entry of unknown kind '"
                    + (char) entry.getLinkFlag() + "': " + path);
        }
    }

    private static boolean special(TarArchiveEntry entry) {
        return entry.isFIFO() || entry.isLink() || entry.isBlockDevice()
                || entry.isCharacterDevice();
    }

    private Path inside(String name) throws IOException {
        Path path = into.resolve(name).normalize();
        if (!path.startsWith(into) || path.equals(into)) {
            throw new IOException(
                    "The archive has an entry that leads outside its folder: " + name);
        }
        return path;
    }

    /// The folder of an entry, made if it is not there.
    private static Path parent(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IOException("The archive has an entry without a folder: " + path);
        }
        Files.createDirectories(parent);
        return parent;
    }
}
