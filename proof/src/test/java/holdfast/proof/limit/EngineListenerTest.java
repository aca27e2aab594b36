package holdfast.proof.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.Claim;
import holdfast.ConfirmRequest;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Inventory;
import holdfast.Refusal;
import holdfast.engine.Engine;
import holdfast.engine.EngineListener;
import holdfast.engine.Limits;
import holdfast.testkit.Scratch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A listener is notified of what happens; its own failures harm no request.
class EngineListenerTest {
    private static final String HERE = "theatre";
    private static final HoldRequest ONE =
            new HoldRequest(HERE, new Claim.Capacity("floor", 1));
    private static final int WAITING = 6;

    @RegisterExtension
    final Scratch scratch = Scratch.recycled();

    private final RecordingListener diary = new RecordingListener();

    private Engine open(Limits limits, EngineListener listener) {
        Engine engine = Engine.open(scratch.database().dataSource(), limits, listener);
        engine.offer(HERE, new Inventory.Pool("floor", 1_000));
        return engine;
    }

    @Test
    void reportsQueueLengthsAndBatches() throws Exception {
        try (Engine engine = open(Limits.usual().inFlight(1).waiting(1 + WAITING), diary);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HoldOutcome>> answers = new ArrayList<>();
            try (Connection lock = lock("SELECT FROM pool WHERE pool = 'floor' FOR UPDATE")) {
                answers.add(threads.submit(() -> engine.hold(ONE)));
                await(() -> engine.load().equals(new Engine.Load(0, 1)));
                for (int at = 0; at < WAITING; at++) {
                    answers.add(threads.submit(() -> engine.hold(ONE)));
                }
                await(() -> engine.load().equals(new Engine.Load(WAITING, 1)));
                assertThat(engine.confirm(new ConfirmRequest(HERE, "any")))
                        .isInstanceOf(Refusal.Overloaded.class);
                lock.rollback();
            }
            for (Future<HoldOutcome> answer : answers) {
                assertThat(answer.get()).isInstanceOf(HoldOutcome.Granted.class);
            }
            List<EngineListener.Batch> batches = diary.batches(3);
            assertThat(batches).extracting(EngineListener.Batch::verb)
                    .containsExactly("offer", "hold", "hold");
            assertThat(batches).extracting(EngineListener.Batch::requests)
                    .containsExactly(1, 1, WAITING);
            // The second batch waited for the first one; both took some time.
            assertThat(batches.get(2).waited()).isPositive().isLessThan(batches.get(1).took());
            assertThat(batches.get(2).took()).isPositive();
            assertThat(diary.rest).containsExactly("shed confirm");
            await(() -> engine.load().equals(new Engine.Load(0, 0)));
        }
    }

    @Test
    void reportsALockTimeoutAndAnswersTheRequest() throws Exception {
        try (Engine engine = open(Limits.usual(), diary);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Connection lock = lock("SELECT FROM pool WHERE pool = 'floor' FOR UPDATE")) {
            Future<HoldOutcome> answer = threads.submit(() -> engine.hold(ONE));
            await(() -> diary.rest.contains("retried hold LOCK_TIMEOUT 55P03"));
            lock.rollback();
            assertThat(answer.get()).isInstanceOf(HoldOutcome.Granted.class);
        }
    }

    @Test
    void reportsALostConnectionAndAnswersTheRequest() throws Exception {
        try (Engine engine = open(Limits.usual(), diary);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try (Connection lock = lock("SELECT FROM pool WHERE pool = 'floor' FOR UPDATE")) {
                Future<HoldOutcome> answer = threads.submit(() -> engine.hold(ONE));
                await(() -> kill(lock) == 1);
                lock.rollback();
                assertThat(answer.get()).isInstanceOf(HoldOutcome.Granted.class);
            }
            assertThat(diary.rest).contains("retried hold CONNECTION_LOST 57P01");
        }
    }

    /// A constraint that the engine does not know.
    @Test
    void namesAConstraintThatRefuses() throws Exception {
        try (Engine engine = open(Limits.usual(), diary)) {
            scratch.database().run("ALTER TABLE hold ADD CONSTRAINT hold_nobody_today"
                    + " CHECK (customer <> 'nobody')");
            try {
                assertThatThrownBy(() -> engine.hold(ONE.customer("nobody")))
                        .isInstanceOf(IllegalStateException.class);
                assertThat(engine.hold(ONE.customer("ann")))
                        .isInstanceOf(HoldOutcome.Granted.class);
            } finally {
                scratch.database().run("ALTER TABLE hold DROP CONSTRAINT hold_nobody_today");
            }
            assertThat(diary.rest).startsWith("refused hold hold_nobody_today",
                    "retried hold CONSTRAINT 23514").endsWith("failed hold 1");
        }
    }

    @Test
    void ignoresAFailingListener() {
        EngineListener broken = new EngineListener() {
            @Override
            public void served(Batch batch) {
                throw new IllegalStateException("broken");
            }

            @Override
            public void shed(String verb) {
                throw new StackOverflowError("broken");
            }
        };
        Engine engine = open(Limits.usual(), broken);
        for (int at = 0; at < 5; at++) {
            assertThat(engine.hold(ONE)).isInstanceOf(HoldOutcome.Granted.class);
        }
        engine.close();
        assertThat(engine.hold(ONE)).isInstanceOf(Refusal.Overloaded.class);
    }

    /// Locks for longer than the engine's own transactions may be idle.
    private Connection lock(String sql) throws SQLException {
        Connection connection = scratch.database().dataSource().getConnection();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
            statement.execute(sql);
        }
        return connection;
    }

    /// Terminates the backends that wait for this connection's lock; returns how many.
    private static int kill(Connection lock) throws SQLException {
        try (Statement statement = lock.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                                + " WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not happen");
            }
            Thread.sleep(2);
        }
    }
}
