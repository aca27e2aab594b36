package holdfast.server.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Checks the alert rules with promtool, from the path or named by HOLDFAST_PROMTOOL. The rest is
/// checked by {@link OpsTest}.
@ExtendWith(Promtool.class)
class PromtoolTest {
    private static final Path ALERTS = Path.of("../ops/alerts.yml");
    private static final Path TESTS = Path.of("../ops/alerts_test.yml");
    private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");

    @TempDir
    Path folder;

    private String checked(String rules, boolean good) throws Exception {
        return promtool(rules, "check", "alerts.yml", good);
    }

    private String promtool(String rules, String command, String argument, boolean good)
            throws Exception {
        Files.writeString(folder.resolve("alerts.yml"), rules, UTF_8);
        Files.writeString(folder.resolve("alerts_test.yml"), Files.readString(TESTS, UTF_8));
        Process process = new ProcessBuilder(List.of(
                Promtool.find().orElseThrow().toString(), command, "rules", argument))
                .directory(folder.toFile()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor() == 0).as(said).isEqualTo(good);
        return said;
    }

    private static String alerts() throws IOException {
        return Files.readString(ALERTS, UTF_8);
    }

    @Test
    void acceptsTheAlertRules() throws Exception {
        long rules = alerts().lines().filter(line -> line.contains("- alert:")).count();
        assertThat(checked(alerts(), true)).contains(rules + " rules found");
    }

    @Test
    void firesEachAlertWhenItShould() throws Exception {
        promtool(alerts(), "test", "alerts_test.yml", true);
    }

    /// Rules that never fire, or always, fail the unit test of each alert.
    @Test
    void hasATestForEachAlert() throws Exception {
        List<String> names =
                ALERT.matcher(alerts()).results().map(each -> each.group(1)).toList();
        assertThat(names).hasSizeGreaterThan(20);
        for (String expression : List.of("vector(1) < 0", "vector(1)")) {
            String wrong = alerts().replaceAll("(?m)^( *)expr: .*(\\n\\1 .*)*",
                    "$1expr: " + expression);
            String said = promtool(wrong, "test", "alerts_test.yml", false);
            assertThat(names).as(expression)
                    .allSatisfy(name -> assertThat(said).contains("alertname: " + name + ","));
        }
    }

    @Test
    void findsAMistake() throws Exception {
        for (List<String> mistake : List.of(
                List.of("sum by (constraint) (increase(", "sum by (constraint) (increases("),
                List.of("holdfast_audit_findings > 0", "holdfast_audit_findings >> 0"),
                List.of("for: 10m", "for: ten minutes"),
                List.of("expr: holdfast_audit_findings", "expression: holdfast_audit_findings"),
                List.of("{{ $labels.instance }}", "{{ $labels.instance"))) {
            String wrong = alerts().replace(mistake.getFirst(), mistake.getLast());
            assertThat(wrong).as(mistake.toString()).isNotEqualTo(alerts());
            assertThat(checked(wrong, false)).as(mistake.toString()).isNotEmpty();
        }
    }
}
