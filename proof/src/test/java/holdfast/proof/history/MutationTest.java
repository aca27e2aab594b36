package holdfast.proof.history;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.judge.History;
import holdfast.judge.Judge;
import holdfast.judge.Promise;
import holdfast.judge.Verdict;
import holdfast.proof.history.Mutation.Spoiling;
import holdfast.testkit.Scratch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Mutation tests of the judge: a clean history is falsified in one place, and the judge must
/// report it under the right promise. Each promise is broken in several ways.
class MutationTest {
    private static final String TABLE = "/histories/mutations.txt";

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    @Test
    void findsEveryMutation() throws InterruptedException, IOException {
        List<String> honest = SampleHistory.lines(scratch.engine());
        assertThat(Judge.judge(History.read(honest)).findings()).as("the honest one").isEmpty();
        List<String> missed = new ArrayList<>();
        Set<Promise> tried = EnumSet.noneOf(Promise.class);
        for (Mutation mutation : mutations()) {
            tried.add(mutation.broken());
            List<String> spoiled = honest;
            for (Spoiling spoiling : mutation.spoilings()) {
                List<String> next = Mutation.spoil(spoiled, spoiling);
                if (next.equals(spoiled)) {
                    missed.add(mutation.why() + ": nothing to spoil by " + spoiling);
                }
                spoiled = next;
            }
            Verdict verdict = Judge.judge(History.read(spoiled));
            if (!verdict.broken().contains(mutation.broken())) {
                missed.add(mutation.broken() + ": " + mutation.why() + "; found "
                        + verdict.broken());
            }
        }
        assertThat(missed).isEmpty();
        assertThat(tried).containsExactlyInAnyOrder(Promise.values());
    }

    private static List<Mutation> mutations() throws IOException {
        try (InputStream in = MutationTest.class.getResourceAsStream(TABLE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(
                        Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
            return Mutation.read(lines.lines());
        }
    }
}
