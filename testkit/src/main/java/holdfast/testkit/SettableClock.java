package holdfast.testkit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import javax.sql.DataSource;

/// The clock of a scratch database; it replaces the_clock(). It either stands at an instant or runs
/// with an offset from the real clock. All engines on that database see a change at once.
public final class SettableClock {
    private static final String INSTALL = """
            CREATE TABLE set_clock (stands timestamptz, ahead interval NOT NULL);
            INSERT INTO set_clock VALUES (NULL, interval '0');
            CREATE OR REPLACE FUNCTION the_clock() RETURNS timestamptz
                LANGUAGE sql VOLATILE
                AS 'SELECT coalesce(stands, clock_timestamp() + ahead) FROM set_clock'
            """;
    private static final String SET = """
            UPDATE set_clock SET stands = ?
            """;
    private static final String TICK = """
            UPDATE set_clock
               SET stands = stands + passed, ahead = ahead + passed
              FROM (SELECT ? * interval '1 microsecond' AS passed) AS tick
            """;
    private static final String RUN = """
            UPDATE set_clock SET stands = NULL, ahead = ? * interval '1 microsecond'
            """;
    private static final String NOW = """
            SELECT the_clock()
            """;

    private final DataSource source;

    private SettableClock(DataSource source) {
        this.source = source;
    }

    static SettableClock install(DataSource source) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(INSTALL);
            return new SettableClock(source);
        } catch (SQLException e) {
            throw new ScratchException("the clock could not be made settable", e);
        }
    }

    /// Stops the clock at this instant.
    public void set(Instant instant) {
        change(SET, instant.atOffset(ZoneOffset.UTC));
    }

    /// Moves the clock forward, whether it stands or runs.
    public void tick(Duration passed) {
        change(TICK, micros(passed));
    }

    /// Lets the clock run ahead of the real one; a negative duration is behind.
    public void running(Duration ahead) {
        change(RUN, micros(ahead));
    }

    public Instant now() {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(NOW);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getObject(1, OffsetDateTime.class).toInstant();
        } catch (SQLException e) {
            throw new ScratchException("the clock could not be read", e);
        }
    }

    private void change(String sql, Object value) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, value);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new ScratchException("the clock could not be set", e);
        }
    }

    private static long micros(Duration length) {
        return length.dividedBy(ChronoUnit.MICROS.getDuration());
    }
}
