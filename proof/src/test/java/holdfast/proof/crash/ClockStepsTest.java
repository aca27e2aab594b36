package holdfast.proof.crash;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Holdfast;
import holdfast.engine.Limits;
import holdfast.judge.Crowd;
import holdfast.judge.Recorder;
import holdfast.testkit.Scratch;
import holdfast.testkit.SettableClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The database's clock steps forward and back while a crowd sells on two engines. Deadlines lose
/// their meaning, but nothing is sold twice and the audit is clean.
class ClockStepsTest {
    private static final int STEPS = 25;

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    static LongStream seeds() {
        return CrashVerdicts.seeds(1_300, 2);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void sellsNothingTwice(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SettableClock clock = scratch.clock();
        Recorder recorder = new Recorder(InstantSource.system());
        Holdfast batching = scratch.open(Limits.usual());
        Holdfast single = scratch.open(Limits.usual().batch(1));
        Crowd crowd = new Crowd(seed, recorder);
        crowd.offer(batching);
        CrashInjector striker = new CrashInjector(random, recorder, STEPS,
                () -> clock.running(Duration.ofMillis(random.nextLong(-120_000, 120_000))));
        crowd.run(List.of(() -> batching, () -> single), 12, 100_000, striker::done);
        clock.running(Duration.ZERO);
        for (String workspace : batching.workspaces()) {
            assertThat(batching.audit(workspace).findings()).as(workspace).isEmpty();
        }
        assertThat(recorder.answered()).as("what the crowd was told")
                .noneMatch(each -> each.silent()).hasSizeGreaterThan(STEPS * 100);
    }
}
