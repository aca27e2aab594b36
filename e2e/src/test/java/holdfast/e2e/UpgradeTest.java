package holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testkit.ScratchDatabase;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The upgrade to a version that changes the schema, under load: customers retry as the rules for
/// clients say, and every request has an answer in the end.
class UpgradeTest {
    private static final int CAPACITY = 1_000_000;

    @TempDir
    Path folder;

    @Test
    void upgradesANodeThatIsStoppedMeanwhile() throws Exception {
        Path next = NextVersion.jar(folder);
        try (ScratchDatabase database = ScratchDatabase.durable()) {
            Map<String, String> settings = TestShop.settings(database);
            try (ServerNode present = ServerNode.serve(settings)) {
                Client owner = new Client(present.address(), TestShop.SECRET);
                AtomicReference<List<URI>> nodes =
                        new AtomicReference<>(List.of(present.address()));
                try (Buyers buyers = buyers(owner, nodes)) {
                    buyers.go(100);
                    present.stop();
                    try (ServerNode upgraded = ServerNode.serve(next, settings)) {
                        nodes.set(List.of(upgraded.address()));
                        buyers.go(100);
                        buyers.finish();
                        assertThat(buyers.retries()).isPositive();
                        buyers.compare(owner.to(upgraded.address()), CAPACITY);
                        assertVersion(upgraded, NextVersion.VERSION);
                        assertChanged(database);
                    }
                }
            }
        }
    }

    /// While a node of each version runs, the older one works on the newer schema.
    @Test
    void upgradesTwoNodesOneAfterTheOther() throws Exception {
        Path next = NextVersion.jar(folder);
        try (ScratchDatabase database = ScratchDatabase.durable()) {
            Map<String, String> settings = TestShop.settings(database);
            try (ServerNode one = ServerNode.serve(settings);
                    ServerNode other = ServerNode.serve(settings)) {
                Client owner = new Client(one.address(), TestShop.SECRET);
                AtomicReference<List<URI>> nodes =
                        new AtomicReference<>(List.of(one.address(), other.address()));
                try (Buyers buyers = buyers(owner, nodes)) {
                    buyers.go(100);
                    one.stop();
                    try (ServerNode first = ServerNode.serve(next, settings)) {
                        nodes.set(List.of(first.address(), other.address()));
                        assertChanged(database);
                        buyers.go(100);
                        nodes.set(List.of(other.address()));
                        buyers.go(50);
                        nodes.set(List.of(first.address(), other.address()));
                        other.stop();
                        try (ServerNode second = ServerNode.serve(next, settings)) {
                            nodes.set(List.of(first.address(), second.address()));
                            buyers.go(100);
                            buyers.finish();
                            assertThat(buyers.retries()).isPositive();
                            buyers.compare(owner.to(second.address()), CAPACITY);
                            assertVersion(second, NextVersion.VERSION);
                        }
                    }
                }
            }
        }
    }

    private static Buyers buyers(Client owner, AtomicReference<List<URI>> nodes) {
        return new Buyers(16, owner, SampleItems.concert(owner, CAPACITY, CAPACITY), nodes::get);
    }

    private static void assertVersion(ServerNode node, String version) {
        Reply metrics = new Client(node.address(), "").get("/metrics").is(200);
        String text = new String(metrics.response().body(), StandardCharsets.UTF_8);
        assertThat(text.lines().filter(line -> line.startsWith("holdfast_build_info")))
                .singleElement()
                .asString().contains("version=\"" + version + "\"");
    }

    /// The schema has what the next version adds.
    private static void assertChanged(ScratchDatabase database) {
        database.run("SELECT channel FROM booking LIMIT 0; SELECT channel FROM channel LIMIT 0");
    }
}
