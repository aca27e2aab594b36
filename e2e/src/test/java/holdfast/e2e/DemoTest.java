package holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first minute with Holdfast: the `demo` command in an empty folder, and its output.
class DemoTest {
    @TempDir
    Path folder;

    private static String printed(ServerNode node, String what) {
        return node.said().lines().filter(line -> line.startsWith(what)).findFirst()
                .orElseThrow(() -> new AssertionError(node.said()))
                .substring(what.length()).strip();
    }

    private String secret() throws IOException {
        return Files.readAllLines(folder.resolve("data/first-keys")).getFirst()
                .substring("Secret key:".length()).strip();
    }

    /// The request that the demo prints, run by a shell.
    private static String pasted(ServerNode node) throws IOException {
        String command = node.said().lines().map(String::strip)
                .filter(line -> line.startsWith("curl ")).findFirst().orElseThrow();
        Process curl = new ProcessBuilder("sh", "-c", command + " -s -w '%{http_code}'").start();
        return new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void printsItsKeysOnceAndHasSomethingOfEachKindToHold() throws IOException {
        Map<String, String> settings = Map.of("HOLDFAST_DATA", folder.resolve("data").toString());
        String secret;
        String publishable;
        try (ServerNode node = ServerNode.demo(settings)) {
            secret = secret();
            assertThat(node.said()).doesNotContain(secret);
            publishable = printed(node, "Publishable key:");
            assertThat(node.said()).contains(node.address() + "/docs");
            if (Files.isExecutable(Path.of("/usr/bin/curl"))) {
                assertThat(pasted(node)).contains("hld_").endsWith("201");
            }
            Client visitor = new Client(node.address(), publishable);
            Set<String> kinds = new HashSet<>();
            for (JsonNode event : visitor.get("/v1/events").is(200).at("items")) {
                event.path("areas").forEach(area -> kinds.add(area.path("kind").asText()));
            }
            assertThat(kinds).containsExactlyInAnyOrder("capacity", "seats");
            String service = visitor.get("/v1/services").is(200).text("/items/0/id");
            Reply free = visitor.get("/v1/services/" + service + "/free").is(200);
            visitor.post("/v1/holds", SampleItems.basket(SampleItems.visit(
                    service, free.text("/starts/0/start")))).is(201);
            TestShop.clean(new Client(node.address(), secret));
        }
        try (ServerNode again = ServerNode.demo(settings)) {
            assertThat(again.said()).doesNotContain("key:");
            int events = new Client(again.address(), secret).get("/v1/events").is(200)
                    .at("items").size();
            assertThat(events).isEqualTo(new Client(again.address(), publishable)
                    .get("/v1/events").is(200).at("items").size()).isPositive();
        }
    }
}
