package holdfast.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Chooses the folder for unpacked programs: this user's cache, shared by all data directories, or
/// else the data directory. A user who can write there could run programs as this user, so a folder
/// that others can write to is rejected.
final class BinaryCache {
    private static final Logger LOG = LoggerFactory.getLogger(BinaryCache.class);
    private static final Set<PosixFilePermission> PRIVATE =
            PosixFilePermissions.fromString("rwx------");

    private BinaryCache() {}

    static Path choose(@Nullable Path wanted, Path home, ProcessUser user) throws IOException {
        Path inside = home.resolve("binaries");
        if (user.owner() != null) {
            // PostgreSQL's user must reach the programs, and it can reach its data.
            Path folder = made(inside);
            user.ownOnly(folder);
            return folder;
        }
        if (wanted != null) {
            return made(wanted);
        }
        try {
            return made(cache());
        } catch (IOException e) {
            LOG.info(
                    "No cache for the PostgreSQL programs ({}); unpacking them into {}.",
                    e.getMessage(),
                    inside);
            return made(inside);
        }
    }

    private static Path cache() throws IOException {
        String named = System.getenv("XDG_CACHE_HOME");
        if (named != null && Path.of(named).isAbsolute()) {
            return Path.of(named, "holdfast");
        }
        Path user = Path.of(System.getProperty("user.home", ""));
        if (!user.isAbsolute() || !Files.isDirectory(user)) {
            throw new IOException("no home directory");
        }
        Path library = user.resolve("Library").resolve("Caches");
        return (Files.isDirectory(library) ? library : user.resolve(".cache")).resolve("holdfast");
    }

    private static Path made(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
        if (permissions.contains(PosixFilePermission.OTHERS_WRITE)
                || permissions.contains(PosixFilePermission.GROUP_WRITE)) {
            throw new IOException("others may write to " + folder);
        }
        if (!Files.isWritable(folder)) {
            throw new IOException(folder + " is not writable");
        }
        return folder.toRealPath();
    }
}
