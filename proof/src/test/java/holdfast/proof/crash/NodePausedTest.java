package holdfast.proof.crash;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Holdfast;
import holdfast.database.Pool;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import holdfast.judge.Crowd;
import holdfast.judge.FinalReads;
import holdfast.judge.History;
import holdfast.judge.Recorder;
import holdfast.testkit.Scratch;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// SIGSTOP: a node is paused at any point for longer than its holds live, while another node sells
/// what expired. The paused node goes on without knowing about the pause.
class NodePausedTest {
    private static final Duration AWAY = Duration.ofMillis(1_500);
    private static final int PAUSES = 3;

    /// The bound on the other nodes' slowest answers: by then the database has ended the paused
    /// node's transactions, in any state.
    private static final Duration MOST_WAITED = Duration.ofSeconds(10);

    @RegisterExtension
    final Scratch scratch = Scratch.durable();

    static LongStream seeds() {
        return CrashVerdicts.seeds(500, 2);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void sellsNothingTwiceAfterAPause(long seed)
            throws IOException, InterruptedException, TimeoutException {
        Recorder recorder = new Recorder(InstantSource.system());
        try (Pool pool = Pool.open(scratch.database().address(), CrashNode.options());
                Holdfast engine = Engine.open(pool.dataSource(), Limits.usual());
                CrashProcess child = new CrashProcess(scratch.database().address(), seed, 256)) {
            Crowd crowd = new Crowd(seed + 1_000, recorder);
            crowd.offer(engine);
            for (int pause = 0; pause < PAUSES; pause++) {
                child.serve(60);
                child.pause();
                long end = System.nanoTime() + AWAY.toNanos();
                crowd.run(List.of(() -> engine), 8, 10_000, () -> System.nanoTime() > end);
                assertThat(Duration.ofNanos(System.nanoTime() - end)).as("the others' wait")
                        .isLessThan(MOST_WAITED);
                child.resume();
            }
            child.serve(60);
            child.kill();
            History history = FinalReads.close(recorder, engine, child.history());
            System.err.println("paused " + seed + ": " + history.operations().size()
                    + " operations, " + CrashVerdicts.silent(history) + " unanswered");
            CrashVerdicts.clean("node-paused-" + seed, history);
        }
    }
}
