package holdfast.bench.way;

import holdfast.database.Address;
import holdfast.database.Pool;
import holdfast.database.PoolOptions;
import holdfast.database.Timeouts;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The resources of a way of holding: the one database, and a Redis if there is one.
public record WayResources(Address database, Optional<RedisServer> redis) {
    // 256 clients wait for a few connections; that is what is measured.
    private static final Timeouts PATIENT =
            Timeouts.defaults().withAcquire(Duration.ofMinutes(1));

    Pool pool(int connections, Map<String, String> session) {
        return Pool.open(database, PoolOptions.defaults()
                .withSize(connections).withTimeouts(PATIENT).withSession(session)
                .withApplicationName("bench"));
    }

    Pool pool(int connections) {
        return pool(connections, Map.of());
    }
}
