package holdfast.server.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The transitions are those of the table in docs/payments.md and those that the schema knows.
class SagaTest {
    private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)` \\| [^|]+ \\| ([^|]+) \\|$");
    private static final Pattern STEP = Pattern.compile("([a-z ]+) → `(\\w+)`");

    @Test
    void agreesWithTheTable() throws IOException {
        Map<String, Map<String, String>> documented = new LinkedHashMap<>();
        String page = Files.readString(Path.of("../docs/payments.md"));
        int states = page.indexOf("## States");
        for (String line : page.substring(states, page.indexOf("\n## ", states)).split("\n", -1)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                Map<String, String> steps = new TreeMap<>();
                Matcher step = STEP.matcher(row.group(2));
                while (step.find()) {
                    steps.put(step.group(1).strip(), step.group(2));
                }
                documented.put(row.group(1), steps);
            }
        }
        Map<String, Map<String, String>> real = new LinkedHashMap<>();
        for (PaymentState state : PaymentState.values()) {
            Map<String, String> steps = new TreeMap<>();
            for (PaymentEvent event : PaymentEvent.values()) {
                Saga.after(state, event).ifPresent(next -> steps.put(
                        event.name().toLowerCase(Locale.ROOT).replace('_', ' '), next.word()));
            }
            real.put(state.word(), steps);
        }
        assertThat(documented).isEqualTo(real);
    }

    @Test
    void agreesWithTheSchema() throws IOException {
        String schema = Files.readString(Path.of(
                "src/main/resources/holdfast/server/schema/150_payments.sql"));
        Matcher known = Pattern.compile("payment_state_known CHECK \\(state IN \\(([^)]+)\\)")
                .matcher(schema);
        assertThat(known.find()).isTrue();
        assertThat(List.of(known.group(1).replaceAll("[\\s']", "").split(",", -1)))
                .isEqualTo(Arrays.stream(PaymentState.values()).map(PaymentState::word).toList());
    }

    /// Money is never charged before the booking unless the provider does so by itself, and a
    /// payment that may have money never ends without a step that gives it back.
    @Test
    void neverLosesMoney() {
        for (PaymentState state : List.of(PaymentState.AUTHORISED, PaymentState.TAKEN,
                PaymentState.CAPTURING, PaymentState.RETURNING)) {
            assertThat(Arrays.stream(PaymentEvent.values())
                    .flatMap(event -> Saga.after(state, event).stream())
                    .collect(Collectors.toSet()))
                    .as(state.word()).doesNotContain(PaymentState.CLOSED, PaymentState.OPEN);
        }
        assertThat(Saga.after(PaymentState.OPEN, PaymentEvent.CLOSED)).isEmpty();
    }
}
