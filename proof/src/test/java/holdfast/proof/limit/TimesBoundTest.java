package holdfast.proof.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.Claim;
import holdfast.Free;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Invalid;
import holdfast.Inventory;
import holdfast.TimeQuery;
import holdfast.Window;
import holdfast.testkit.Scratch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The largest queries about time: what they read, and that no transaction is open while the result
/// is computed.
class TimesBoundTest {
    private static final String HERE = "spa";
    private static final Instant BEGIN = Instant.parse("2027-01-04T00:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    @RegisterExtension
    final Scratch scratch = Scratch.recycled();

    private static TimeQuery query(Duration length, Claim.Part part, int parts) {
        return new TimeQuery(HERE, new Window(BEGIN, BEGIN.plus(length)), ZoneOffset.UTC, MINUTE,
                Collections.nCopies(parts, part));
    }

    private List<String> calendars(int count, int lanes) {
        List<String> ids = IntStream.range(0, count).mapToObj(at -> "c" + at).toList();
        ids.forEach(id -> scratch.engine().offer(HERE, new Inventory.Calendar(id, lanes, null)));
        return ids;
    }

    /// How many other clients' transactions are open; autovacuum's do not count.
    private int open() {
        try (Connection connection = scratch.database().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid()
                          AND backend_type = 'client backend'
                          AND xact_start IS NOT NULL""")) {
            row.next();
            return row.getInt(1);
        } catch (SQLException broken) {
            throw new AssertionError(broken);
        }
    }

    @Test
    void computesTimesOutsideOfTransactions() {
        Claim.Part part = new Claim.Part(calendars(100, 1), HOUR);
        List<Integer> open = new ArrayList<>();
        Free.Times times = scratch.engine().freeTimes(query(Duration.ofDays(2), part, 8), () -> {
            open.add(open());
            return true;
        });
        assertThat(times.starts()).hasSize(1_440);
        assertThat(times.next()).contains(BEGIN.plus(Duration.ofDays(1)));
        assertThat(open).isNotEmpty().containsOnly(0);
    }

    @Test
    void listsAndHoldsAVisitOfTheMostLanes() {
        Holdfast engine = scratch.engine();
        Claim.Part part = new Claim.Part(calendars(2, 1_000), HOUR);
        HoldRequest request = new HoldRequest(HERE, new Claim.Time(
                BEGIN, Collections.nCopies(8, part)));
        assertThat(engine.hold(request)).isInstanceOf(HoldOutcome.Granted.class);
        assertThat(engine.freeTimes(query(Duration.ofDays(62), part, 8)).starts())
                .hasSize(1_440);
        engine.offer(HERE, new Inventory.Calendar("more"));
        Claim.Part more = new Claim.Part(List.of("c0", "c1", "more"), HOUR);
        assertThatThrownBy(() -> engine.freeTimes(query(HOUR, more, 1)))
                .isInstanceOfSatisfying(Invalid.class,
                        wrong -> assertThat(wrong.field()).isEqualTo("parts"));
    }
}
