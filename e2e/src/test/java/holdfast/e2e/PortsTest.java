package holdfast.e2e;

import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A server whose port is taken prints one sentence and ends.
class PortsTest {
    private final String taken = Integer.toString(shop().address().getPort());

    private static List<String> fails(String... settings) {
        Map<String, String> all = new HashMap<>(shop().settings());
        for (int at = 0; at < settings.length; at += 2) {
            all.put(settings[at], settings[at + 1]);
        }
        return ServerNode.fails(all, "serve");
    }

    @Test
    void reportsAPortThatIsTaken() {
        assertThat(fails("HOLDFAST_PORT", taken)).singleElement().asString()
                .contains("port " + taken, "HOLDFAST_PORT").doesNotContain("Exception");
        assertThat(fails("HOLDFAST_METRICS_PORT", taken)).singleElement().asString()
                .contains("port " + taken, "HOLDFAST_METRICS_PORT");
        assertThat(fails("HOLDFAST_HOST", "192.0.2.1")).singleElement().asString()
                .contains("192.0.2.1", "HOLDFAST_PORT");
    }
}
