package holdfast.packages;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;

/// Writes a Debian package: an `ar` archive of a format version, the control files and the data.
final class DebFile {
    private static final String FORMAT = "2.0\n";
    private static final int PLAIN = 0100644;

    private DebFile() {}

    static void write(Path file, List<InstalledFile> control, List<InstalledFile> data,
            Instant time) throws IOException {
        Path packed = file.resolveSibling(file.getFileName() + ".data");
        try {
            TarFile.gzip(packed, dotted(data), time);
            try (OutputStream out = Files.newOutputStream(file);
                    ArArchiveOutputStream ar = new ArArchiveOutputStream(out)) {
                add(ar, "debian-binary", FORMAT.getBytes(StandardCharsets.US_ASCII), time);
                add(ar, "control.tar.gz", gzip(dotted(control), time), time);
                add(ar, "data.tar.gz", Files.readAllBytes(packed), time);
            }
        } finally {
            Files.deleteIfExists(packed);
        }
    }

    /// Paths in a Debian package begin with `./`.
    private static List<InstalledFile> dotted(List<InstalledFile> files) {
        return files.stream().map(file -> file.under(".")).toList();
    }

    private static byte[] gzip(List<InstalledFile> files, Instant time) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = TarFile.gzip(bytes)) {
            TarFile.write(gzip, files, time);
        }
        return bytes.toByteArray();
    }

    private static void add(ArArchiveOutputStream ar, String name, byte[] content, Instant time)
            throws IOException {
        ar.putArchiveEntry(new ArArchiveEntry(
                name, content.length, 0, 0, PLAIN, time.getEpochSecond()));
        ar.write(content);
        ar.closeArchiveEntry();
    }
}
