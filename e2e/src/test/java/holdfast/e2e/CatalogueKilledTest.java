package holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testkit.ScratchDatabase;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// One of two nodes is killed in the middle of changes of the catalogue, again and again, while
/// clients buy. Answered changes are there; unanswered ones are there as a whole or not at all; and
/// descriptions agree with what is on sale, on the surviving node and on the next one.
class CatalogueKilledTest {
    private static final int ROUNDS = Integer.getInteger("holdfast.rounds", 20);
    private static final long SEED = Long.getLong("holdfast.seed", System.nanoTime());
    private static final int MOST_STEPS = 60;
    private static final long LONGEST_NANOS = 5_000_000_000L;

    private final Random random = new Random(SEED);
    private final List<ServerNode> nodes = new CopyOnWriteArrayList<>();
    private final List<CatalogueWork<?>> works = new ArrayList<>();

    @Test
    void sellsWhatIsDescribedAfterKilledNodes() throws Exception {
        System.out.println("holdfast.seed=" + SEED);
        try (ScratchDatabase database = ScratchDatabase.durable()) {
            Map<String, String> settings = TestShop.settings(database);
            nodes.add(ServerNode.serve(settings));
            nodes.add(ServerNode.serve(settings));
            Client owner = client(nodes.getFirst());
            begin(owner);
            String event = SampleItems.concert(owner, 1_000_000, 1_000_000);
            Buyers buyers = new Buyers(4, owner, event, this::addresses);
            try (buyers) {
                for (int round = 0; round < ROUNDS; round++) {
                    round(settings);
                }
            }
            buyers.compare(client(nodes.getFirst()), 1_000_000);
            assertThat(changes()).isGreaterThan(ROUNDS);
        } finally {
            nodes.forEach(ServerNode::kill);
        }
    }

    private void begin(Client owner) {
        for (int at = 0; at < 3; at++) {
            works.add(new CatalogueWorks.OfEvent(owner));
        }
        works.add(new CatalogueWorks.OfSeries(owner));
        works.add(new CatalogueWorks.OfDays(owner));
    }

    private static Client client(ServerNode node) {
        return new Client(node.address(), TestShop.SECRET);
    }

    private List<URI> addresses() {
        return nodes.stream().map(ServerNode::address).toList();
    }

    private void round(Map<String, String> settings)
            throws InterruptedException, ExecutionException {
        ServerNode killed = nodes.get(random.nextInt(2));
        AtomicBoolean enough = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (CatalogueWork<?> work : works) {
                Random own = new Random(random.nextLong());
                List<Client> both = nodes.stream().map(CatalogueKilledTest::client).toList();
                running.add(threads.submit(() -> {
                    for (int at = 0; at < MOST_STEPS && work.certain() && !enough.get(); at++) {
                        work.step(both.get(own.nextInt(2)), own);
                    }
                }));
            }
            underWay(changes() + 3 + random.nextInt(20));
            killed.kill();
            enough.set(true);
            for (Future<?> each : running) {
                each.get();
            }
        }
        nodes.remove(killed);
        CompletableFuture<ServerNode> next =
                CompletableFuture.supplyAsync(() -> ServerNode.serve(settings));
        Client left = client(nodes.getFirst());
        settled(left);
        works.forEach(work -> work.judge(List.of(left)));
        TestShop.clean(left);
        nodes.add(next.get());
        works.forEach(work -> work.judge(List.of(client(nodes.getLast()))));
    }

    private int changes() {
        return works.stream().mapToInt(CatalogueWork::changes).sum();
    }

    /// Waits until that many changes were answered, and a little longer.
    private void underWay(int enough) {
        long until = System.nanoTime() + LONGEST_NANOS;
        while (changes() < enough && System.nanoTime() < until) {
            LockSupport.parkNanos(1_000_000);
        }
        LockSupport.parkNanos(random.nextInt(20_000_000));
    }

    /// A change waits for the killed node's unfinished transactions, and reads what they wrote.
    private static void settled(Client client) {
        client.patch("/v1/workspace", "{\"name\": \"Settled\"}", "If-Match", "*").is(200);
    }
}
