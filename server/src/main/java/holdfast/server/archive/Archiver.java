package holdfast.server.archive;

import holdfast.Hold;
import holdfast.HoldfastReads;
import holdfast.change.Archiving;
import holdfast.change.Archiving.Ended;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import holdfast.server.booking.BookingSearch.Mark;
import holdfast.server.booking.EndedBookings;
import holdfast.server.booking.OldBookings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Moves what ended long ago from all workspaces into one file. Each batch is on the disk before it
/// is deleted from the tables. One run at a time works in a directory.
public final class Archiver {
    private static final int HOLDS_AT_ONCE = 500;
    private static final int KEYS_AT_ONCE = 5_000;
    private static final DateTimeFormatter NAME = DateTimeFormatter
            .ofPattern("'holdfast-'uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final HoldfastReads engine;
    private final Archiving tables;
    private final Kept kept;
    private final Optional<KeptBookings> bookings;

    /// What stays in the database, and where the rest goes.
    ///
    /// @param directory where the files are
    /// @param ended     how long a hold stays after its end
    /// @param keys      how long an idempotency key stays, at most as long
    public record Kept(Path directory, Duration ended, Duration keys) {}

    /// How long a booking stays after it is over.
    public record KeptBookings(OldBookings found, Duration after) {}

    /// @param bookings empty where bookings stay for ever
    public <E extends HoldfastReads & Archiving> Archiver(
            E engine, Kept kept, Optional<KeptBookings> bookings) {
        this.engine = engine;
        this.tables = engine;
        this.kept = kept;
        this.bookings = bookings;
    }

    /// What a run moved.
    ///
    /// @param limits customers' limits that were removed
    /// @param file   empty if there was nothing to move
    public record Done(ArchiveCounts counts, int limits, Optional<Path> file) {}

    /// Runs once; empty if another run is under way in the directory.
    public Optional<Done> run() {
        try {
            Files.createDirectories(kept.directory());
            try (FileChannel channel = FileChannel.open(
                    kept.directory().resolve(".lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
                    @Nullable FileLock lock = lock(channel)) {
                if (lock == null) {
                    return Optional.empty();
                }
                UnfinishedArchive.finishAll(kept.directory(), engine);
                return Optional.of(new Run().all());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ours) {
            return null;
        }
    }

    /// One run. The file is made for the first record.
    private final class Run {
        private final Instant now = engine.now();
        private @Nullable ArchiveWriter writer;

        Done all() {
            int limits = 0;
            try {
                for (String workspace : engine.workspaces()) {
                    keys(workspace);
                    holds(workspace);
                    bookings.ifPresent(each -> bookings(workspace, each));
                    limits += tables.removeLimits(workspace);
                }
                return writer == null ? new Done(ArchiveCounts.NONE, limits, Optional.empty())
                        : new Done(writer.counts(), limits, Optional.of(writer.finish()));
            } finally {
                if (writer != null) {
                    writer.close();
                }
            }
        }

        private void keys(String workspace) {
            int moved;
            do {
                moved = tables.archiveKeys(workspace, now.minus(kept.keys()), KEYS_AT_ONCE,
                        keys -> write(keys.stream()
                                .map(key -> ArchiveLines.key(workspace, key)).toList(),
                                new ArchiveCounts(0, 0, keys.size())));
            } while (moved == KEYS_AT_ONCE);
        }

        private void holds(String workspace) {
            int moved;
            do {
                moved = tables.archiveHolds(workspace, now.minus(kept.ended()), HOLDS_AT_ONCE,
                        new Store(workspace));
            } while (moved == HOLDS_AT_ONCE);
        }

        private void bookings(String workspace, KeptBookings which) {
            Instant before = now.minus(which.after);
            Optional<Mark> after = Optional.of(Mark.FIRST);
            while (after.isPresent()) {
                OldBookings.Page page =
                        which.found.page(workspace, before, after.get(), HOLDS_AT_ONCE);
                if (!page.over().isEmpty()) {
                    tables.archiveBookings(workspace, before, page.over(), new Store(workspace));
                }
                after = page.next();
            }
        }

        private void write(List<String> records, ArchiveCounts counts) {
            List<String> lines = new ArrayList<>();
            if (writer == null) {
                writer = ArchiveWriter.open(kept.directory(), NAME.format(Instant.now()));
                lines.add(ArchiveLines.header(now));
            }
            lines.addAll(records);
            lines.add(ArchiveLines.batch(records.size()));
            writer.batch(lines, counts);
        }

        private final class Store implements Archiving.HoldStore {
            private final String workspace;

            Store(String workspace) {
                this.workspace = workspace;
            }

            @Override
            public Hold.Notes withoutPerson(Hold.Notes notes) {
                return EndedBookings.withoutPerson(notes);
            }

            @Override
            public void keep(Transaction tx, List<Ended> holds) throws SQLException {
                Map<String, List<EndedBookings.Requested>> requested = EndedBookings.requested(
                        tx, workspace, holds.stream().map(Ended::hold).toList());
                long lines = holds.stream().mapToLong(hold -> hold.lines().size()).sum();
                write(holds.stream().map(hold -> ArchiveLines.hold(workspace, hold,
                        requested.getOrDefault(hold.hold(), List.of()))).toList(),
                        new ArchiveCounts(holds.size(), lines, 0));
            }

            @Override
            public void remove(Pipeline pipeline, String where, List<String> holds) {
                EndedBookings.remove(pipeline, where, holds);
            }
        }
    }
}
