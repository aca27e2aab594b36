package holdfast.proof.history;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.engine.Limits;
import holdfast.judge.Crowd;
import holdfast.judge.FinalReads;
import holdfast.judge.History;
import holdfast.judge.Judge;
import holdfast.judge.Promise;
import holdfast.judge.Recorder;
import holdfast.judge.Verdict;
import holdfast.testkit.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Crowds on two nodes, one that batches and one that does not, with and without faults. The seed
/// draws the clients' requests and the faults; `-Dholdfast.seed=…` repeats a failing one (for
/// longer with `-Dholdfast.seconds=…`), and its history is written to `target/histories`.
class HistoryTest {
    private static final String SEED = "holdfast.seed";

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    /// Fixed seeds, and a new one.
    static LongStream seeds() {
        Long given = Long.getLong(SEED);
        return given != null ? LongStream.of(given)
                : LongStream.of(1, 2, 3, System.currentTimeMillis() % 1_000_000_000);
    }

    @Test
    void keepsThePromisesWithoutFaults() throws IOException {
        long seed = Long.getLong(SEED, 7);
        Recorder recorder = new Recorder(InstantSource.system());
        try (EngineNode batching = new EngineNode(scratch.database(), Limits.usual());
                EngineNode single = new EngineNode(scratch.database(), Limits.usual().batch(1))) {
            Crowd crowd = new Crowd(seed, recorder);
            crowd.offer(batching.engine());
            crowd.run(List.of(batching::engine, single::engine), 10, 250, () -> false);
            History history = FinalReads.close(recorder, single.engine());
            clean("fair", seed, history, Judge.judge(history), Set.of());
            assertThat(history.operations()).noneMatch(each -> each.silent());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void keepsThePromisesWithFaults(long seed) throws IOException {
        Limits limits = Limits.usual().patience(Duration.ofMillis(seed % 2 == 0 ? 50 : 1_500));
        Recorder recorder = new Recorder(InstantSource.system());
        try (EngineNode batching = new EngineNode(scratch.database(), limits);
                EngineNode single = new EngineNode(scratch.database(), limits.batch(1))) {
            Crowd crowd = new Crowd(seed, recorder);
            crowd.offer(batching.engine());
            FaultInjector faults =
                    new FaultInjector(seed, scratch.database(), List.of(batching, single));
            try (faults) {
                Duration foul = Duration.ofSeconds(Integer.getInteger("holdfast.seconds", 10));
                long end = System.nanoTime() + foul.toNanos();
                crowd.run(List.of(batching::engine, single::engine), 16, 100_000,
                        () -> System.nanoTime() > end);
            }
            History history = FinalReads.close(recorder, batching.engine());
            Verdict verdict = Judge.judge(history);
            System.err.println("foul " + seed + ": " + faults.seen() + ", "
                    + history.operations().size() + " operations, "
                    + history.operations().stream().filter(each -> each.silent()).count()
                    + " unanswered");
            clean("foul", seed, history, verdict,
                    seed % 2 == 0 ? EnumSet.of(Promise.RESOLVABLE) : Set.of());
        }
    }

    private static void clean(String faults, long seed, History history, Verdict verdict,
            Set<Promise> also) throws IOException {
        Set<Promise> expected = EnumSet.complementOf(EnumSet.of(
                Promise.RESOLVABLE, Promise.NO_NEIGHBOURS));
        expected.addAll(also);
        if (!verdict.clean()) {
            Path file = Path.of("target", "histories", faults + "-" + seed + ".txt");
            Files.createDirectories(file.getParent());
            Files.write(file, history.lines());
        }
        assertThat(verdict.findings())
                .as(() -> "again with -D" + SEED + "=" + seed + ": " + verdict)
                .isEmpty();
        assertThat(expected).as("what was never put to the test")
                .allMatch(promise -> verdict.weighed(promise) > 0, verdict.weighed().toString());
    }
}
