package holdfast.bench;

import com.sun.management.OperatingSystemMXBean;
import holdfast.bench.sql.Statements;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import javax.sql.DataSource;

/// The machine and the time of a run, without which no figure means anything.
///
/// @param database   PostgreSQL's version
/// @param durability its settings that make an acknowledged hold last
/// @param flushMs    how long it takes here to write a page and have it on the disk
record MachineInfo(
        String hardware, String java, String database, String durability, double flushMs,
        LocalDate date) {
    private static final int PAGE = 8_192;
    private static final int FLUSHES = 101;

    private static final String VERSION = """
            SELECT current_setting('server_version')""";

    private static final String DURABILITY = """
            SELECT string_agg(name || ' ' || setting, ', ' ORDER BY name) FROM pg_settings
            WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes')""";

    static MachineInfo here(DataSource source, Path home) throws SQLException, IOException {
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        String hardware = "%d cores, %d GB of memory, %s".formatted(
                Runtime.getRuntime().availableProcessors(),
                Math.round(system.getTotalMemorySize() / 1e9), system.getName());
        try (Connection connection = source.getConnection()) {
            return new MachineInfo(
                    hardware, "JDK " + Runtime.version(),
                    "PostgreSQL " + text(connection, VERSION), text(connection, DURABILITY),
                    flush(home), LocalDate.now(ZoneOffset.UTC));
        }
    }

    private static String text(Connection connection, String sql) throws SQLException {
        return Statements.first(connection, sql, row -> row.getString(1)).orElseThrow();
    }

    /// The median time of some flushes where the database keeps its log. If this is almost nothing,
    /// the disk is memory, or reports flushes too early.
    private static double flush(Path home) throws IOException {
        Path file = Files.createTempFile(home, "flush", null);
        double[] took = new double[FLUSHES];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int at = 0; at < FLUSHES; at++) {
                long began = System.nanoTime();
                channel.write(ByteBuffer.allocate(PAGE), (long) (at % 16) * PAGE);
                channel.force(false);
                took[at] = (System.nanoTime() - began) / 1e6;
            }
        } finally {
            Files.delete(file);
        }
        Arrays.sort(took);
        return took[FLUSHES / 2];
    }
}
