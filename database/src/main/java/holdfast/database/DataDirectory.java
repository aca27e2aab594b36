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

/// Where an embedded PostgreSQL lives, held by one process at a time:
///
/// ```
/// lock         who has it: a lock of the operating system, gone with its process
/// password     the generated one, readable by its owner alone
/// postgres/    PostgreSQL's own data directory
/// not-durable  a mark that the data was once written without durability
/// binaries/    the programs, when no cache of this user's could be used
/// ```
final class DataDirectory implements AutoCloseable {
    // Closing any handle of a file drops every lock this process has on it, so a second attempt
    // from within this process must not even open the file.
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

    /// The password, made up on the first call.
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
            // Onto the disk before anything is made that only it opens.
            try (FileChannel out =
                    FileChannel.open(draft, Set.of(CREATE_NEW, WRITE), PRIVATE_FILE)) {
                out.write(US_ASCII.encode(made));
                out.force(true);
            }
            keep(draft, file);
        }
        return Files.readString(file).strip();
    }

    /// Gives a finished draft its name, for good: also the name is on the disk afterwards.
    void keep(Path draft, Path name) throws IOException {
        Files.move(draft, name, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(home, READ)) {
            folder.force(true);
        }
    }

    /// A directory once written without durability stays marked: what a crash did to it cannot be
    /// seen later, so it is never passed off as a durable one.
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

    /// The process that PostgreSQL's own note in the data directory names, if there is one.
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
            // By now the directory may be somebody else's.
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
