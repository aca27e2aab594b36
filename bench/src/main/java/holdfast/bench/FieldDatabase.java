package holdfast.bench;

import holdfast.Holdfast;
import holdfast.bench.sql.Statements;
import holdfast.bench.way.RedisServer;
import holdfast.bench.way.WayResources;
import holdfast.database.Address;
import holdfast.database.Embedded;
import holdfast.database.Pool;
import holdfast.database.PoolOptions;
import holdfast.database.Schema;
import holdfast.database.Timeouts;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/// One field's database, with the preparation and the audit of its runs.
final class FieldDatabase implements AutoCloseable {
    private static final Timeouts PATIENT = new Timeouts(
            Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofMinutes(2),
            Duration.ofSeconds(5), Duration.ofMinutes(2), Duration.ofMinutes(3));

    // The audit reads rows that were written a moment ago and may be missing in the statistics: a
    // nested loop would look cheapest and would not be.
    private static final Map<String, String> WIDELY = Map.of(
            "enable_nestloop", "off", "enable_hashjoin", "on", "enable_mergejoin", "on",
            "enable_seqscan", "on", "plan_cache_mode", "auto");

    private static final String SEQUENCE = """
            CREATE SEQUENCE unordered_version START 1000000""";

    private static final String TIDY = """
            VACUUM (ANALYZE)""";

    private final WayResources ground;
    private final Pool pool;
    private final Holdfast engine;

    private FieldDatabase(WayResources ground, Pool pool) {
        this.ground = ground;
        this.pool = pool;
        this.engine = Engine.open(pool.dataSource(), Limits.usual());
    }

    static FieldDatabase open(Embedded server, Optional<RedisServer> redis, String database)
            throws SQLException {
        server.createDatabase(database);
        Address address = server.address(database);
        Schema.migrate(address, PoolOptions.defaults());
        Pool pool = Pool.open(
                address, PoolOptions.defaults().withTimeouts(PATIENT).withSession(WIDELY));
        try (Connection connection = pool.dataSource().getConnection()) {
            Statements.change(connection, SEQUENCE);
        }
        return new FieldDatabase(new WayResources(address, redis), pool);
    }

    WayResources ground() {
        return ground;
    }

    DataSource source() {
        return pool.dataSource();
    }

    Holdfast engine() {
        return engine;
    }

    /// Statistics as in a database in use, so that no statement is planned for empty tables.
    void tidy() throws SQLException {
        try (Connection connection = source().getConnection()) {
            Statements.change(connection, TIDY);
        }
    }

    @Override
    public void close() {
        engine.close();
        pool.close();
    }
}
