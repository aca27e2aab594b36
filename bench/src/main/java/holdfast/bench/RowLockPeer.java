package holdfast.bench;

import holdfast.Holdfast;
import holdfast.bench.http.StartedServer;
import holdfast.bench.sale.HotPool;
import holdfast.bench.sale.SaleAudit;
import holdfast.bench.sale.SaleSetup;
import holdfast.bench.sql.Statements;
import holdfast.bench.way.Contender;
import holdfast.database.Address;
import holdfast.database.Pool;
import holdfast.database.PoolOptions;
import holdfast.database.Schema;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import java.io.File;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;

/// The row lock behind HTTP: a process of its own on a database of its own, in the PostgreSQL of the
/// server that it is compared with.
final class RowLockPeer implements AutoCloseable {
    private static final String MAIN = "holdfast.bench.served.RowLockServer";
    private static final String NAME = "bench_rowlock";
    private static final HotPool FIELD = new HotPool(1_000_000_000);

    private static final String CREATE = """
            CREATE DATABASE bench_rowlock""";
    private static final String SEQUENCE = """
            CREATE SEQUENCE unordered_version START 1000000""";

    private final StartedServer server;
    private final Pool pool;
    private final String workspace;

    private RowLockPeer(StartedServer server, Pool pool, String workspace) {
        this.server = server;
        this.pool = pool;
        this.workspace = workspace;
    }

    /// @param jar      with the HTTP classes
    /// @param database any database of the PostgreSQL
    static RowLockPeer open(Path jar, Address database, DataSource source) throws SQLException {
        change(source, CREATE);
        Address address = new Address(
                database.url().replaceFirst("/[^/]*$", "/" + NAME),
                database.user(), database.password());
        Schema.migrate(address, PoolOptions.defaults());
        Pool pool = Pool.open(address, PoolOptions.defaults().withSize(2));
        try (Holdfast engine = Engine.open(pool.dataSource(), Limits.usual())) {
            change(pool.dataSource(), SEQUENCE);
            String workspace = SaleSetup.of(engine, FIELD)
                    .workspace(pool.dataSource(), Contender.TEXTBOOK.word(), 1);
            String places = FIELD.pattern().getFirst().id();
            StartedServer server = StartedServer.open(
                    List.of("-cp", jar + File.pathSeparator + System.getProperty("java.class.path"),
                            MAIN, workspace, places),
                    Map.of("BENCH_DATABASE_URL", address.url(),
                            "BENCH_DATABASE_USER", Objects.requireNonNull(address.user()),
                            "BENCH_DATABASE_PASSWORD",
                            Objects.requireNonNull(address.password())));
            return new RowLockPeer(server, pool, workspace);
        } catch (SQLException | RuntimeException failure) {
            pool.close();
            throw failure;
        }
    }

    private static void change(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection()) {
            Statements.change(connection, sql);
        }
    }

    StartedServer server() {
        return server;
    }

    /// @param acknowledged how many holds the clients were told of
    SaleAudit audit(long acknowledged) throws SQLException {
        return SaleAudit.of(
                pool.dataSource(), workspace, Contender.TEXTBOOK.promise(FIELD), acknowledged);
    }

    @Override
    public void close() {
        server.close();
        pool.close();
    }
}
