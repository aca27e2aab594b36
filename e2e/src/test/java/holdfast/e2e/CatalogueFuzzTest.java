package holdfast.e2e;

import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Random changes of events and charts against random sales on two nodes, checked by a model of
/// what may be sold. `-Dholdfast.seed=` sends the same requests again.
class CatalogueFuzzTest {
    private static final long SEED = Long.getLong("holdfast.seed", System.nanoTime());
    private static final long STEPS = Long.getLong("holdfast.steps", 150);
    private static final Duration USUAL = Duration.ofSeconds(40);
    /// A slow machine goes on until each event was changed and sold.
    private static final Duration LONGEST = Duration.ofMinutes(3);

    @Test
    void sellsNothingBeyondTheDescriptionOfThatMoment() throws Exception {
        System.out.println("holdfast.seed=" + SEED);
        Client owner = shop().owner();
        try (ServerNode second = ServerNode.serve(shop().settings())) {
            List<Client> both = List.of(owner, owner.to(second.address()));
            List<FuzzedEvent> events = List.of(new FuzzedEvent(both, false),
                    new FuzzedEvent(both, false), new FuzzedEvent(both, true));
            List<Consumer<Random>> all = new ArrayList<>();
            for (FuzzedEvent event : events) {
                all.add(event::change);
                all.add(event::change);
                all.add(event::buy);
                all.add(event::buy);
                all.add(event::buy);
            }
            run(all, events);
            for (FuzzedEvent event : events) {
                assertThat(event.complaints()).as("holdfast.seed=%d", SEED).isEmpty();
            }
            TestShop.clean(owner);
        }
    }

    private static void run(List<Consumer<Random>> all, List<FuzzedEvent> events)
            throws Exception {
        long from = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (Consumer<Random> each : all) {
                Random random = new Random(SEED + running.size());
                running.add(threads.submit(() -> {
                    for (int at = 0; goesOn(at, System.nanoTime() - from, events); at++) {
                        each.accept(random);
                    }
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
    }

    private static boolean goesOn(int step, long nanos, List<FuzzedEvent> events) {
        boolean usual = step < STEPS && nanos < USUAL.toNanos();
        boolean late = nanos > LONGEST.toNanos();
        return usual || (!late && !events.stream().allMatch(FuzzedEvent::changedAndSold));
    }
}
