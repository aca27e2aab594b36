package holdfast.proof.history;

import holdfast.Holdfast;
import holdfast.database.Pool;
import holdfast.database.PoolOptions;
import holdfast.database.Timeouts;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import holdfast.testkit.ScratchDatabase;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// A node: an engine with its own connection pool and proxy. It can be closed and reopened while
/// clients use it; their calls wait for the new engine meanwhile.
final class EngineNode implements AutoCloseable {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final FaultyProxy wire;
    private final Limits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private Pool pool;
    private Holdfast engine;

    EngineNode(ScratchDatabase database, Limits limits) {
        this.wire = new FaultyProxy(database.address());
        this.limits = limits;
        pool = pool();
        engine = Engine.open(pool.dataSource(), limits);
    }

    private Pool pool() {
        // Little patience, so that clients notice a fault within the test's time.
        Timeouts timeouts = new Timeouts(SECOND, SECOND, Duration.ofMillis(900),
                Duration.ofMillis(500), SECOND, SECOND);
        return Pool.open(wire.address(), PoolOptions.defaults().withSize(6).withTimeouts(timeouts)
                .withSession(Map.of("synchronous_commit", "off")));
    }

    FaultyProxy wire() {
        return wire;
    }

    Holdfast engine() {
        lock.lock();
        try {
            return engine;
        } finally {
            lock.unlock();
        }
    }

    void reopen() {
        lock.lock();
        try {
            Holdfast old = engine;
            Pool drained = pool;
            pool = pool();
            engine = Engine.open(pool.dataSource(), limits);
            old.close();
            drained.close();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        wire.dead(false);
        engine.close();
        pool.close();
        wire.close();
    }
}
