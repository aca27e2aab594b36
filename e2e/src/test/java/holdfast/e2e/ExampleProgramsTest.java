package holdfast.e2e;

import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The programs of the documentation's first page, run as a reader runs them.
class ExampleProgramsTest {
    private static final Path EXAMPLES = Path.of("..", "docs", "examples");

    private static String said(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(EXAMPLES.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(Map.of("HOLDFAST", shop().owner().address().toString(),
                "SECRET", TestShop.SECRET, "KEY", TestShop.PUBLISHABLE));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    @Test
    void sellsWithCurl() throws Exception {
        assertThat(said("bash", "quickstart.sh")).contains("\"free\":100", "\"status\":\"booked\"")
                .containsPattern("\"tkt_[a-z0-9]+\".*\"tkt_[a-z0-9]+\"");
    }

    @Test
    void sellsWithJava() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        assertThat(said(java, "QuickStart.java")).contains("\"free\":100", "\"status\":\"booked\"")
                .containsPattern("\"tkt_[a-z0-9]+\".*\"tkt_[a-z0-9]+\"");
    }

    @Test
    @ExtendWith(InstalledNode.class)
    void sellsWithJavaScript() throws Exception {
        assertThat(said("node", "quickstart.mjs")).contains("free: 100", "booked", "tickets: 2");
    }

    @Test
    void areServedAsTheyAre() throws Exception {
        for (String name : List.of("quickstart.sh", "quickstart.mjs", "QuickStart.java")) {
            Reply reply = shop().withoutKey().get("/docs/examples/" + name).is(200);
            assertThat(reply.response().body()).as(name)
                    .isEqualTo(java.nio.file.Files.readAllBytes(EXAMPLES.resolve(name)));
        }
        shop().withoutKey().get("/docs/examples/other.sh").refuses(404, "unknown");
    }
}
