package holdfast.proof.crash;

import holdfast.Holdfast;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import holdfast.judge.Crowd;
import holdfast.judge.FinalReads;
import holdfast.judge.History;
import holdfast.judge.Recorder;
import holdfast.testkit.Scratch;
import java.io.IOException;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// kill -9 of a node in the middle of its work, and then of its replacement; a third node retries
/// every unanswered request.
class NodeKilledTest {
    @RegisterExtension
    final Scratch scratch = Scratch.durable();

    static LongStream seeds() {
        return CrashVerdicts.seeds(100, 8);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void keepsWhatAKilledNodeAcknowledged(long seed)
            throws IOException, InterruptedException, TimeoutException {
        SplittableRandom random = new SplittableRandom(seed);
        Recorder recorder = new Recorder(InstantSource.system());
        try (Holdfast engine =
                Engine.open(scratch.database().dataSource(), Limits.usual())) {
            new Crowd(seed, recorder).offer(engine);
            History first = killed(seed, 256, random.nextInt(50, 300));
            History second = killed(seed + 1_000, 1, random.nextInt(50, 300));
            History history = FinalReads.close(recorder, engine, first, second);
            System.err.println("killed " + seed + ": " + history.operations().size()
                    + " operations, " + CrashVerdicts.silent(history) + " unanswered");
            CrashVerdicts.clean("node-killed-" + seed, history);
        }
    }

    private History killed(long seed, int batch, int answers)
            throws IOException, InterruptedException, TimeoutException {
        try (CrashProcess child = new CrashProcess(scratch.database().address(), seed, batch)) {
            child.serve(answers);
            child.kill();
            return child.history();
        }
    }
}
