package holdfast.proof.limit;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Claim;
import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Inventory;
import holdfast.testkit.Scratch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A confirmation is decided in time and not yet committed when the deadline passes. A request that
/// reads the hold then must not answer that it has expired.
class InFlightTest {
    private static final String HERE = "theatre";

    @RegisterExtension
    final Scratch scratch = Scratch.recycled();

    @Test
    void waitsAtTheDeadlineForAConfirmationInFlight() throws Exception {
        scratch.clock().set(Instant.parse("2026-06-01T12:00:00Z"));
        Holdfast engine = scratch.engine();
        engine.offer(HERE, new Inventory.Pool("floor", 5));
        HoldOutcome made = engine.hold(new HoldRequest(HERE, new Claim.Capacity("floor", 1))
                .holdFor(Duration.ofMinutes(5)));
        String hold = ((HoldOutcome.Granted) made).hold().id();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Connection test = scratch.database().dataSource().getConnection();
                Connection watch = scratch.database().dataSource().getConnection()) {
            test.setAutoCommit(false);
            try (Statement lock = test.createStatement();
                    Statement statement = watch.createStatement()) {
                // The journal can be read, but not written.
                lock.execute("LOCK TABLE journal IN SHARE MODE");
                Future<ConfirmOutcome> confirmed =
                        threads.submit(() -> engine.confirm(new ConfirmRequest(HERE, hold)));
                await(() -> waiting(statement) == 1);
                scratch.clock().tick(Duration.ofMinutes(5));
                Future<Optional<Hold>> seen = threads.submit(() -> engine.find(HERE, hold));
                await(() -> waiting(statement) == 2 || seen.isDone());
                test.rollback();
                assertThat(confirmed.get()).isInstanceOf(ConfirmOutcome.Confirmed.class);
                assertThat(seen.get().orElseThrow()).isInstanceOf(Hold.Booked.class);
            }
        }
    }

    /// How many transactions of this database wait for a lock.
    private static int waiting(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND wait_event_type = 'Lock'")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(4).toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not happen");
            }
            Thread.sleep(2);
        }
    }
}
