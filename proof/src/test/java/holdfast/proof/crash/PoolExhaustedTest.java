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
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import holdfast.testkit.Scratch;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Another user of the connection pool has all its connections and does not return them.
class PoolExhaustedTest {
    private static final int SIZE = 3;

    @RegisterExtension
    final Scratch scratch = Scratch.durable();

    private Pool open() {
        return Pool.open(scratch.database().address(), CrashNode.options().withSize(SIZE));
    }

    private static List<Connection> takeAll(Pool pool) throws SQLException {
        List<Connection> all = new ArrayList<>();
        for (int at = 0; at < SIZE; at++) {
            all.add(pool.dataSource().getConnection());
        }
        return all;
    }

    private static void giveBack(List<Connection> connections) throws SQLException {
        for (Connection each : connections) {
            each.close();
        }
    }

    private static HoldRequest one(String key) {
        return new HoldRequest("w", new Claim.Capacity("hall", 1)).key(key);
    }

    @Test
    void servesAPatientRequestLater()
            throws SQLException, InterruptedException, ExecutionException {
        try (Pool pool = open();
                Holdfast engine = Engine.open(pool.dataSource(), Limits.usual());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            engine.offer("w", new Inventory.Pool("hall", 10));
            List<Connection> all = takeAll(pool);
            Future<HoldOutcome> waiting = threads.submit(() -> engine.hold(one("patient")));
            Thread.sleep(3_000);
            assertThat(waiting.isDone()).isFalse();
            giveBack(all);
            assertThat(waiting.get()).isInstanceOf(HoldOutcome.Granted.class);
        }
    }

    /// The request never reached the database, so it had no effect; afterwards all is as before.
    @Test
    void leavesAnImpatientRequestUnansweredWithoutEffect() throws SQLException {
        Limits brief = Limits.usual().patience(Duration.ofMillis(500));
        try (Pool pool = open();
                Holdfast engine = Engine.open(pool.dataSource(), brief)) {
            engine.offer("w", new Inventory.Pool("hall", 10));
            List<Connection> all = takeAll(pool);
            assertThatThrownBy(() -> engine.hold(one("brief"))).isInstanceOf(Unanswered.class);
            assertThatThrownBy(() -> engine.freePlaces("w", "hall"))
                    .isInstanceOf(Unanswered.class);
            giveBack(all);
            assertThat(engine.freePlaces("w", "hall").orElseThrow().places()).isEqualTo(10);
            assertThat(engine.hold(one("brief"))).isInstanceOfSatisfying(
                    HoldOutcome.Granted.class, granted -> assertThat(granted.again()).isFalse());
        }
    }
}
