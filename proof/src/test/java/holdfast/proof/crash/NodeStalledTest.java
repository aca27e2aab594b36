package holdfast.proof.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.Claim;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Inventory;
import holdfast.Unanswered;
import holdfast.database.Pool;
import holdfast.database.PoolOptions;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import holdfast.testkit.Scratch;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A node that stalls, or is cut off, while it sends a pipeline: the database has the first
/// statements and their locks, and waits for the rest. To PostgreSQL the session is neither idle in
/// transaction nor running a statement, so only `transaction_timeout` ends it.
class NodeStalledTest {
    private static final HoldRequest ONE = new HoldRequest("w", new Claim.Capacity("hall", 1));
    private static final String LOCK_AND_MORE = """
            SELECT pool FROM pool WHERE workspace = 'w' AND pool = 'hall' FOR UPDATE;
            SELECT length(?)""";
    private static final int MUCH = 1 << 20;
    private static final int TRIES = 200;
    private static final Duration PAUSE = Duration.ofMillis(5);

    @RegisterExtension
    final Scratch scratch = Scratch.durable();

    /// Fills more than the driver's send buffer, and then blocks.
    private static final class Stalling extends InputStream {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private int sent;

        @Override
        public int read(byte[] into, int from, int most) {
            if (sent > MUCH / 2) {
                reached.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                }
            }
            sent += most;
            return most;
        }

        @Override
        public int read() {
            return read(new byte[1], 0, 1);
        }
    }

    private static void lockAndStall(Connection connection, Stalling rest) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement(LOCK_AND_MORE)) {
            statement.setBinaryStream(1, rest, MUCH);
            statement.execute();
        }
    }

    /// Asks for a place while a stalled transaction has the pool locked, and returns the answer.
    private HoldOutcome besideOneThatStands(PoolOptions options, Duration patience)
            throws SQLException, InterruptedException {
        Stalling rest = new Stalling();
        try (Pool pool = Pool.open(scratch.database().address(), options);
                Holdfast engine =
                        Engine.open(pool.dataSource(), Limits.usual().patience(patience));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Connection connection = pool.dataSource().getConnection()) {
            engine.offer("w", new Inventory.Pool("hall", 10));
            Future<?> stalled = threads.submit(() -> {
                lockAndStall(connection, rest);
                return true;
            });
            try {
                rest.reached.await();
                awaitLock();
                return engine.hold(ONE);
            } finally {
                rest.goOn.countDown();
                end(stalled);
            }
        }
    }

    /// What the client has sent the database may not have read yet.
    private void awaitLock() throws SQLException, InterruptedException {
        try (Connection connection = scratch.database().dataSource().getConnection();
                PreparedStatement free = connection.prepareStatement("""
                        SELECT pool FROM pool WHERE workspace = 'w' AND pool = 'hall'
                        FOR UPDATE SKIP LOCKED""")) {
            for (int tries = 0; tries < TRIES; tries++) {
                try (ResultSet rows = free.executeQuery()) {
                    if (!rows.next()) {
                        return;
                    }
                }
                Thread.sleep(PAUSE);
            }
        }
        throw new AssertionError("the stalled transaction never locked the pool");
    }

    private static void end(Future<?> stalled) throws InterruptedException {
        try {
            stalled.get();
        } catch (ExecutionException over) {
            assertThat(over).hasCauseInstanceOf(SQLException.class);
        }
    }

    @Test
    void servesTheOtherNodesWhileOneStalls() throws SQLException, InterruptedException {
        assertThat(besideOneThatStands(CrashNode.options(), Duration.ofSeconds(20)))
                .isInstanceOf(HoldOutcome.Granted.class);
    }

    /// The negative control.
    @Test
    void waitsForAStalledNodeWithoutATransactionTimeout() {
        PoolOptions endless =
                CrashNode.options().withSession(Map.of("transaction_timeout", "10min"));
        assertThatThrownBy(() -> besideOneThatStands(endless, Duration.ofSeconds(6)))
                .isInstanceOf(Unanswered.class).hasMessageContaining("lock timeout");
    }

    /// The audit reads everything, so `transaction_timeout` does not apply to it.
    @Test
    void letsAnAuditExceedTheTransactionTimeout() {
        Holdfast engine = scratch.engine();
        engine.offer("w", new Inventory.Pool("hall", 10));
        PoolOptions quick = CrashNode.options().withSession(Map.of("transaction_timeout", "300ms"));
        scratch.database().run("""
                ALTER TABLE pool RENAME TO pool_itself;
                CREATE VIEW pool AS SELECT pool_itself.* FROM pool_itself,
                    LATERAL (SELECT pg_sleep(1) WHERE pool <> '') AS slowly""");
        try (Pool pool = Pool.open(scratch.database().address(), quick);
                Holdfast auditor = Engine.open(pool.dataSource(), Limits.usual())) {
            assertThat(auditor.audit("w").clean()).isTrue();
        }
    }
}
