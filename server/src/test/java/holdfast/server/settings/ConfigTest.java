package holdfast.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
    @TempDir
    Path directory;

    @Test
    void usesDefaults() {
        Config config = Config.from(Map.of("PATH", "/bin", "HOLDFAST_PORT", " "), directory);
        assertThat(config.get(KnownSettings.PORT)).isEqualTo(8080);
        assertThat(config.data()).isEqualTo(Path.of("data"));
        assertThat(config.databaseUrl()).isEmpty();
        assertThat(config.get(KnownSettings.HOST).isLoopbackAddress()).isTrue();
        assertThat(config.get(KnownSettings.STOP_GRACE)).isEqualTo(Duration.ofSeconds(6));
        assertThat(SettingsTable.changed(config)).isEqualTo("no value");
    }

    @Test
    void prefersTheEnvironmentToTheFile() throws IOException {
        file("holdfast.properties", """
                # our shop
                HOLDFAST_PORT = 9001
                HOLDFAST_POOL_SIZE=12
                """);
        Config config = Config.from(Map.of("HOLDFAST_PORT", "9002"), directory);
        assertThat(config.get(KnownSettings.PORT)).isEqualTo(9002);
        assertThat(config.get(KnownSettings.POOL_SIZE)).isEqualTo(12);
        assertThat(SettingsTable.changed(config)).isEqualTo(
                "HOLDFAST_PORT from the environment, HOLDFAST_POOL_SIZE from the file");
    }

    @Test
    void readsANamedFileInsteadOfTheDefaultOne() throws IOException {
        file("holdfast.properties", "HOLDFAST_PORT=9001\n");
        file("other.txt", "HOLDFAST_PORT=9003\nHOLDFAST_LOG_FORMAT=JSON\n");
        Config config = Config.from(Map.of("HOLDFAST_CONFIG", "other.txt"), directory);
        assertThat(config.get(KnownSettings.PORT)).isEqualTo(9003);
        assertThat(config.get(KnownSettings.LOG_FORMAT)).isEqualTo("json");
    }

    @Test
    void reportsAllMistakesWithTheirNames() throws IOException {
        file("mine.properties", """
                HOLDFAST_POOL_SIZE=many
                HOLDFAST_LOG_LEVEL=loud
                HOLDFAST_LOG_LEVEL=info
                HOLDFAST_CONFIG=elsewhere
                port=8080
                """);
        List<String> mistakes = mistakes(Map.of(
                "HOLDFAST_CONFIG", directory.resolve("mine.properties").toString(),
                "HOLDFAST_PORT", "80800",
                "HOLDFAST_PROT", "8080",
                "HOLDFAST_STOP_GRACE", "10 seconds",
                "HOLDFAST_DATABASE_URL", "mysql://shop:secret@db/shop"));
        assertThat(mistakes).anySatisfy(line -> assertThat(line).isEqualTo(
                "HOLDFAST_PORT in the environment must be a whole number from 0 to 65535,"
                        + " not \"80800\""))
                .anySatisfy(line -> assertThat(line).isEqualTo(
                        "HOLDFAST_PROT in the environment is not a setting:"
                                + " did you mean HOLDFAST_PORT?"))
                .anySatisfy(line -> assertThat(line).isEqualTo(
                        "port in the file is not a setting: remove it"))
                .anySatisfy(line -> assertThat(line).startsWith("HOLDFAST_LOG_LEVEL is set twice"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("HOLDFAST_POOL_SIZE in the file must be a whole number"))
                .anySatisfy(line -> assertThat(line).startsWith("HOLDFAST_STOP_GRACE in"))
                .anySatisfy(line -> assertThat(line).startsWith("HOLDFAST_DATABASE_URL in")
                        .contains("must be postgres://"))
                .hasSize(7);
        assertThat(String.join("", mistakes)).doesNotContain("secret");
    }

    @Test
    void reportsMistakesOfTheFile() throws IOException {
        assertThat(mistakes(Map.of("HOLDFAST_CONFIG", "missing")))
                .singleElement().asString().startsWith("HOLDFAST_CONFIG: ")
                .contains("missing cannot be read");
        Files.write(directory.resolve("broken"), new byte[] {'a', '=', (byte) 0xC3, '\n'});
        assertThat(mistakes(Map.of("HOLDFAST_CONFIG", "broken")))
                .anySatisfy(line -> assertThat(line).contains("broken cannot be read"));
        file("escaped", "HOLDFAST_DATA=C:\\users\n");
        assertThat(mistakes(Map.of("HOLDFAST_CONFIG", "escaped")))
                .singleElement().asString().contains("escaped cannot be understood");
        file("itself", "HOLDFAST_CONFIG=itself\n");
        assertThat(mistakes(Map.of("HOLDFAST_CONFIG", directory + "\0")))
                .singleElement().asString().startsWith("HOLDFAST_CONFIG in the environment");
    }

    @Test
    void reportsInvalidCombinations() {
        assertThat(mistakes(Map.of(
                "HOLDFAST_PORT", "9000", "HOLDFAST_METRICS_PORT", "9000",
                "HOLDFAST_SECRET_KEY", "one-and-the-same", "HOLDFAST_PUBLISHABLE_KEY",
                "one-and-the-same")))
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).startsWith("HOLDFAST_METRICS_PORT must be"))
                .anySatisfy(line -> assertThat(line).isEqualTo(
                        "HOLDFAST_PUBLISHABLE_KEY must be another key than HOLDFAST_SECRET_KEY"));
    }

    @Test
    void reportsTheNumberOfMistakesAndEach() {
        assertThatThrownBy(() -> Config.from(Map.of("HOLDFAST_PORT", "x"), directory))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageStartingWith("One setting is not right;")
                .hasMessageContaining("HOLDFAST_PORT");
        assertThatThrownBy(() -> Config.from(
                Map.of("HOLDFAST_PORT", "x", "HOLDFAST_SECRET_KEY", "p@ss word"), directory))
                .hasMessageStartingWith("2 settings are not right;")
                .hasMessageContaining("HOLDFAST_SECRET_KEY")
                .hasMessageNotContaining("p@ss");
    }

    /// What a pod gets beside a Service with the name `holdfast`.
    @Test
    void ignoresTheVariablesOfKubernetes() {
        Config config = Config.from(Map.of(
                "HOLDFAST_PORT", "tcp://10.96.3.4:8080",
                "HOLDFAST_PORT_8080_TCP", "tcp://10.96.3.4:8080",
                "HOLDFAST_PORT_8080_TCP_ADDR", "10.96.3.4",
                "HOLDFAST_SERVICE_HOST", "10.96.3.4",
                "HOLDFAST_SERVICE_PORT_HTTP", "8080",
                "HOLDFAST_METRICS_PORT", "tcp://10.96.3.5:9090",
                "HOLDFAST_POOL_SIZE", "12"), directory);
        assertThat(config.get(KnownSettings.PORT)).isEqualTo(8080);
        assertThat(config.get(KnownSettings.METRICS_PORT)).isEmpty();
        assertThat(config.get(KnownSettings.POOL_SIZE)).isEqualTo(12);
        assertThat(config.ignored()).hasSize(6).contains("HOLDFAST_PORT", "HOLDFAST_METRICS_PORT");
        assertThat(mistakes(Map.of("HOLDFAST_PORT", "tcp://here"))).hasSize(1);
        assertThat(mistakes(Map.of("HOLDFAST_SERVICE", "1"))).hasSize(1);
    }

    @Test
    void readsHeadersOfTheTracesReceiver() {
        assertThat(Config.from(Map.of("HOLDFAST_OTLP_HEADERS",
                "api-key=a+b%20c=, x-team=shop"), directory).get(KnownSettings.OTLP_HEADERS))
                .isEqualTo(Map.of("api-key", "a+b c=", "x-team", "shop"));
        assertThat(mistakes(Map.of("HOLDFAST_OTLP_HEADERS", "hush")))
                .singleElement().asString().doesNotContain("hush");
    }

    @Test
    void hasValidDefaults() {
        for (Setting<?> setting : KnownSettings.ALL) {
            assertThat(setting.reader().apply(setting.fallback())).as(setting.name()).isNotNull();
            assertThat(setting.name()).matches("HOLDFAST_[A-Z_]+");
            assertThat(setting.about()).matches("[A-Z].*\\.");
        }
        assertThat(KnownSettings.ALL.stream().map(Setting::name)).doesNotHaveDuplicates();
    }

    @Test
    void isDocumentedInFull() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("../docs/operating.md")).stream()
                .filter(line -> line.startsWith("| `HOLDFAST_")).toList();
        assertThat(rows).isEqualTo(KnownSettings.ALL.stream().map(SettingsTable::row).toList());
    }

    @Test
    void printsEachSettingWithItsValues() {
        assertThat(SettingsTable.text()).contains("HOLDFAST_PORT  (8080)")
                .contains("A whole number from 0 to 65535.");
        KnownSettings.ALL.forEach(
                setting -> assertThat(SettingsTable.text()).contains("\n" + setting.name()));
    }

    private List<String> mistakes(Map<String, String> environment) {
        try {
            Config.from(environment, directory);
        } catch (InvalidSettingsException mistaken) {
            return mistaken.mistakes();
        }
        return List.of();
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }
}
