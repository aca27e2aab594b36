package holdfast.proof.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Holdfast;
import holdfast.testkit.EngineVariant;
import holdfast.testkit.ScratchDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// Every scenario in `scenarios/`: with batches, without, and on two engines in turn.
/// `-Dholdfast.scenario=…` runs only those whose file or title contains that text.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScenarioTest {
    private static final String WANTED = System.getProperty("holdfast.scenario", "");

    private final ScratchDatabase database = ScratchDatabase.recycled();

    @AfterAll
    void drop() {
        database.close();
    }

    @TestFactory
    Stream<DynamicContainer> scenarios() throws IOException, URISyntaxException {
        URI folder = Objects.requireNonNull(
                ScenarioTest.class.getResource("/scenarios"), "scenarios").toURI();
        List<DynamicContainer> containers = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            for (Path file : files.sorted().toList()) {
                List<DynamicTest> tests = tests(file);
                if (!tests.isEmpty()) {
                    containers.add(DynamicContainer.dynamicContainer(
                            String.valueOf(file.getFileName()), tests));
                }
            }
        }
        assertThat(containers).as("scenarios whose file or title contains '%s'", WANTED)
                .isNotEmpty();
        return containers.stream();
    }

    private List<DynamicTest> tests(Path file) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Scenario scenario : Scenario.read(file)) {
            if (!scenario.title().contains(WANTED)
                    && !String.valueOf(file.getFileName()).contains(WANTED)) {
                continue;
            }
            for (EngineVariant flavour : EngineVariant.values()) {
                tests.add(DynamicTest.dynamicTest(
                        scenario.title() + ", " + flavour.words(), () -> play(scenario, flavour)));
            }
        }
        return tests;
    }

    private void play(Scenario scenario, EngineVariant flavour) {
        database.empty();
        try (Holdfast engine = flavour.open(database.dataSource())) {
            new ScenarioPlayer(engine, database.clock()).play(scenario);
        }
    }
}
