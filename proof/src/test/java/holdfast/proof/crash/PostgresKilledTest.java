package holdfast.proof.crash;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Claim;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Inventory;
import holdfast.Unanswered;
import holdfast.database.Address;
import holdfast.database.Embedded;
import holdfast.database.Pool;
import holdfast.database.PoolOptions;
import holdfast.database.Schema;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import holdfast.judge.Crowd;
import holdfast.judge.FinalReads;
import holdfast.judge.History;
import holdfast.judge.Judge;
import holdfast.judge.Promise;
import holdfast.judge.Recorder;
import holdfast.judge.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// kill -9 of PostgreSQL in the middle of everything, several times; it restarts on the same data
/// each time.
class PostgresKilledTest {
    private static final int KILLS = 3;

    @TempDir
    static Path home;

    private static Embedded server;

    @BeforeAll
    static void start() {
        // A commit that did not wait loses what the walwriter has not written yet: let it be late.
        server = Embedded.start(home, Embedded.Options.defaults()
                .withSettings(Map.of("wal_writer_delay", "10000")));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Address database(String name) {
        server.createDatabase(name);
        Schema.migrate(server.address(name), CrashNode.options());
        return server.address(name);
    }

    /// Kills all its processes at once, so that none can flush anything. There may be none, while
    /// it has not restarted after the last kill.
    private static void kill() {
        ProcessHandle.of(server.pid()).ifPresent(postmaster -> {
            List<ProcessHandle> all = postmaster.descendants().toList();
            postmaster.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
        });
    }

    static LongStream seeds() {
        return CrashVerdicts.seeds(900, 3);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void keepsWhatWasAcknowledged(long seed)
            throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        Duration patience = Duration.ofMillis(seed % 2 == 0 ? 20_000 : 100);
        Recorder recorder = new Recorder(InstantSource.system());
        try (Pool pool = Pool.open(database("killed_" + seed), CrashNode.options());
                Holdfast engine =
                        Engine.open(pool.dataSource(), Limits.usual().patience(patience))) {
            Crowd crowd = new Crowd(seed, recorder);
            crowd.offer(engine);
            CrashInjector striker =
                    new CrashInjector(random, recorder, KILLS, PostgresKilledTest::kill);
            crowd.run(List.of(() -> engine), 12, 100_000, striker::done);
            History history = FinalReads.close(recorder, engine);
            System.err.println("postgres killed " + seed + ": " + history.operations().size()
                    + " operations, " + CrashVerdicts.silent(history) + " unanswered");
            CrashVerdicts.clean("postgres-killed-" + seed, history);
        }
    }

    /// The negative control. A killed process does not lose what it gave to the operating system,
    /// so switching fsync off would show nothing here; for that the machine itself would have to
    /// fail. With `synchronous_commit = off` a commit does not wait until its record is given to
    /// the operating system: it is acknowledged, and lost with the process.
    @Test
    void losesCommitsThatAreNotWaitedFor() throws InterruptedException {
        PoolOptions careless = CrashNode.options()
                .withSession(Map.of("synchronous_commit", "off"));
        Recorder recorder = new Recorder(InstantSource.system());
        Address address = database("careless");
        try (Pool pool = Pool.open(address, careless);
                Holdfast engine = Engine.open(pool.dataSource(), Limits.usual())) {
            Holdfast anna = recorder.client("anna", engine);
            anna.offer("w", new Inventory.Pool("hall", 1_000));
            for (int at = 0; at < 20; at++) {
                anna.hold(new HoldRequest("w", new Claim.Capacity("hall", 1)));
            }
            kill();
            awaken(engine);
            History history = FinalReads.close(recorder, engine);
            Verdict verdict = Judge.judge(history);
            assertThat(verdict.broken()).contains(Promise.DURABLE, Promise.VISIBLE);
        }
    }

    private static void awaken(Holdfast engine) throws InterruptedException {
        for (int tries = 0; tries < 200; tries++) {
            try {
                engine.freePlaces("w", "hall");
                return;
            } catch (Unanswered notYet) {
                Thread.sleep(50);
            }
        }
    }
}
