package holdfast.testkit;

import holdfast.database.Address;
import holdfast.database.Pool;
import holdfast.database.PoolOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// An empty, migrated database of a test's own, dropped when it is closed.
public final class ScratchDatabase implements AutoCloseable {
    private static final String EMPTY = """
            DO $$ BEGIN
                EXECUTE (
                    SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ')
                      FROM pg_tables
                     WHERE schemaname = current_schema()
                       AND tablename NOT IN ('schema_history', 'set_clock'));
            END $$
            """;
    private static final String WORKSPACES = "SELECT workspace FROM workspace ORDER BY workspace";

    private final String name;
    private final PoolOptions options;
    private final Pool pool;
    private @Nullable SettableClock clock;

    private ScratchDatabase(String name, PoolOptions options) {
        this.name = name;
        this.options = options;
        this.pool = Pool.open(address(name), options);
    }

    /// What it acknowledges survives a crash, as in earnest.
    public static ScratchDatabase durable() {
        return open(Map.of());
    }

    /// Commits do not wait for the disk: for tests that make many and crash none.
    public static ScratchDatabase quick() {
        return open(Map.of("synchronous_commit", "off"));
    }

    private static ScratchDatabase open(Map<String, String> session) {
        PoolOptions options = PoolOptions.defaults().withSession(session);
        return new ScratchDatabase(ScratchServer.running().create(), options);
    }

    private static Address address(String name) {
        return ScratchServer.running().embedded().address(name);
    }

    public DataSource dataSource() {
        return new Abroad(pool.dataSource());
    }

    /// Another pool on the same database, as another node has it. The caller closes it.
    public Pool anotherPool() {
        return Pool.open(address(), options);
    }

    public Address address() {
        return address(name);
    }

    /// Runs with the real clock until it is asked for here.
    public synchronized SettableClock clock() {
        if (clock == null) {
            clock = SettableClock.install(dataSource());
        }
        return clock;
    }

    /// Takes everything out but the tables themselves. No engine may be open on it.
    public void empty() {
        run(EMPTY);
    }

    public void run(String sql) {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new ScratchException("could not run " + sql, e);
        }
    }

    public List<String> workspaces() {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(WORKSPACES)) {
            List<String> workspaces = new ArrayList<>();
            while (rows.next()) {
                workspaces.add(rows.getString(1));
            }
            return workspaces;
        } catch (SQLException e) {
            throw new ScratchException("could not read the workspaces", e);
        }
    }

    @Override
    public void close() {
        pool.close();
        ScratchServer.running().embedded().dropDatabase(name);
    }
}
