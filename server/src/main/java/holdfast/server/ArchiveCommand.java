package holdfast.server;

import holdfast.HoldfastReads;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import holdfast.server.archive.ArchiveCheck;
import holdfast.server.archive.ArchiveCounts;
import holdfast.server.archive.Archiver;
import holdfast.server.booking.BookingSearch;
import holdfast.server.booking.OldBookings;
import holdfast.server.catalog.Catalog;
import holdfast.server.settings.Config;
import holdfast.server.settings.KnownSettings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import javax.sql.DataSource;

/// The command `archive`.
final class ArchiveCommand {
    private ArchiveCommand() {}

    /// What is kept, if anything is archived.
    static Optional<Archiver.Kept> kept(Config config) {
        return config.get(KnownSettings.ARCHIVE).map(directory -> new Archiver.Kept(
                directory, config.get(KnownSettings.KEEP_ENDED),
                config.get(KnownSettings.KEEP_KEYS)));
    }

    /// How long bookings are kept, if not for ever.
    static Optional<Archiver.KeptBookings> bookings(
            Config config, HoldfastReads engine, DataSource source) {
        return config.get(KnownSettings.KEEP_BOOKINGS).map(after -> new Archiver.KeptBookings(
                new OldBookings(engine, new Catalog(source), new BookingSearch(source, 1)), after));
    }

    static int archive(DataSource source, Config config, PrintStream out) {
        Optional<Archiver.Kept> kept = kept(config);
        if (kept.isEmpty()) {
            out.println("Set HOLDFAST_ARCHIVE to the directory of archive files.");
            return 2;
        }
        try (Engine engine = BackupCommands.auditing(source, Limits.usual())) {
            Optional<Archiver.Done> done = new Archiver(engine, kept.get(),
                    bookings(config, engine, source)).run();
            if (done.isEmpty()) {
                out.println("Another run is archiving into " + kept.get().directory() + ".");
                return 1;
            }
            out.println(text(done.get().counts()) + " archived"
                    + done.get().file().map(file -> " in " + file).orElse("") + "; "
                    + done.get().limits() + " unused limits removed.");
            return 0;
        }
    }

    static int check(Path file, PrintStream out) {
        ArchiveCheck.Result result = ArchiveCheck.check(file);
        out.println(text(result.counts()) + " in " + file + "; " + (result.findings().isEmpty()
                ? "nothing disagrees" : result.findings().size() + " disagree"));
        result.findings().forEach(finding -> out.println("  " + finding));
        return result.findings().isEmpty() ? 0 : 1;
    }

    private static String text(ArchiveCounts counts) {
        return counts.holds() + " ended holds and bookings with " + counts.lines()
                + " journal lines and "
                + counts.keys() + " keys";
    }
}
