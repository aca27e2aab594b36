package holdfast.proof.limit;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Claim;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.Refusal;
import holdfast.engine.Limits;
import holdfast.testkit.Scratch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The fast path: a hold of a pool with plenty left is written, counted and committed in one round
/// trip, on the guess that it will be granted. A wrong guess must not be visible.
class FastPathTest {
    private static final String HERE = "theatre";
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final Duration HALF = Duration.ofMillis(500);

    @RegisterExtension
    final Scratch scratch = Scratch.recycled();

    private Holdfast engine;
    private Holdfast other;

    @BeforeEach
    void open() {
        scratch.clock().set(NOON);
        engine = scratch.engine();
        other = scratch.open(Limits.usual());
        engine.offer(HERE, new Inventory.Pool("floor", 1_000));
        take(engine, 1);
    }

    @Test
    void insertsTheHoldBeforeItLocksThePool() throws Exception {
        Hold.Held held = behindTheLock(floor(2), HALF);
        assertThat(held.basket().madeAt()).isEqualTo(NOON);
        assertThat(held.deadline()).isEqualTo(NOON.plus(floor(2).holdFor()));
        assertThat(engine.history(HERE, held.basket().id())).singleElement()
                .satisfies(line -> assertThat(line.at()).isEqualTo(NOON.plus(HALF)));
        assertThat(other.find(HERE, held.basket().id())).contains(held);
    }

    /// Several pools of one basket, and the pools around them, each count their own part.
    @Test
    void countsSeveralPoolsTogether() throws Exception {
        engine.offer(HERE, new Inventory.Pool("stalls", 500, Optional.of("floor")));
        engine.offer(HERE, new Inventory.Pool("cloakroom", 300));
        HoldRequest both = new HoldRequest(HERE, new Claim.Capacity("stalls", 2),
                new Claim.Capacity("cloakroom", 1), new Claim.Capacity("floor", 3));
        assertThat(engine.hold(both)).isInstanceOf(HoldOutcome.Granted.class);
        Hold.Held held = behindTheLock(both, HALF);
        assertThat(held.basket().madeAt()).isEqualTo(NOON);
        assertThat(free()).isEqualTo(1_000 - 1 - 2 * 5);
        assertThat(engine.freePlaces(HERE, "stalls").orElseThrow().places()).isEqualTo(496);
        assertThat(engine.freePlaces(HERE, "cloakroom").orElseThrow().places()).isEqualTo(298);
        assertThat(engine.history(HERE, held.basket().id())).hasSize(4);
        assertThat(engine.audit(HERE).findings()).isEmpty();
    }

    @Test
    void givesTheWholeTimeAfterALongWait() throws Exception {
        Duration wait = Duration.ofMillis(1_001);
        Hold.Held held = behindTheLock(floor(2), wait);
        assertThat(held.basket().madeAt()).isEqualTo(NOON.plus(wait));
        assertThat(held.deadline()).isEqualTo(NOON.plus(wait).plus(floor(2).holdFor()));
    }

    @Test
    void grantsNoHoldThatHasExpired() throws Exception {
        Hold.Held held = behindTheLock(floor(2).holdFor(HALF), HALF);
        assertThat(held.deadline()).isEqualTo(NOON.plus(HALF).plus(HALF));
    }

    @Test
    void isNotUsedWhenLittleIsLeft() throws Exception {
        take(engine, 990);
        Hold.Held held = behindTheLock(floor(3), HALF);
        assertThat(held.basket().madeAt()).isEqualTo(NOON.plus(HALF));
    }

    @Test
    void doesNotSellWhatAnotherEngineSold() {
        take(other, 990);
        assertThat(engine.hold(floor(10))).isInstanceOf(Refusal.Unavailable.class);
        take(engine, 9);
        assertThat(free()).isZero();
    }

    @Test
    void doesNotSellWhatAnotherEngineWithdrew() {
        other.withdraw(HERE, Kind.CAPACITY, "floor");
        assertThat(engine.hold(floor(1))).isInstanceOf(Refusal.NotOnSale.class);
        assertThat(free()).isEqualTo(999);
    }

    @Test
    void doesNotSellOneOfSeveralThatAnotherEngineWithdrew() {
        engine.offer(HERE, new Inventory.Pool("cloakroom", 300));
        HoldRequest both = new HoldRequest(HERE, new Claim.Capacity("floor", 1),
                new Claim.Capacity("cloakroom", 1));
        assertThat(engine.hold(both)).isInstanceOf(HoldOutcome.Granted.class);
        other.withdraw(HERE, Kind.CAPACITY, "cloakroom");
        assertThat(engine.hold(both)).isInstanceOf(Refusal.NotOnSale.class);
        assertThat(free()).isEqualTo(998);
    }

    @Test
    void sellsWhatExpired() {
        HoldRequest brief = floor(990).holdFor(HALF);
        assertThat(other.hold(brief)).isInstanceOf(HoldOutcome.Granted.class);
        scratch.clock().tick(HALF);
        take(engine, 10);
        assertThat(free()).isEqualTo(989);
    }

    @Test
    void returnsTheAnswerThatAnotherEngineGaveForAKey() {
        HoldOutcome.Granted first = (HoldOutcome.Granted) other.hold(floor(1).key("once"));
        HoldOutcome.Granted again = (HoldOutcome.Granted) engine.hold(floor(1).key("once"));
        assertThat(again.hold()).isEqualTo(first.hold());
        assertThat(again.again()).isTrue();
        assertThat(engine.hold(floor(2).key("once"))).isInstanceOf(Refusal.KeyReused.class);
        assertThat(free()).isEqualTo(998);
    }

    private static HoldRequest floor(long places) {
        return new HoldRequest(HERE, new Claim.Capacity("floor", places));
    }

    private static void take(Holdfast by, long places) {
        assertThat(by.hold(floor(places))).isInstanceOf(HoldOutcome.Granted.class);
    }

    private long free() {
        return other.freePlaces(HERE, "floor").orElseThrow().places();
    }

    /// Asks while another transaction has the pool locked, and advances the clock before the
    /// release.
    private Hold.Held behindTheLock(HoldRequest request, Duration wait) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Connection test = scratch.database().dataSource().getConnection();
                Connection watch = scratch.database().dataSource().getConnection()) {
            test.setAutoCommit(false);
            try (Statement lock = test.createStatement();
                    Statement statement = watch.createStatement()) {
                lock.execute("SELECT FROM pool WHERE pool = 'floor' FOR UPDATE");
                Future<HoldOutcome> asked = threads.submit(() -> engine.hold(request));
                awaitWaiting(statement);
                scratch.clock().tick(wait);
                test.rollback();
                return ((HoldOutcome.Granted) asked.get()).hold();
            }
        }
    }

    private static void awaitWaiting(Statement statement) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(4).toNanos();
        while (waiting(statement) == 0) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("nobody waits for the pool");
            }
            Thread.sleep(2);
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
}
