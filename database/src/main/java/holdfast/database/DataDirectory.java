package holdfast.database;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The directory of an embedded PostgreSQL, locked by one process at a time:
///
/// ```
/// lock         a lock of the operating system, which ends with its process
/// password     the generated password, readable by its owner alone
/// postgres/    PostgreSQL's own data directory
/// not-durable  a mark: the data was once written without durability
/// binaries/    the programs, if no cache of this user could be used
/// ```
final class DataDirectory implements AutoCloseable {
    // Closing any handle of a file drops every lock of this process on it, so a second attempt
    // within this process must not even open the file.
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();
    private static final int PASSWORD_BYTES = 24;
    private static final FileAttribute<?> PRIVATE_FOLDER = mode("rwx------");
    private static final FileAttribute<?> PRIVATE_FILE = mode("rw-------");

    private final Path home;
    private final FileChannel lock;

    private DataDirectory(Path home, FileChannel lock) {
        this.home = home;
        this.lock = lock;
    }

    static DataDirectory take(Path path) {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path, PRIVATE_FOLDER);
            }
            Path home = path.toRealPath();
            if (!OURS.add(home)) {
                throw taken(home, Long.toString(ProcessHandle.current().pid()));
            }
            try {
                return new DataDirectory(home, locked(home));
            } catch (IOException | RuntimeException e) {
                OURS.remove(home);
                throw e;
            }
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    private static FileChannel locked(Path home) throws IOException {
        FileChannel channel = FileChannel.open(
                home.resolve("lock"), Set.of(CREATE, READ, WRITE), PRIVATE_FILE);
        if (channel.tryLock() == null) {
            ByteBuffer holder = ByteBuffer.allocate(32);
            channel.read(holder, 0);
            channel.close();
            throw taken(home, US_ASCII.decode(holder.flip()).toString());
        }
        channel.truncate(0);
        channel.write(US_ASCII.encode(Long.toString(ProcessHandle.current().pid())), 0);
        return channel;
    }

    private static FileAttribute<?> mode(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }

    private static DatabaseException taken(Path home, String pid) {
        return new DatabaseException(
                "The directory " + home + " is in use by process " + pid
                        + ". Two servers on one data directory would destroy it: stop that one, or"
                        + " choose another directory (HOLDFAST_DATA).");
    }

    static DatabaseException unusable(Path path, IOException e) {
        return new DatabaseException(
                "The directory " + path.toAbsolutePath() + " cannot be used: "
                        + e.getClass().getSimpleName() + ", " + e.getMessage()
                        + ". It must be writable and have about 200 MB free.",
                e);
    }

    Path home() {
        return home;
    }

    Path cluster() {
        return home.resolve("postgres");
    }

    Path passwordFile() {
        return home.resolve("password");
    }

    /// The password, generated on the first call.
    String password() throws IOException {
        Path file = passwordFile();
        if (!Files.exists(file)) {
            if (Files.exists(cluster())) {
                throw new DatabaseException(
                        "The password of the database in " + home + " is missing: " + file
                                + " must be restored.");
            }
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            String made = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
            Path draft = home.resolve("password.new");
            Files.deleteIfExists(draft);
            // Synced to disk before the database that needs it is created.
            try (FileChannel out =
                    FileChannel.open(draft, Set.of(CREATE_NEW, WRITE), PRIVATE_FILE)) {
                out.write(US_ASCII.encode(made));
                out.force(true);
            }
            keep(draft, file);
        }
        return Files.readString(file).strip();
    }

    /// Renames a finished draft and syncs the folder, so that the new name survives a crash.
    void keep(Path draft, Path name) throws IOException {
        Files.move(draft, name, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(home, READ)) {
            folder.force(true);
        }
    }

    /// A directory once written without durability stays marked. Damage by a crash cannot be
    /// detected later, so it is never opened as a durable one.
    void requireSamePromise(Embedded.Durability durability) throws IOException {
        Path mark = home.resolve("not-durable");
        if (durability == Embedded.Durability.NONE) {
            Files.writeString(mark, "Written without fsync; a crash may have damaged it unseen.");
        } else if (Files.exists(mark)) {
            throw new DatabaseException(
                    "The data in " + home + " was once written without durability and may be"
                            + " damaged unseen: start with an empty directory.");
        }
    }

    /// The process id in postmaster.pid, if there is one.
    @Nullable
    Long noted() throws IOException {
        Path note = note();
        if (!Files.exists(note)) {
            return null;
        }
        String first = Files.readString(note).lines().findFirst().orElse("").strip();
        return first.chars().allMatch(Character::isDigit) && !first.isEmpty()
                ? Long.valueOf(first)
                : null;
    }

    Path note() {
        return cluster().resolve("postmaster.pid");
    }

    @Override
    public void close() {
        if (!lock.isOpen()) {
            // The lock is released already, and another process may have the directory.
            return;
        }
        try {
            lock.close();
        } catch (IOException e) {
            throw unusable(home, e);
        } finally {
            OURS.remove(home);
        }
    }
}
