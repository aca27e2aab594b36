package holdfast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The benchmark through HTTP runs against the started jar, and its audit has the expected result.
/// No speed is asserted.
class HttpBenchTest {

    private static List<List<String>> table(String out, String title) {
        List<String> lines = out.lines().toList();
        int first = lines.indexOf("### " + title);
        assertThat(first).as(title).isNotNegative();
        List<List<String>> rows = new ArrayList<>();
        for (String line : lines.subList(first + 4, lines.size())) {
            if (!line.startsWith("|")) {
                break;
            }
            rows.add(Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
                    .map(String::strip).toList());
        }
        return rows;
    }

    @Test
    void runsAndAuditsEveryPart() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int exit = BenchMain.run(new String[] {"--http", "--quick"},
                new PrintStream(bytes, true, StandardCharsets.UTF_8),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        String out = bytes.toString(StandardCharsets.UTF_8);
        assertThat(exit).as(out).isZero();
        assertThat(out).contains("fsync on", "full_page_writes on", "synchronous_commit on",
                "all those that clients were told of; clean.");
        assertThat(table(out, "Holds through HTTP, closed loop"))
                .extracting(List::getFirst).containsExactly(
                        "One hall of 2,000 seats", "Fifty calendars, 15 to 120 minutes");
        assertThat(table(out, "One hot pool through HTTP, in turn"))
                .extracting(List::getFirst).containsExactly("**Holdfast**",
                        "row lock: SELECT … FOR UPDATE", "*bound: an empty request*");
        assertThat(table(out, "One hot pool, open loop")).hasSize(2);
        assertThat(table(out, "Sold out, closed loop")).hasSize(1);
        assertThat(table(out, "Buyers beside a crowd that wants what is gone, open loop"))
                .hasSize(3);
        assertThat(table(out, "Too much, open loop")).hasSize(3);
        assertThat(table(out, "The map of a big hall"))
                .extracting(row -> row.get(1))
                .containsExactly("200", "200", "200", "200", "200", "304");
        assertThat(table(out, "Starting, and memory")).hasSize(3);
    }

    @Test
    void reportsErrorsByTheExitStatus() {
        HttpReport report = new HttpReport();
        assertThat(report.asExpected()).isTrue();
        report.wrong.add("500 on a fine day");
        assertThat(report.asExpected()).isFalse();
    }
}
