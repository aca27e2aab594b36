package holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.Address;
import holdfast.testkit.ScratchDatabase;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// The server that all tests share; a test may make a workspace of its own in it.
record TestShop(ServerNode node, Map<String, String> settings) {
    static final String SECRET = "sk_test_from_outside_1";
    static final String PUBLISHABLE = "pk_test_from_outside_1";
    private static final AtomicInteger WORKSPACES = new AtomicInteger();

    private static final class Only {
        private static final TestShop SHOP = open();
    }

    static TestShop shop() {
        return Only.SHOP;
    }

    private static TestShop open() {
        Map<String, String> settings = settings(ScratchDatabase.quick());
        return new TestShop(ServerNode.serve(settings), settings);
    }

    /// The settings for this database.
    static Map<String, String> settings(ScratchDatabase database) {
        return Map.of(
                "HOLDFAST_DATABASE_URL", url(database.address()),
                "HOLDFAST_SECRET_KEY", SECRET,
                "HOLDFAST_PUBLISHABLE_KEY", PUBLISHABLE,
                "HOLDFAST_LONGEST_HOLD", "PT1H",
                // All buyers of a crowd come from this machine's one address.
                "HOLDFAST_MOST_IN_A_HOLD", "0",
                "HOLDFAST_MOST_HELD_PER_ADDRESS", "0",
                "HOLDFAST_PRACTICE_PAYMENT", "on",
                "HOLDFAST_CLIENT_PATIENCE", "PT3S");
    }

    private static String url(Address address) {
        return address.url().replace("jdbc:", "").replace("//",
                "//" + address.user() + ":" + address.password() + "@");
    }

    URI address() {
        return node.address();
    }

    /// The owner of the first workspace.
    Client owner() {
        return new Client(address(), SECRET);
    }

    /// A visitor of the first workspace's storefront.
    Client visitor() {
        return new Client(address(), PUBLISHABLE);
    }

    Client withoutKey() {
        return new Client(address(), "");
    }

    /// The owner and a visitor of a new workspace.
    Pair workspace() {
        String name = "shop-" + WORKSPACES.incrementAndGet();
        List<String> said = ServerNode.say(settings, "workspace", name);
        Pair pair = new Pair(name, new Client(address(), printed(said, "Secret key:")),
                new Client(address(), printed(said, "Publishable key:")));
        // Another process made the workspace, so this node reads it a little later.
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (pair.owner.get("/v1/events").status() == 401
                || pair.visitor.get("/v1/events").status() == 401) {
            assertThat(System.nanoTime()).isLessThan(until);
            Thread.onSpinWait();
        }
        return pair;
    }

    /// A workspace with its owner and a visitor.
    record Pair(String name, Client owner, Client visitor) {}

    private static String printed(List<String> said, String what) {
        return said.stream().filter(line -> line.startsWith(what)).findFirst().orElseThrow()
                .substring(what.length()).strip();
    }

    /// The audit is clean: nothing was sold twice, and all rows agree with the journals.
    static void clean(Client owner) {
        Reply audit = owner.get("/v1/audit").is(200);
        assertThat(audit.at("clean").asBoolean()).as(audit.toString()).isTrue();
        assertThat(audit.at("findings")).as(audit.toString()).isEmpty();
    }
}
