package holdfast.server.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/// Writes an archive file: lines of JSON, compressed in batches, each of which is on the disk when
/// its call returns. The file has the suffix `.part` until its last line, the digest, is written.
final class ArchiveWriter implements AutoCloseable {
    static final String UNFINISHED = ".part";
    static final String FINISHED = ".jsonl.gz";

    private final Path file;
    private final FileChannel channel;
    private final MessageDigest digest;
    private ArchiveCounts counts = ArchiveCounts.NONE;

    private ArchiveWriter(Path file, FileChannel channel, MessageDigest digest) {
        this.file = file;
        this.channel = channel;
        this.digest = digest;
    }

    /// @param name without a suffix
    static ArchiveWriter open(Path directory, String name) {
        try {
            Path file = directory.resolve(name + UNFINISHED);
            boolean posix = directory.getFileSystem().supportedFileAttributeViews()
                    .contains("posix");
            // It says what was sold, so only its owner reads it.
            if (posix) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            return new ArchiveWriter(file, channel, MessageDigest.getInstance("SHA-256"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Writes a batch and waits until it is on the disk.
    void batch(List<String> lines, ArchiveCounts added) {
        counts = counts.plus(added);
        write(lines);
    }

    private void write(List<String> lines) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(bytes)) {
            for (String line : lines) {
                byte[] text = (line + "\n").getBytes(StandardCharsets.UTF_8);
                digest.update(text);
                packed.write(text);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    ArchiveCounts counts() {
        return counts;
    }

    /// Writes the last line, and gives the file its name.
    Path finish() {
        String sum = HexFormat.of().formatHex(digest.digest());
        write(List.of(ArchiveLines.end(counts, sum)));
        String name = file.getFileName().toString();
        Path named = file.resolveSibling(
                name.substring(0, name.length() - UNFINISHED.length()) + FINISHED);
        try {
            channel.close();
            Files.move(file, named, StandardCopyOption.ATOMIC_MOVE);
            sync(Objects.requireNonNull(named.toAbsolutePath().getParent()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return named;
    }

    /// A new name is on the disk when its directory is.
    private static void sync(Path directory) throws IOException {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    /// Without {@link #finish}, the file stays unfinished.
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
