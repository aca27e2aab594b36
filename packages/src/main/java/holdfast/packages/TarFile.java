package holdfast.packages;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;

/// Writes `.tar` and `.tar.gz` files whose bytes depend on their entries only: every time is
/// the time of the release.
final class TarFile {

    private TarFile() {}

    static void gzip(Path file, List<InstalledFile> entries, Instant time) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                OutputStream gzip = gzip(out)) {
            write(gzip, entries, time);
        }
    }

    /// A gzip stream without a name and a time.
    static OutputStream gzip(OutputStream out) throws IOException {
        return new GzipCompressorOutputStream(out);
    }

    static void write(OutputStream out, List<InstalledFile> entries, Instant time)
            throws IOException {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
        for (InstalledFile file : entries) {
            byte[] content = file.content().read();
            tar.putArchiveEntry(entry(file, content.length, time));
            tar.write(content);
            tar.closeArchiveEntry();
        }
        tar.finish();
        tar.flush();
    }

    private static TarArchiveEntry entry(InstalledFile file, int size, Instant time) {
        TarArchiveEntry entry = switch (file.type()) {
            case FOLDER, SHARED_FOLDER -> new TarArchiveEntry(file.path() + "/");
            case LINK -> new TarArchiveEntry(file.path(), TarConstants.LF_SYMLINK);
            case FILE, PROGRAM, PRIVATE -> new TarArchiveEntry(file.path());
        };
        file.target().ifPresent(entry::setLinkName);
        entry.setSize(size);
        entry.setMode(file.type().mode());
        entry.setModTime(Date.from(time));
        entry.setIds(file.owner(), file.owner());
        if (file.owner() == 0) {
            entry.setNames("root", "root");
        }
        return entry;
    }
}
