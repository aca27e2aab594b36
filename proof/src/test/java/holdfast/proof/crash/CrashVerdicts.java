package holdfast.proof.crash;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.judge.History;
import holdfast.judge.Judge;
import holdfast.judge.Promise;
import holdfast.judge.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;

/// The checks that every history with a crash in it must pass.
final class CrashVerdicts {
    private static final String SEED = "holdfast.seed";
    private static final String ROUNDS = "holdfast.rounds";

    private CrashVerdicts() {}

    /// One seed for each round. The properties `holdfast.rounds` and `holdfast.seed` replace the
    /// usual number of rounds and the usual first seed.
    static LongStream seeds(long usual, int rounds) {
        long first = Long.getLong(SEED, usual);
        return LongStream.range(first, first + Integer.getInteger(ROUNDS, rounds));
    }

    static void clean(String name, History history) throws IOException {
        Verdict verdict = Judge.judge(history);
        if (!verdict.clean()) {
            Path file = Path.of("target", "histories", name + ".txt");
            Files.createDirectories(file.getParent());
            Files.write(file, history.lines());
        }
        assertThat(verdict.findings())
                .as(() -> name + ", again with -D" + SEED + "=… -D" + ROUNDS + "=1: " + verdict)
                .isEmpty();
        assertThat(verdict.weighed(Promise.DURABLE)).as("what was acknowledged").isPositive();
    }

    static long silent(History history) {
        return history.operations().stream().filter(each -> each.silent()).count();
    }
}
