package holdfast.proof.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.Holdfast;
import holdfast.testkit.EngineVariant;
import holdfast.testkit.ScratchDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The scenario language: a line that cannot be parsed, or does not match, is reported with file
/// and line.
class LanguageTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
            "ann sells floor 1 -> held; this is no verb",
            "ann holds floor -> held; of floor nothing is asked for",
            "ann holds floor 1 please -> held; after the claims come",
            "ann holds maya 12:00..13 -> held; 13 is no time",
            "ann holds maya 12:00..13:00..14:00 -> held; is no window",
            "ann extends soon -> held; soon is no length of time",
            "offer pool floor many; many is no number",
            "offer parking floor 3; what is offered is",
            "offer calendar maya hours Mars/Olympus; is no time zone",
            "offer calendar maya hours UTC someday 09:00..10:00; are no days",
            "ann holds floor 1; say what is to come of it: unknown",
            "tick 5m -> held; nothing comes of this line",
            "tick 5m 6m; '6m' was not expected here",
            "house blocks floor 1 -> blocked; say because of what",
            "ann holds floor 1 limit x 3 -> held; a limit is written",
    })
    void reportsTheLineOfAnUnreadableScenario(String line, String complaint) {
        assertThatThrownBy(() -> play("scenario some", "# nothing", line))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("some.txt:3")
                .hasMessageContaining(complaint);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
            "ann holds floor 1 -> held; ann confirms -> held",
            "ann holds floor 1 -> held; ann confirms -> booked, v3",
            "ann holds floor 1 -> held; find ann -> held: floor 2",
            "ann holds floor 1 -> held; find ann -> held, again",
            "ann holds floor 1 key k -> held; ann holds floor 1 key k -> held",
            "withdraw pool floor -> offered; free pool floor -> 3 free",
            "ann holds floor 2 -> held; bob holds floor 2 -> unavailable: floor 2 left of 2",
            "ann holds floor 2 -> held; bob holds floor 2 -> unavailable, again",
    })
    void reportsTheLineOfAFailedExpectation(String first, String second) {
        assertThatThrownBy(() -> play("offer pool floor 3", "scenario some", first, second))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("some.txt:4")
                .hasMessageContaining("answered: ");
    }

    @Test
    void passesATrueScenario() {
        play("offer pool floor 3  # three", "", "scenario some",
                "ann holds floor 1 key k", "   -> held,", "   -> v1, until 10:15: floor 1",
                "ann holds floor 1 key k -> held, again", "free pool floor -> 2 free");
    }

    @Test
    void refusesATitleTwice() {
        assertThatThrownBy(() -> Scenario.read(
                "some.txt", List.of("scenario one", "scenario two", "scenario one")))
                .isInstanceOf(ScenarioException.class).hasMessageContaining("some.txt:3");
    }

    @Test
    void refusesAnExpectationWithoutALine() {
        assertThatThrownBy(() -> Scenario.read("some.txt", List.of("-> held")))
                .isInstanceOf(ScenarioException.class).hasMessageContaining("some.txt:1");
    }

    @Test
    void runsTheBackgroundBeforeEachScenario() {
        List<Scenario> scenarios = Scenario.read("some.txt", List.of(
                "offer pool floor 3", "scenario one", "tick 1m", "scenario two"));
        assertThat(scenarios).extracting(Scenario::title).containsExactly("one", "two");
        assertThat(scenarios.getFirst().lines()).hasSize(2);
        assertThat(scenarios.getLast().lines()).hasSize(1);
    }

    private static void play(String... lines) {
        try (ScratchDatabase database = ScratchDatabase.recycled();
                Holdfast engine = EngineVariant.ONE_BY_ONE.open(database.dataSource())) {
            for (Scenario scenario : Scenario.read("some.txt", List.of(lines))) {
                new ScenarioPlayer(engine, database.clock()).play(scenario);
            }
        }
    }
}
