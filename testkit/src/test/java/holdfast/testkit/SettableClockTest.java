package holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SettableClockTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    @Test
    void standsWhereItIsSetAndTicksByMicroseconds() {
        try (ScratchDatabase database = ScratchDatabase.quick()) {
            SettableClock clock = database.clock();
            clock.set(NOON);
            assertThat(clock.now()).isEqualTo(NOON);
            assertThat(clock.now()).isEqualTo(NOON);
            clock.tick(Duration.ofNanos(1_000));
            assertThat(clock.now()).isEqualTo(NOON.plusNanos(1_000));
            clock.tick(Duration.ofDays(-400));
            assertThat(clock.now()).isEqualTo(NOON.plusNanos(1_000).minus(Duration.ofDays(400)));
        }
    }

    @Test
    void runsWithTheRealClockOrAheadOfIt() {
        try (ScratchDatabase database = ScratchDatabase.quick()) {
            SettableClock clock = database.clock();
            Instant real = clock.now();
            assertThat(clock.now()).isAfter(real);
            clock.running(Duration.ofHours(3));
            Instant ahead = clock.now();
            assertThat(Duration.between(real, ahead))
                    .isBetween(Duration.ofHours(3), Duration.ofHours(3).plusMinutes(1));
            clock.tick(Duration.ofHours(-4));
            assertThat(clock.now()).isBefore(real).isAfter(real.minus(Duration.ofHours(1)));
        }
    }

    @Test
    void isSeenByAllConnectionsAtOnceAndByNoOtherDatabase() {
        try (ScratchDatabase database = ScratchDatabase.quick();
                ScratchDatabase other = ScratchDatabase.quick();
                var node = database.anotherPool()) {
            database.clock().set(NOON);
            assertThat(Sql.instant(node.dataSource(), "SELECT the_clock()")).isEqualTo(NOON);
            assertThat(Sql.instant(other.dataSource(), "SELECT the_clock()")).isNotEqualTo(NOON);
        }
    }
}
