package holdfast.bench;

import holdfast.Holdfast;
import holdfast.bench.measure.ClosedLoop;
import holdfast.bench.measure.WarmUp;
import holdfast.bench.sale.Field;
import holdfast.bench.sale.SaleSetup;
import holdfast.bench.sql.Statements;
import holdfast.bench.way.Contender;
import holdfast.bench.way.RedisServer;
import holdfast.bench.way.Way;
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
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// One field's database. It is a template: every run gets a copy of its own, which is dropped
/// afterwards, so every run begins with the same tables and no table grows from way to way. The
/// runs of a short trial share one copy.
final class FieldDatabase implements AutoCloseable {
    private static final Timeouts PATIENT = new Timeouts(
            Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofMinutes(2),
            Duration.ofSeconds(5), Duration.ofMinutes(2), Duration.ofMinutes(3));

    // The audit reads rows that were written a moment ago and may be missing in the statistics: a
    // nested loop would look cheapest and would not be.
    private static final Map<String, String> WIDELY = Map.of(
            "enable_nestloop", "off", "enable_hashjoin", "on", "enable_mergejoin", "on",
            "enable_seqscan", "on", "plan_cache_mode", "auto");
    private static final int CLIENTS = 64;
    private static final Duration HISTORY = Duration.ofSeconds(1);
    private static final Duration SHORT_HISTORY = Duration.ofMillis(50);

    private static final String SEQUENCE = """
            CREATE SEQUENCE unordered_version START 1000000""";

    // Statistics as in a database in use, so that no statement is planned for empty tables.
    private static final String TIDY = """
            VACUUM (ANALYZE)""";

    private final Embedded server;
    private final Optional<RedisServer> redis;
    private final String name;
    private final Field field;
    private final SaleSetup setup;
    private final boolean fresh;
    private final AtomicInteger copies = new AtomicInteger();
    private @Nullable Copy shared;

    private FieldDatabase(Embedded server, Optional<RedisServer> redis, String name, Field field,
            SaleSetup setup, boolean fresh) {
        this.server = server;
        this.redis = redis;
        this.name = name;
        this.field = field;
        this.setup = setup;
        this.fresh = fresh;
    }

    /// Makes the template, in which the engine has sold for a moment.
    ///
    /// @param quick whether it is for a short trial
    static FieldDatabase open(
            Embedded server, Optional<RedisServer> redis, Field field, boolean quick)
            throws SQLException {
        String name = "bench_" + field.word();
        server.createDatabase(name);
        Address address = server.address(name);
        Schema.migrate(address, PoolOptions.defaults());
        try (Pool pool = pool(address); Holdfast engine = engine(pool)) {
            DataSource source = pool.dataSource();
            change(source, SEQUENCE);
            SaleSetup setup = SaleSetup.of(engine, field);
            // As long as the database is a template, nothing else may be connected to it.
            String workspace = setup.workspace(source, "history", 1);
            try (Way way = Contender.ENGINE.open(new WayResources(address, redis), 8)) {
                new ClosedLoop(CLIENTS, WarmUp.NONE, quick ? SHORT_HISTORY : HISTORY, 1)
                        .at(way, field.open(workspace, 1));
            }
            change(source, TIDY);
            return new FieldDatabase(server, redis, name, field, setup, !quick);
        }
    }

    private static Pool pool(Address address) {
        return Pool.open(
                address, PoolOptions.defaults().withTimeouts(PATIENT).withSession(WIDELY));
    }

    private static Holdfast engine(Pool pool) {
        return Engine.open(pool.dataSource(), Limits.usual());
    }

    private static void change(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection()) {
            Statements.change(connection, sql);
        }
    }

    /// A database for one run of a way, with what is on sale in a workspace of its own.
    RunDatabase copy(String way, int seatMaps) throws SQLException {
        Copy copy = shared;
        if (copy == null) {
            copy = copy();
            if (!fresh) {
                shared = copy;
            }
        }
        try {
            String workspace = setup.workspace(copy.pool.dataSource(), way, seatMaps);
            return new RunDatabase(copy, workspace, fresh);
        } catch (SQLException | RuntimeException failure) {
            if (fresh) {
                copy.drop();
            }
            throw failure;
        }
    }

    private Copy copy() {
        String copy = name + "_" + copies.incrementAndGet();
        server.createDatabase(copy, name);
        Address address = server.address(copy);
        return new Copy(server, copy, new WayResources(address, redis), pool(address));
    }

    Field field() {
        return field;
    }

    @Override
    public void close() {
        if (shared != null) {
            shared.drop();
        }
        server.dropDatabase(name);
    }

    /// A copy of the template.
    private record Copy(Embedded server, String name, WayResources ground, Pool pool) {
        void drop() {
            pool.close();
            server.dropDatabase(name);
        }
    }

    /// The database of one run.
    static final class RunDatabase implements AutoCloseable {
        private final Copy copy;
        private final String workspace;
        private final boolean dropped;

        private RunDatabase(Copy copy, String workspace, boolean dropped) {
            this.copy = copy;
            this.workspace = workspace;
            this.dropped = dropped;
        }

        WayResources ground() {
            return copy.ground;
        }

        DataSource source() {
            return copy.pool.dataSource();
        }

        /// An engine that audits what was sold.
        Holdfast engine() {
            return FieldDatabase.engine(copy.pool);
        }

        String workspace() {
            return workspace;
        }

        @Override
        public void close() {
            if (dropped) {
                copy.drop();
            }
        }
    }
}
