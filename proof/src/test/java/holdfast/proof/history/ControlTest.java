package holdfast.proof.history;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Claim;
import holdfast.ConfirmRequest;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Inventory;
import holdfast.Unanswered;
import holdfast.Window;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import holdfast.judge.FinalReads;
import holdfast.judge.History;
import holdfast.judge.Judge;
import holdfast.judge.Promise;
import holdfast.judge.Recorder;
import holdfast.judge.Verdict;
import holdfast.testkit.Sabotage;
import holdfast.testkit.Scratch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Negative controls: each removes one guard, and the judge must report it. The engine itself is
/// unchanged: a proxy rewrites its statements on the way to the database, or a constraint is
/// dropped.
class ControlTest {
    private static final Limits IMPATIENT = Limits.usual().patience(Duration.ofMillis(100));
    private static final Instant TEN = Instant.parse("2027-03-01T10:00:00Z");
    private static final int ROUNDS = 12;
    private static final int MOST_ROUNDS = 400;
    private static final int CLIENTS = 12;

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private final Recorder recorder = new Recorder(InstantSource.system());
    private final List<Sabotage> sabotages = new ArrayList<>();

    /// For each kind, the promise that forbids selling twice and the constraint that enforces it.
    enum Stock {
        PLACES(Promise.NEVER_OVERSOLD, "ALTER TABLE pool DROP CONSTRAINT pool_never_oversold") {
            @Override
            Inventory inventory(int number) {
                return new Inventory.Pool("pool-" + number, 1);
            }

            @Override
            Claim claim(int number) {
                return new Claim.Capacity("pool-" + number, 1);
            }
        },
        SEATS(Promise.SEAT_ONCE, "ALTER TABLE seat_claim DROP CONSTRAINT seat_sold_once") {
            @Override
            Inventory inventory(int number) {
                return new Inventory.SeatMap("map-" + number,
                        List.of(new Inventory.Row(List.of(new Inventory.Seat("A-1")))));
            }

            @Override
            Claim claim(int number) {
                return new Claim.Seats("map-" + number, "A-1");
            }
        },
        TIME(Promise.NO_OVERLAP, "ALTER TABLE time_claim DROP CONSTRAINT time_never_overlaps,"
                + " DROP CONSTRAINT time_claim_once") {
            @Override
            Inventory inventory(int number) {
                return new Inventory.Calendar("calendar-" + number);
            }

            @Override
            Claim claim(int number) {
                Window hour = new Window(TEN, TEN.plus(Duration.ofHours(1)));
                return new Claim.Time("calendar-" + number, hour);
            }
        };

        private final Promise promise;
        private final String drop;

        Stock(Promise promise, String drop) {
            this.promise = promise;
            this.drop = drop;
        }

        abstract Inventory inventory(int number);

        abstract Claim claim(int number);
    }

    @BeforeEach
    void wrongOnPurpose() {
        scratch.leaveUnaudited();
    }

    private Sabotage sabotage() {
        Sabotage sabotage = new Sabotage(scratch.database().dataSource());
        sabotages.add(sabotage);
        return sabotage;
    }

    private Holdfast open(Sabotage sabotage) {
        return Engine.open(sabotage.source(), IMPATIENT);
    }

    private static HoldRequest request(Stock stock, int number) {
        return new HoldRequest("w", stock.claim(number));
    }

    private static boolean isGranted(Holdfast engine, HoldRequest request) {
        try {
            return engine.hold(request) instanceof HoldOutcome.Granted;
        } catch (Unanswered | IllegalStateException broken) {
            // The recorder has written the outcome down.
            return false;
        }
    }

    /// All clients want the same unit at once, on both engines, unit after unit.
    private void rush(Stock stock, Holdfast... engines) {
        for (int round = 0; round < ROUNDS; round++) {
            rush(stock, round, engines);
        }
    }

    /// The same until a unit was granted twice: not each rush meets in the same moment.
    private void rushUntilGrantedTwice(Stock stock, Holdfast... engines) {
        boolean twice = false;
        for (int round = 0; round < ROUNDS || (!twice && round < MOST_ROUNDS); round++) {
            twice |= rush(stock, round, engines) > 1;
        }
    }

    /// @return to how many clients the unit was granted
    private int rush(Stock stock, int number, Holdfast... engines) {
        recorder.client("house", engines[0]).offer("w", stock.inventory(number));
        AtomicInteger granted = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            Holdfast engine = recorder.client("client-" + client,
                    engines[client % engines.length]);
            threads.add(Thread.ofVirtual().start(() -> {
                if (isGranted(engine, request(stock, number))) {
                    granted.incrementAndGet();
                }
            }));
        }
        threads.forEach(ControlTest::await);
        return granted.get();
    }

    private static void await(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private Set<Promise> broken(Holdfast engine) {
        History history = FinalReads.close(recorder, engine);
        Verdict verdict = Judge.judge(history);
        assertThat(sabotages).allSatisfy(each -> assertThat(each.missed()).isEmpty());
        return verdict.broken();
    }

    /// (a) Without locks, without conditions on writes and without the constraint.
    @ParameterizedTest
    @EnumSource(Stock.class)
    void findsMissingLockConditionAndConstraint(Stock stock) {
        scratch.database().run(stock.drop);
        scratch.database().run("ALTER TABLE journal DROP CONSTRAINT journal_in_order");
        Holdfast one = open(sabotage().replace("FOR UPDATE", "")
                .replace("AND same.version = new.seen", ""));
        Holdfast other = open(sabotage().replace("FOR UPDATE", "")
                .replace("AND same.version = new.seen", ""));
        try (one; other) {
            rushUntilGrantedTwice(stock, one, other);
            assertThat(broken(one)).contains(stock.promise, Promise.IN_ORDER);
        }
    }

    /// The constraint alone: without locks and conditions much goes wrong, but nothing is sold
    /// twice.
    @ParameterizedTest
    @EnumSource(Stock.class)
    void isCorrectByConstraintsAlone(Stock stock) {
        Holdfast one = open(sabotage().replace("FOR UPDATE", "")
                .replace("AND same.version = new.seen", ""));
        Holdfast other = open(sabotage().replace("FOR UPDATE", "")
                .replace("AND same.version = new.seen", ""));
        try (one; other) {
            rush(stock, one, other);
            assertThat(broken(one)).doesNotContain(stock.promise);
        }
    }

    /// An engine that does not read the claims of others.
    private Holdfast blind(Stock stock) {
        return open(switch (stock) {
            case PLACES -> sabotage().replace("capacity, taken\n", "capacity, 0 AS taken\n");
            case SEATS -> sabotage().replace(
                    "(FROM seat_claim\\s+WHERE) (workspace = \\? AND seat_map = \\?)",
                    "$1 false AND $2");
            case TIME -> sabotage().replace(
                    "(FROM time_claim AS same\\s+WHERE) (same.workspace)", "$1 false AND $2");
        });
    }

    private Set<Promise> soldBlindly(Stock stock) {
        Holdfast seeing = scratch.engine();
        try (Holdfast blind = blind(stock)) {
            Holdfast anna = recorder.client("anna", seeing);
            Holdfast bert = recorder.client("bert", blind);
            anna.offer("w", stock.inventory(1));
            isGranted(anna, request(stock, 1));
            isGranted(bert, request(stock, 1));
            return broken(seeing);
        }
    }

    /// (b) The engine decides wrongly, and the constraint that enforces the promise is dropped.
    @ParameterizedTest
    @EnumSource(Stock.class)
    void findsAWrongDecisionWithoutItsConstraint(Stock stock) {
        scratch.database().run(stock.drop);
        assertThat(soldBlindly(stock)).contains(stock.promise);
    }

    /// The constraint refuses what a wrong decision would have sold twice.
    @ParameterizedTest
    @EnumSource(Stock.class)
    void isCorrectByTheConstraintBehindAWrongDecision(Stock stock) {
        assertThat(soldBlindly(stock)).doesNotContain(stock.promise);
    }

    private Set<Promise> askedTwice() {
        Sabotage forgetful = sabotage().replace("(FROM idempotency_key\\s+WHERE)", "$1 false AND");
        try (Holdfast engine = open(forgetful)) {
            Holdfast anna = recorder.client("anna", engine);
            anna.offer("w", new Inventory.Pool("pool-1", 10));
            HoldRequest request = request(Stock.PLACES, 1).key("once");
            isGranted(anna, request);
            isGranted(anna, request);
            return broken(engine);
        }
    }

    /// (c) Idempotency keys are not found again: one request makes two holds.
    @Test
    void findsMissingIdempotencyKeys() {
        scratch.database().run("ALTER TABLE idempotency_key DROP CONSTRAINT idempotency_key_once");
        assertThat(askedTwice()).contains(Promise.SAME_ANSWER);
    }

    /// The key's constraint refuses the second hold even then.
    @Test
    void isCorrectByTheConstraintOfKeys() {
        assertThat(askedTwice()).doesNotContain(Promise.SAME_ANSWER);
    }

    /// (e) A node whose clock is ahead expires a live hold and sells its claims.
    @Test
    void findsAClockThatRunsAhead() {
        Holdfast right = scratch.engine();
        try (Holdfast ahead = open(sabotage()
                .replace("the_clock\\(\\)", "(the_clock() + interval '1 hour')"))) {
            Holdfast anna = recorder.client("anna", right);
            anna.offer("w", Stock.SEATS.inventory(1));
            anna.hold(request(Stock.SEATS, 1));
            recorder.client("bert", ahead).hold(request(Stock.SEATS, 1));
            assertThat(broken(right)).contains(Promise.SEAT_ONCE, Promise.EXACT_EXPIRY);
        }
    }

    /// A node whose clock is behind confirms a hold after its deadline.
    @Test
    void findsAClockThatIsBehind() throws InterruptedException {
        Holdfast right = scratch.engine();
        try (Holdfast behind = open(sabotage()
                .replace("the_clock\\(\\)", "(the_clock() - interval '1 hour')"))) {
            Holdfast anna = recorder.client("anna", right);
            anna.offer("w", Stock.SEATS.inventory(1));
            HoldRequest brief = request(Stock.SEATS, 1).holdFor(Duration.ofMillis(20));
            if (anna.hold(brief) instanceof HoldOutcome.Granted granted) {
                Thread.sleep(50);
                recorder.client("bert", behind)
                        .confirm(new ConfirmRequest("w", granted.hold().id()));
            }
            assertThat(broken(right)).contains(Promise.EXACT_EXPIRY);
        }
    }
}
