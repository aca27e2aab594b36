package holdfast.proof.limit;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.ConfirmRequest;
import holdfast.ExtendRequest;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.Refusal;
import holdfast.engine.Limits;
import holdfast.testkit.Scratch;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// An engine with a short queue, and a pool that another transaction keeps locked.
class OverloadTest {
    private static final String HERE = "theatre";
    private static final int WAITING = 5;
    private static final int CROWD = 200;
    private static final HoldRequest ONE =
            new HoldRequest(HERE, new Claim.Capacity("floor", 1));

    @RegisterExtension
    final Scratch scratch = Scratch.recycled();

    @Test
    void refusesTooManyRequestsAtOnceWithoutEffect() throws Exception {
        Holdfast engine = scratch.open(
                Limits.usual().waiting(WAITING).inFlight(1).runners(1).batch(2));
        engine.offer(HERE, new Inventory.Pool("floor", 1_000));
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Connection lock = lock()) {
            List<Future<Answer>> crowd = new ArrayList<>();
            for (int at = 0; at < CROWD + WAITING; at++) {
                crowd.add(threads.submit(() -> ask(engine)));
            }
            turnedAway(crowd);
            others(engine);
            lock.rollback();
            lock.setAutoCommit(true);
            for (Future<Answer> each : crowd) {
                answers.add(each.get(20, TimeUnit.SECONDS));
            }
        }
        assertThat(answers).filteredOn(Answer::granted).hasSize(WAITING);
        assertThat(answers).filteredOn(answer -> !answer.granted()).allSatisfy(answer -> {
            assertThat(answer.outcome).isInstanceOfSatisfying(Refusal.Overloaded.class,
                    refused -> assertThat(refused.retryAfter()).isPositive());
            assertThat(answer.took).isLessThan(Duration.ofSeconds(1));
        });
        assertThat(engine.history(HERE, Kind.CAPACITY, "floor", 0, 100)).hasSize(1 + WAITING);
        assertThat(engine.hold(ONE)).isInstanceOf(HoldOutcome.Granted.class);
    }

    private record Answer(HoldOutcome outcome, Duration took) {
        boolean granted() {
            return outcome instanceof HoldOutcome.Granted;
        }
    }

    private static Answer ask(Holdfast engine) {
        long began = System.nanoTime();
        HoldOutcome outcome = engine.hold(ONE);
        return new Answer(outcome, Duration.ofNanos(System.nanoTime() - began));
    }

    /// Returns when all requests beyond the queue's bound have their answer.
    private static void turnedAway(List<Future<Answer>> crowd) throws InterruptedException {
        for (int tries = 0; tries < 400; tries++) {
            if (crowd.stream().filter(Future::isDone).count() >= CROWD) {
                return;
            }
            Thread.sleep(5);
        }
        throw new AssertionError("still waiting for the answers of those who are too many");
    }

    /// The bound is the engine's: it sheds other verbs and other workspaces as well, but no reads.
    private static void others(Holdfast engine) {
        assertThat(engine.confirm(new ConfirmRequest(HERE, "any")))
                .isInstanceOf(Refusal.Overloaded.class);
        assertThat(engine.cancel(new CancelRequest("elsewhere", "any", true)))
                .isInstanceOf(Refusal.Overloaded.class);
        assertThat(engine.extend(new ExtendRequest(HERE, "any", Duration.ofHours(1))))
                .isInstanceOf(Refusal.Overloaded.class);
        assertThat(engine.freePlaces(HERE, "floor").orElseThrow().places()).isEqualTo(1_000);
    }

    private Connection lock() throws SQLException {
        Connection connection = scratch.database().dataSource().getConnection();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT FROM pool WHERE pool = 'floor' FOR UPDATE");
        }
        return connection;
    }
}
