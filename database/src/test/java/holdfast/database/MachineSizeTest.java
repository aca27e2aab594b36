package holdfast.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class MachineSizeTest {
    private static final long MEGABYTE = 1L << 20;
    private static final long GIGABYTE = 1L << 30;

    private static Map<String, String> settings(long memory, long disk) {
        return new MachineSize(memory, disk).settings();
    }

    @Test
    void leavesRoomOnALaptop() {
        assertThat(settings(4 * GIGABYTE, 100 * GIGABYTE))
                .containsEntry("shared_buffers", "512MB")
                .containsEntry("effective_cache_size", "2048MB")
                .containsEntry("maintenance_work_mem", "64MB")
                .containsEntry("max_wal_size", "4096MB")
                .containsEntry("min_wal_size", "1024MB");
    }

    @Test
    void fitsASmallContainer() {
        assertThat(settings(256 * MEGABYTE, 2 * GIGABYTE))
                .containsEntry("shared_buffers", "32MB")
                .containsEntry("effective_cache_size", "128MB")
                .containsEntry("maintenance_work_mem", "16MB")
                .containsEntry("max_wal_size", "256MB")
                .containsEntry("min_wal_size", "64MB");
    }

    @Test
    void takesNoMoreOnABigMachine() {
        assertThat(settings(512 * GIGABYTE, 8_000 * GIGABYTE))
                .containsEntry("shared_buffers", "1024MB")
                .containsEntry("maintenance_work_mem", "256MB")
                .containsEntry("max_wal_size", "4096MB");
    }
}
