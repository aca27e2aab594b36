package holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ScratchDatabaseTest {

    @Test
    void hasEmptyTables() {
        try (ScratchDatabase database = ScratchDatabase.quick()) {
            assertThat(database.workspaces()).isEmpty();
            database.run("INSERT INTO workspace VALUES ('theatre', the_clock())");
            assertThat(database.workspaces()).containsExactly("theatre");
            database.clock();
            database.empty();
            assertThat(database.workspaces()).isEmpty();
            assertThat(Sql.text(database.dataSource(), "SELECT count(*)::text FROM set_clock"))
                    .isEqualTo("1");
        }
    }

    @Test
    void isDurableUnlessAskedToBeQuick() {
        try (ScratchDatabase durable = ScratchDatabase.durable();
                ScratchDatabase quick = ScratchDatabase.quick()) {
            for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
                assertThat(Sql.text(durable.dataSource(), "SHOW " + setting)).isEqualTo("on");
            }
            assertThat(Sql.text(quick.dataSource(), "SHOW synchronous_commit")).isEqualTo("off");
            assertThat(Sql.text(quick.dataSource(), "SHOW fsync")).isEqualTo("on");
        }
    }

    @Test
    void runsWithAnUnusualTimeZoneAndLocale() {
        try (ScratchDatabase database = ScratchDatabase.quick()) {
            assertThat(Sql.text(database.dataSource(), "SHOW TimeZone"))
                    .isEqualTo("Asia/Kathmandu");
            assertThat(ZoneId.systemDefault()).isEqualTo(ZoneId.of("Pacific/Chatham"));
            assertThat(Locale.getDefault()).isEqualTo(Locale.of("tr", "TR"));
        }
    }

    @Test
    void isGoneWhenClosed() {
        ScratchDatabase database = ScratchDatabase.quick();
        database.close();
        try (ScratchDatabase other = ScratchDatabase.quick()) {
            assertThat(Sql.text(other.dataSource(),
                    "SELECT count(*)::text FROM pg_database WHERE datname LIKE 'scratch\\_%'"))
                    .isIn("2", "3");
        }
        assertThatThrownBy(() -> database.run("SELECT 1")).isInstanceOf(Exception.class);
    }

    @Test
    void isEmptyAndOnTimeWhenItIsRecycled() {
        ScratchDatabase first = ScratchDatabase.recycled();
        first.run("INSERT INTO workspace VALUES ('theatre', the_clock())");
        first.clock().set(Instant.parse("2000-01-01T00:00:00Z"));
        first.close();
        try (ScratchDatabase second = ScratchDatabase.recycled()) {
            assertThat(second).isSameAs(first);
            assertThat(second.workspaces()).isEmpty();
            assertThat(second.clock().now()).isAfter(Instant.parse("2001-01-01T00:00:00Z"));
        }
    }
}
