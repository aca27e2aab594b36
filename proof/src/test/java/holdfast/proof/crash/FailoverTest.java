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
import holdfast.database.Schema;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import holdfast.judge.Crowd;
import holdfast.judge.FinalReads;
import holdfast.judge.History;
import holdfast.judge.Judge;
import holdfast.judge.Promise;
import holdfast.judge.Recorder;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The machine of the primary is lost and its standby takes over. The engine has the addresses of
/// both.
class FailoverTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path home;

    @Test
    void losesNothingThatASynchronousStandbyHas()
            throws IOException, SQLException, InterruptedException {
        Recorder recorder = new Recorder(InstantSource.system());
        try (ReplicatedPair pair = ReplicatedPair.start(home, true)) {
            Schema.migrate(pair.address(), CrashNode.options());
            try (Pool pool = Pool.open(pair.address(), CrashNode.options());
                    Holdfast engine =
                            Engine.open(pool.dataSource(), Limits.usual().patience(PATIENCE))) {
                Crowd crowd = new Crowd(1_200, recorder);
                crowd.offer(engine);
                CrashInjector injector = new CrashInjector(
                        new SplittableRandom(1_200), recorder, 1, () -> failOver(pair));
                crowd.run(List.of(() -> engine), 12, 100_000, injector::done);
                CrashVerdicts.clean("failover", FinalReads.close(recorder, engine));
            }
        }
    }

    private static void failOver(ReplicatedPair pair) {
        pair.losePrimary();
        try {
            pair.promote();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// The negative control: an asynchronous standby that was behind.
    @Test
    void losesWhatAnAsynchronousStandbyDidNotReceive()
            throws IOException, SQLException, InterruptedException {
        Recorder recorder = new Recorder(InstantSource.system());
        try (ReplicatedPair pair = ReplicatedPair.start(home, false)) {
            Schema.migrate(pair.address(), CrashNode.options());
            try (Pool pool = Pool.open(pair.address(), CrashNode.options());
                    Holdfast engine =
                            Engine.open(pool.dataSource(), Limits.usual().patience(PATIENCE))) {
                Holdfast anna = recorder.client("anna", engine);
                anna.offer("w", new Inventory.Pool("hall", 1_000));
                Thread.sleep(500);
                pair.cutReplication();
                for (int at = 0; at < 20; at++) {
                    anna.hold(new HoldRequest("w", new Claim.Capacity("hall", 1)));
                }
                failOver(pair);
                History history = FinalReads.close(recorder, engine);
                assertThat(Judge.judge(history).broken())
                        .contains(Promise.DURABLE, Promise.VISIBLE);
            }
        }
    }

    /// A COMMIT whose wait for the standby was cancelled ends with a warning only. It has no answer,
    /// also when it is tried again, until the standby has it.
    @Test
    void answersNothingThatTheStandbyDoesNotHave()
            throws IOException, SQLException, InterruptedException {
        try (ReplicatedPair pair = ReplicatedPair.start(home, true)) {
            Schema.migrate(pair.address(), CrashNode.options());
            try (Pool pool = Pool.open(pair.address(), CrashNode.options());
                    Holdfast engine = Engine.open(pool.dataSource(),
                            Limits.usual().patience(Duration.ofSeconds(3)))) {
                engine.offer("w", new Inventory.Pool("hall", 10));
                pair.cutReplication();
                HoldRequest two = new HoldRequest("w", new Claim.Capacity("hall", 2)).key("two");
                AtomicInteger cancelled = new AtomicInteger();
                AtomicBoolean over = new AtomicBoolean();
                Thread operator = Thread.ofPlatform().start(() -> cancel(pair, cancelled, over));
                assertThatThrownBy(() -> engine.hold(two)).isInstanceOf(Unanswered.class);
                assertThatThrownBy(() -> engine.hold(two)).isInstanceOf(Unanswered.class);
                over.set(true);
                operator.join();
                assertThat(cancelled.get()).isPositive();
                pair.joinReplication();
                assertThat(engine.hold(two)).isInstanceOf(HoldOutcome.Granted.class);
                assertThat(engine.freePlaces("w", "hall").orElseThrow().places()).isEqualTo(8);
            }
        }
    }

    private static void cancel(ReplicatedPair pair, AtomicInteger cancelled, AtomicBoolean over) {
        try {
            while (!over.get()) {
                cancelled.addAndGet(pair.cancelWaits());
                Thread.sleep(20);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
