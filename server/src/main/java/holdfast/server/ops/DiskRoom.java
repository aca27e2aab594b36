package holdfast.server.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// How much room the disk of the embedded database has left, as metrics and as a health check.
public final class DiskRoom {
    /// PostgreSQL needs a few files of its log, each of 16 MiB, to go on at all.
    private static final long LITTLE = 512L << 20;

    private final Path folder;

    private DiskRoom(Path folder) {
        this.folder = folder;
    }

    /// Registers the metrics of the disk, and checks its room.
    ///
    /// @param folder on the disk to watch
    public static Health.Check watch(Metrics metrics, Path folder) {
        DiskRoom disk = new DiskRoom(folder);
        metrics.watch("holdfast_disk_free_bytes",
                "Room on the disk of the embedded database.", disk::free);
        metrics.watch("holdfast_disk_bytes",
                "Size of the disk of the embedded database.", disk::size);
        return new Health.Check("disk", false, () -> complaint(disk.free()));
    }

    static Optional<String> complaint(double free) {
        return free >= LITTLE ? Optional.empty()
                : Optional.of("only " + (long) (free / (1 << 20)) + " MiB are left");
    }

    private double free() {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException unreadable) {
            return 0;
        }
    }

    private double size() {
        try {
            return Files.getFileStore(folder).getTotalSpace();
        } catch (IOException unreadable) {
            return 0;
        }
    }
}
