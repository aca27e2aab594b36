package holdfast.guards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A rule of the repository. It must find a seeded violation, because a guard that cannot fail
/// proves nothing, and then it checks this repository.
public interface Rule {
    int ENOUGH_TO_BEGIN_WITH = 40;

    List<RuleFinding> look(Repository repository);

    /// Writes violations into the seed and returns their places, as `path:line`.
    List<String> violate(SeededRepository seed);

    /// Writes similar code that is allowed.
    void keep(SeededRepository seed);

    @Test
    default void findsASeededViolation(@TempDir Path empty) {
        SeededRepository seed = new SeededRepository(empty);
        List<String> places = violate(seed);
        assertThat(places).isNotEmpty();
        assertThat(look(seed.repository()))
                .extracting(found -> found.path() + ":" + found.line())
                .containsExactlyInAnyOrderElementsOf(places);
    }

    @Test
    default void ignoresWhatIsRight(@TempDir Path empty) {
        SeededRepository seed = new SeededRepository(empty);
        keep(seed);
        assertThat(look(seed.repository())).isEmpty();
    }

    @Test
    default void holdsInThisRepository() {
        List<RuleFinding> findings = look(Repository.ours());
        if (!findings.isEmpty()) {
            fail(report(findings));
        }
    }

    private static String report(List<RuleFinding> findings) {
        int more = findings.size() - ENOUGH_TO_BEGIN_WITH;
        return findings.stream()
                .limit(ENOUGH_TO_BEGIN_WITH)
                .map(RuleFinding::toString)
                .collect(Collectors.joining("\n", "\n", more > 0 ? "\nand " + more + " more" : ""));
    }
}
