package holdfast.server.archive;

import holdfast.HoldfastReads;
import holdfast.server.json.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finishes the files of runs that died. All batches but the last were deleted from the tables. The
/// last one is left out if its holds are still in the tables, and the next run moves them again.
/// Of keys that cannot be told: a key may be in two files.
final class UnfinishedArchive {
    private static final Logger LOG = LoggerFactory.getLogger(UnfinishedArchive.class);
    private static final String ANEW = "-finished";

    private final HoldfastReads engine;
    private final ArchiveWriter writer;
    private List<String> batch = new ArrayList<>();
    private List<String> last = new ArrayList<>();
    private ArchiveCounts lastCounts = ArchiveCounts.NONE;
    private ArchiveCounts counts = ArchiveCounts.NONE;
    private boolean written;
    private String workspace = "";
    private Optional<String> hold = Optional.empty();
    private Optional<String> lastHold = Optional.empty();

    private UnfinishedArchive(HoldfastReads engine, ArchiveWriter writer) {
        this.engine = engine;
        this.writer = writer;
    }

    static void finishAll(Path directory, HoldfastReads engine) {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> unfinished = files.filter(file -> file.getFileName().toString()
                    .endsWith(ArchiveWriter.UNFINISHED)).sorted().toList();
            for (Path file : unfinished) {
                finish(file, engine);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void finish(Path file, HoldfastReads engine) throws IOException {
        String name = file.getFileName().toString();
        String bare = name.substring(0, name.length() - ArchiveWriter.UNFINISHED.length());
        if (bare.endsWith(ANEW)) {
            // A copy that died too; its original is still there.
            Files.delete(file);
            return;
        }
        Files.deleteIfExists(file.resolveSibling(bare + ANEW + ArchiveWriter.UNFINISHED));
        try (ArchiveWriter writer = ArchiveWriter.open(
                Objects.requireNonNull(file.toAbsolutePath().getParent()), bare + ANEW)) {
            UnfinishedArchive archive = new UnfinishedArchive(engine, writer);
            ArchiveReader.read(file, archive::line);
            archive.flush();
            if (archive.written) {
                LOG.warn("The archive {} of a run that died is finished: {}", name,
                        writer.finish());
            }
            Files.delete(file);
        }
    }

    private void line(String text, Fields fields) {
        if (fields.has("sha256")) {
            return;
        }
        batch.add(text);
        if (fields.has("hold")) {
            hold = Optional.of(fields.text("hold"));
            workspace = fields.text("workspace");
            counts = counts.plus(new ArchiveCounts(
                    1, fields.raw("lines").map(lines -> lines.size()).orElse(0), 0));
        } else if (fields.has("key")) {
            counts = counts.plus(new ArchiveCounts(0, 0, 1));
        } else if (fields.has("batch")) {
            writeLast();
            last = batch;
            lastCounts = counts;
            lastHold = hold;
            batch = new ArrayList<>();
            counts = ArchiveCounts.NONE;
            hold = Optional.empty();
        }
    }

    private void writeLast() {
        if (!last.isEmpty()) {
            writer.batch(last, lastCounts);
            written = true;
        }
    }

    private void flush() {
        if (lastHold.isEmpty() || engine.find(workspace, lastHold.get()).isEmpty()) {
            writeLast();
        }
    }
}
