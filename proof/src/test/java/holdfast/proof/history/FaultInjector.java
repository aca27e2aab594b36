package holdfast.proof.history;

import holdfast.proof.history.FaultyProxy.Accident;
import holdfast.testkit.ScratchDatabase;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Injects faults one after the other, drawn from a seed, until it is closed. Closing removes all
/// faults.
final class FaultInjector implements AutoCloseable {

    enum Fault {
        CUT,
        CUT_BEFORE_COMMIT,
        CUT_WITH_COMMIT,
        CUT_AFTER_COMMIT,
        SLOW,
        DEAD,
        BACKEND_KILLED,
        REOPENED
    }

    private static final String TERMINATE = """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND pid % 3 = 0
            """;

    private final ScratchDatabase database;
    private final List<EngineNode> nodes;
    private final RandomGenerator random;
    private final Map<Fault, Integer> seen = new EnumMap<>(Fault.class);
    private final Thread thread;
    private volatile boolean over;

    FaultInjector(long seed, ScratchDatabase database, List<EngineNode> nodes) {
        this.database = database;
        this.nodes = nodes;
        random = new SplittableRandom(~seed);
        thread = Thread.ofPlatform().name("faults").start(this::run);
    }

    private void run() {
        Fault[] faults = Fault.values();
        try {
            while (!over) {
                Thread.sleep(random.nextInt(20, 250));
                Fault fault = faults[random.nextInt(faults.length)];
                EngineNode node = nodes.get(random.nextInt(nodes.size()));
                seen.merge(fault, 1, Integer::sum);
                strike(fault, node);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void strike(Fault fault, EngineNode node) throws InterruptedException {
        FaultyProxy wire = node.wire();
        switch (fault) {
            case CUT -> wire.cut();
            case CUT_BEFORE_COMMIT -> wire.next(Accident.BEFORE_COMMIT);
            case CUT_WITH_COMMIT -> wire.next(Accident.WITH_COMMIT);
            case CUT_AFTER_COMMIT -> wire.next(Accident.AFTER_COMMIT);
            case SLOW -> {
                wire.delay(Duration.ofMillis(random.nextInt(1, 15)));
                Thread.sleep(random.nextInt(50, 300));
                wire.delay(Duration.ZERO);
            }
            case DEAD -> {
                wire.dead(true);
                Thread.sleep(random.nextInt(50, 1_500));
                wire.dead(false);
            }
            case BACKEND_KILLED -> database.run(TERMINATE);
            case REOPENED -> node.reopen();
        }
    }

    Map<Fault, Integer> seen() {
        return seen;
    }

    @Override
    public void close() {
        over = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException stop) {
                interrupted = true;
            }
        }
        nodes.forEach(node -> node.wire().next(Accident.NONE));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
