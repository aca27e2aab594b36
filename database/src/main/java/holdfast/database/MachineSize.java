package holdfast.database;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// The settings of an embedded PostgreSQL that fit the machine. It shares the machine with the
/// server, so it takes less than a machine of its own would allow.
///
/// @param memory in bytes; inside a container with a limit, the limit
/// @param disk   the size of the file system with the data, in bytes
record MachineSize(long memory, long disk) {
    private static final long MEGABYTE = 1L << 20;
    private static final long GIGABYTE = 1L << 30;

    /// The JVM reads a container's limit from its control group.
    static MachineSize of(Path data) {
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        // A file store would need the table of mounts, which some containers do not show.
        return new MachineSize(system.getTotalMemorySize(), data.toFile().getTotalSpace());
    }

    Map<String, String> settings() {
        long wal = between(256 * MEGABYTE, disk / 20, 4 * GIGABYTE);
        Map<String, String> settings = new LinkedHashMap<>();
        // Taken from the system only as pages are read. wal_buffers follows: a 32nd of it, 16 MB at
        // the most.
        settings.put("shared_buffers", megabytes(between(32 * MEGABYTE, memory / 8, GIGABYTE)));
        // What the system's file cache probably has; only the planner reads it.
        settings.put("effective_cache_size", megabytes(between(64 * MEGABYTE, memory / 2, disk)));
        settings.put("maintenance_work_mem",
                megabytes(between(16 * MEGABYTE, memory / 64, 256 * MEGABYTE)));
        // A checkpoint begins when this much was written: each one makes PostgreSQL log whole pages
        // again. More would make the recovery after a crash longer.
        settings.put("max_wal_size", megabytes(wal));
        // Files of the log that are kept, so that they need not be made anew in a rush.
        settings.put("min_wal_size", megabytes(wal / 4));
        return settings;
    }

    private static long between(long least, long value, long most) {
        return Math.max(least, Math.min(value, most));
    }

    private static String megabytes(long bytes) {
        return bytes / MEGABYTE + "MB";
    }
}
