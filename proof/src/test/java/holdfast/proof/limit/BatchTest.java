package holdfast.proof.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.Claim;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Invalid;
import holdfast.Inventory;
import holdfast.engine.Limits;
import holdfast.testkit.Scratch;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Requests that wait for a lock are decided in one batch, each with its own outcome.
class BatchTest {
    private static final String HERE = "theatre";
    private static final int CROWD = 60;
    private static final HoldRequest ONE =
            new HoldRequest(HERE, new Claim.Capacity("floor", 1));

    @RegisterExtension
    final Scratch scratch = Scratch.recycled();

    @Test
    void decidesQueuedRequestsInOneTransaction() throws Exception {
        assertThat(moments(Limits.usual())).isLessThanOrEqualTo(4);
        assertThat(moments(Limits.usual().batch(10))).isBetween(6L, 9L);
    }

    @Test
    void decidesEachRequestAloneWithoutBatches() throws Exception {
        assertThat(moments(Limits.usual().batch(1))).isEqualTo(CROWD);
    }

    /// The engine reads the clock once per transaction, so the number of distinct moments in the
    /// answers is the number of transactions.
    private long moments(Limits limits) throws Exception {
        Holdfast engine = scratch.open(limits.inFlight(1));
        engine.offer(HERE, new Inventory.Pool("floor", 1_000));
        List<HoldRequest> requests = new ArrayList<>();
        for (int at = 0; at < CROWD; at++) {
            requests.add(ONE);
        }
        List<Future<HoldOutcome>> answers = crowd(engine, requests);
        List<Instant> moments = new ArrayList<>();
        for (Future<HoldOutcome> answer : answers) {
            assertThat(answer.get()).isInstanceOfSatisfying(HoldOutcome.Granted.class,
                    granted -> moments.add(granted.hold().basket().madeAt()));
        }
        return moments.stream().distinct().count();
    }

    /// A visit that begins within the supported years and ends beyond them is found invalid only
    /// within its batch.
    @Test
    void failsOnlyTheRequestWithTheError() throws Exception {
        Holdfast engine = scratch.open(Limits.usual().inFlight(1));
        engine.offer(HERE, new Inventory.Pool("floor", 1_000));
        engine.offer(HERE, new Inventory.Calendar("maya"));
        HoldRequest poison = new HoldRequest(HERE, new Claim.Time(
                Instant.parse("2199-12-31T23:30:00Z"),
                List.of(new Claim.Part(List.of("maya"), Duration.ofHours(1)))));
        List<HoldRequest> requests = new ArrayList<>();
        for (int at = 0; at < CROWD; at++) {
            requests.add(at % 20 == 7 ? poison : ONE);
        }
        List<Future<HoldOutcome>> answers = crowd(engine, requests);
        for (int at = 0; at < CROWD; at++) {
            Future<HoldOutcome> answer = answers.get(at);
            if (at % 20 == 7) {
                assertThatThrownBy(answer::get).hasCauseInstanceOf(Invalid.class);
            } else {
                assertThat(answer.get()).isInstanceOf(HoldOutcome.Granted.class);
            }
        }
        assertThat(engine.freePlaces(HERE, "floor").orElseThrow().places())
                .isEqualTo(1_000 - CROWD + 3);
    }

    /// All requests gather while the pool is locked; then the lock is released.
    private List<Future<HoldOutcome>> crowd(Holdfast engine, List<HoldRequest> requests)
            throws Exception {
        List<Future<HoldOutcome>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Connection lock = lock()) {
            requests.forEach(request -> answers.add(threads.submit(() -> engine.hold(request))));
            TimeUnit.MILLISECONDS.sleep(500);
            lock.rollback();
            lock.setAutoCommit(true);
        }
        return answers;
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
