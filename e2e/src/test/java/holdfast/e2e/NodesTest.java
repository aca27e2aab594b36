package holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testkit.ScratchDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nodes that stop during requests, by shutdown and by kill.
class NodesTest {
    private static final int CAPACITY = 1_000_000;

    @TempDir
    Path folder;

    private static String sell(Client owner) {
        return SampleItems.concert(owner, CAPACITY, 1_000_000);
    }

    @Test
    void losesAndDoublesNothingWhenANodeIsKilled() {
        try (ScratchDatabase database = ScratchDatabase.durable()) {
            Map<String, String> settings = TestShop.settings(database);
            try (ServerNode one = ServerNode.serve(settings);
                    ServerNode other = ServerNode.serve(settings)) {
                Client owner = new Client(other.address(), TestShop.SECRET);
                List<URI> both = List.of(one.address(), other.address());
                Buyers buyers = new Buyers(24, owner, sell(owner), () -> both);
                try (buyers) {
                    buyers.go(300);
                    one.kill();
                    buyers.go(300);
                }
                assertThat(buyers.retries()).isPositive();
                buyers.compare(owner, CAPACITY);
            }
        }
    }

    @Test
    void keepsItsPromisesAcrossARestart() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "HOLDFAST_DATA", folder.resolve("data").toString(),
                "HOLDFAST_SECRET_KEY", TestShop.SECRET,
                "HOLDFAST_PUBLISHABLE_KEY", TestShop.PUBLISHABLE));
        ServerNode first = ServerNode.serve(settings);
        Client owner = new Client(first.address(), TestShop.SECRET);
        AtomicReference<URI> where = new AtomicReference<>(first.address());
        Buyers buyers = new Buyers(24, owner, sell(owner), () -> List.of(where.get()));
        try (buyers) {
            buyers.go(200);
            first.close();
            try (ServerNode second = ServerNode.serve(settings)) {
                where.set(second.address());
                buyers.go(200);
                buyers.close();
                assertThat(buyers.retries()).isPositive();
                buyers.compare(owner.to(second.address()), CAPACITY);
            }
        } finally {
            first.close();
        }
    }
}
