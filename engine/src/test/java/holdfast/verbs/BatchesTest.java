package holdfast.verbs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.Claim;
import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Inventory;
import holdfast.Refusal;
import holdfast.Unanswered;
import holdfast.engine.Engine;
import holdfast.engine.EngineListener;
import holdfast.engine.Limits;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Many requests at once, and batches that fail and are tried again.
class BatchesTest {
    private static final String HALL = "hall";

    @RegisterExtension
    final EngineFixture fixture = new EngineFixture();

    /// Records what happened to the batches.
    private static final class Batches implements EngineListener {
        private final Queue<Integer> sizes = new ConcurrentLinkedQueue<>();
        private final Queue<Reason> reasons = new ConcurrentLinkedQueue<>();

        @Override
        public void served(Batch batch) {
            sizes.add(batch.requests());
        }

        @Override
        public void retried(Retry retry) {
            reasons.add(retry.reason());
        }
    }

    private final Batches batches = new Batches();

    private HoldRequest request(Claim... claims) {
        return new HoldRequest(fixture.workspace(), claims);
    }

    private static List<HoldOutcome> together(
            Engine engine, int requests, IntFunction<HoldRequest> request) {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HoldOutcome>> answers = new ArrayList<>();
            for (int number = 0; number < requests; number++) {
                HoldRequest each = request.apply(number);
                answers.add(clients.submit(() -> engine.hold(each)));
            }
            List<HoldOutcome> outcomes = new ArrayList<>();
            for (Future<HoldOutcome> answer : answers) {
                outcomes.add(answer.get());
            }
            return outcomes;
        } catch (ExecutionException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @ParameterizedTest
    @EnumSource
    void exactlyTwoOfManyGetIt(Stock stock) {
        fixture.engine().offer(fixture.workspace(), stock.inventory(HALL));
        Engine engine = fixture.open(fixture.source(), Limits.usual(), batches);
        List<HoldOutcome> outcomes =
                together(engine, 200, number -> request(stock.claim(HALL)));
        assertThat(outcomes).filteredOn(HoldOutcome.Granted.class::isInstance).hasSize(2);
        assertThat(outcomes).filteredOn(Refusal.Unavailable.class::isInstance).hasSize(198);
        // A batch is reported after its answers.
        engine.close();
        assertThat(batches.sizes).anyMatch(size -> size > 1);
        assertThat(batches.sizes.stream().mapToInt(size -> size).sum()).isEqualTo(200);
    }

    /// Batches of a pool with plenty left take the fast path.
    @Test
    void placesOfABigPool() {
        fixture.engine().offer(fixture.workspace(), new Inventory.Pool(HALL, 100_000));
        Engine engine = fixture.open(fixture.source(), Limits.usual(), batches);
        assertThat(together(engine, 500, number -> request(new Claim.Capacity(HALL, 2))))
                .allMatch(HoldOutcome.Granted.class::isInstance);
        assertThat(fixture.engine().freePlaces(fixture.workspace(), HALL).orElseThrow().places())
                .isEqualTo(99_000);
    }

    /// Two engines with two batches of each under way decide about the same seats.
    @Test
    void seatsOnTwoEngines() {
        List<Inventory.Seat> row = new ArrayList<>();
        for (int number = 0; number < 40; number++) {
            row.add(new Inventory.Seat("A" + number));
        }
        fixture.engine().offer(fixture.workspace(), new Inventory.SeatMap(
                HALL, List.of(new Inventory.Row(row))));
        Engine other = fixture.open(fixture.source(), Limits.usual().batch(7), batches);
        List<HoldOutcome> outcomes = new ArrayList<>();
        try (ExecutorService engines = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<HoldOutcome>> first = engines.submit(() -> together(fixture.engine(), 60,
                    number -> request(new Claim.Seats(HALL, "A" + number % 40))));
            Future<List<HoldOutcome>> second = engines.submit(() -> together(other, 60,
                    number -> request(new Claim.Seats(HALL, 2))));
            outcomes.addAll(first.get());
            outcomes.addAll(second.get());
        } catch (ExecutionException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
        long named = outcomes.subList(0, 60).stream()
                .filter(HoldOutcome.Granted.class::isInstance).count();
        long best = outcomes.subList(60, 120).stream()
                .filter(HoldOutcome.Granted.class::isInstance).count();
        long free = fixture.engine().freeSeats(fixture.workspace(), HALL).orElseThrow().free();
        assertThat(named + 2 * best + free).isEqualTo(40);
    }

    @Test
    void requestsBeyondTheQueueAreRefused() {
        fixture.engine().offer(fixture.workspace(), Stock.POOL.inventory(HALL));
        Engine engine = fixture.open(
                fixture.source(), Limits.usual().waiting(1).runners(1), batches);
        List<HoldOutcome> outcomes =
                together(engine, 100, number -> request(Stock.POOL.claim(HALL)));
        assertThat(outcomes).anyMatch(Refusal.Overloaded.class::isInstance);
        assertThat(outcomes).filteredOn(HoldOutcome.Granted.class::isInstance)
                .hasSizeBetween(1, 2);
    }

    /// The test's database behind a network that loses replies.
    private final class LossyNetwork {
        private final AtomicInteger lostCommits = new AtomicInteger();
        private final AtomicBoolean downAfterCommit = new AtomicBoolean();
        private final AtomicBoolean down = new AtomicBoolean();

        DataSource source() {
            return lossy(DataSource.class, fixture.source());
        }

        private <T> T lossy(Class<T> type, Object real) {
            return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                    (proxy, method, arguments) -> call(real, method, arguments)));
        }

        private Object call(Object real, Method method, Object[] arguments) throws Throwable {
            boolean execute = method.getName().equals("execute");
            if (execute && down.get()) {
                throw new SQLException("the connection is lost", "08006");
            }
            Object answer;
            try {
                answer = method.invoke(real, arguments);
            } catch (InvocationTargetException failure) {
                throw failure.getCause();
            }
            if (execute && String.valueOf(real).contains("COMMIT")) {
                down.set(downAfterCommit.get());
                if (down.get() || lostCommits.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    throw new SQLException("the connection is lost", "08006");
                }
            }
            return switch (answer) {
                case PreparedStatement each -> lossy(PreparedStatement.class, each);
                case Connection each -> lossy(Connection.class, each);
                case null, default -> answer;
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void lostReplyIsFoundByTheRetry(Stock stock) {
        fixture.engine().offer(fixture.workspace(), stock.inventory(HALL));
        LossyNetwork network = new LossyNetwork();
        Engine engine = fixture.open(network.source(), Limits.usual(), batches);
        network.lostCommits.set(1);
        HoldOutcome outcome = engine.hold(request(stock.claim(HALL)));
        assertThat(outcome).isInstanceOf(HoldOutcome.Granted.class);
        assertThat(batches.reasons).containsExactly(EngineListener.Reason.CONNECTION_LOST);
        String hold = ((HoldOutcome.Granted) outcome).hold().id();
        network.lostCommits.set(1);
        assertThat(engine.confirm(new ConfirmRequest(fixture.workspace(), hold)))
                .isInstanceOf(ConfirmOutcome.Confirmed.class);
        assertThat(fixture.engine().history(fixture.workspace(), hold)).hasSize(2);
        fixture.held(request(stock.claim(HALL)));
    }

    @Test
    void lostConnectionLeavesTheRequestUnanswered() {
        fixture.engine().offer(fixture.workspace(), Stock.SEATS.inventory(HALL));
        LossyNetwork network = new LossyNetwork();
        Engine engine = fixture.open(
                network.source(), Limits.usual().patience(Duration.ofMillis(20)), batches);
        network.downAfterCommit.set(true);
        HoldRequest keyed = request(Stock.SEATS.claim(HALL)).key("key-1");
        assertThatThrownBy(() -> engine.hold(keyed)).isInstanceOf(Unanswered.class);
        assertThat(fixture.engine().hold(keyed)).isInstanceOfSatisfying(HoldOutcome.Granted.class,
                granted -> assertThat(granted.again()).isTrue());
    }

    private static final String REFUSE = """
            ALTER TABLE hold ADD CONSTRAINT no_poison CHECK (note <> 'poison')""";
    private static final String ACCEPT = """
            ALTER TABLE hold DROP CONSTRAINT no_poison""";

    /// Its batch is split until the request is alone.
    @Test
    void requestThatTheDatabaseRefusesFailsAlone() {
        fixture.engine().offer(fixture.workspace(), new Inventory.Pool(HALL, 1_000));
        Engine engine = fixture.open(
                fixture.source(), Limits.usual().inFlight(1).runners(1), batches);
        fixture.run(REFUSE);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HoldOutcome>> answers = new ArrayList<>();
            for (int number = 0; number < 40; number++) {
                HoldRequest each = request(new Claim.Capacity(HALL, 1))
                        .note(number == 20 ? "poison" : "fine");
                answers.add(clients.submit(() -> engine.hold(each)));
            }
            int failed = 0;
            for (Future<HoldOutcome> answer : answers) {
                try {
                    assertThat(answer.get()).isInstanceOf(HoldOutcome.Granted.class);
                } catch (ExecutionException failure) {
                    failed++;
                }
            }
            assertThat(failed).isEqualTo(1);
            assertThat(batches.reasons).contains(EngineListener.Reason.CONSTRAINT);
        } catch (InterruptedException failure) {
            throw new IllegalStateException(failure);
        } finally {
            fixture.run(ACCEPT);
        }
    }
}
