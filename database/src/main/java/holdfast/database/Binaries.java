package holdfast.database;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/// The PostgreSQL programs, unpacked and ready to run.
///
/// @param home    the folder with `bin`, `lib` and `share`
/// @param version such as `18.6`
record Binaries(Path home, String version) {
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+(?:\\.\\d+)?)");
    private static final String LIST = ".unpacked";
    private static final String UNFINISHED = ".unpacking-";

    // A file lock excludes other processes. A second request within one process would fail, so this
    // lock comes first.
    private static final ReentrantLock HERE = new ReentrantLock();

    int major() {
        int dot = version.indexOf('.');
        return Integer.parseInt(dot < 0 ? version : version.substring(0, dot));
    }

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    /// Finds the programs in the cache or unpacks them there, completely or not at all. Concurrent
    /// callers are safe.
    static Binaries on(Path cache, Archive archive) throws IOException {
        String name =
                archive.name().replace(".txz", "") + "-"
                        + HexFormat.of().toHexDigits((int) archive.crc32());
        Path home = cache.resolve(name);
        if (whole(home)) {
            return new Binaries(home, version(home));
        }
        HERE.lock();
        try (FileChannel lock = FileChannel.open(cache.resolve("lock"), CREATE, WRITE);
                var _ = lock.lock()) {
            if (!whole(home)) {
                removeLeftovers(cache);
                unpack(archive, Files.createTempDirectory(cache, UNFINISHED), home);
            }
            return new Binaries(home, version(home));
        } finally {
            HERE.unlock();
        }
    }

    private static void unpack(Archive archive, Path draft, Path home) throws IOException {
        try (InputStream packed = archive.open();
                InputStream in = new XZInputStream(packed)) {
            // Libraries for linking are not needed here and are a third of the files.
            TarFiles.unpack(in, draft, entry -> !entry.endsWith(".a") && !entry.contains("/pgxs/"));
            in.transferTo(OutputStream.nullOutputStream());
            packed.transferTo(OutputStream.nullOutputStream());
        }
        Command asked =
                Command.run(
                        Duration.ofSeconds(20),
                        List.of(draft.resolve("bin").resolve("postgres").toString(), "--version"));
        Matcher version = VERSION.matcher(asked.output());
        if (!asked.ok() || !version.find()) {
            throw new DatabaseException(
                    "The PostgreSQL programs of " + archive.name() + " do not run on this"
                            + " machine (" + asked.output()
                            + "). Set HOLDFAST_DATABASE_URL to a PostgreSQL " + Schema.OLDEST
                            + " or later instead.");
        }
        Files.writeString(draft.resolve(LIST), version.group(1) + "\n" + contents(draft));
        if (Files.exists(home)) {
            // It is incomplete and may still be running, so it is moved away now and removed later.
            Path away = Files.createTempDirectory(home.getParent(), UNFINISHED);
            Files.move(home, away, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String contents(Path home) throws IOException {
        StringBuilder list = new StringBuilder();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                list.append(Files.size(file)).append(' ');
                list.append(home.relativize(file)).append('\n');
            }
        }
        return list.toString();
    }

    /// Whether every unpacked file exists in its full length. A power cut after the rename, or a
    /// tool that removes old files, can leave an incomplete folder.
    private static boolean whole(Path home) throws IOException {
        if (!Files.exists(home.resolve(LIST))) {
            return false;
        }
        List<String> lines = Files.readAllLines(home.resolve(LIST));
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            int space = line.indexOf(' ');
            Path file = home.resolve(line.substring(space + 1));
            if (!Files.exists(file)
                    || Files.size(file) != Long.parseLong(line.substring(0, space))) {
                return false;
            }
        }
        return lines.size() > 1;
    }

    private static String version(Path home) throws IOException {
        return Files.readAllLines(home.resolve(LIST)).getFirst();
    }

    private static void removeLeftovers(Path cache) throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(cache, UNFINISHED + "*")) {
            for (Path leftover : leftovers) {
                remove(leftover);
            }
        }
    }

    static void remove(Path tree) throws IOException {
        Files.walkFileTree(
                tree,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
                            throws IOException {
                        Files.delete(folder);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
