package holdfast.testkit;

import holdfast.database.Address;
import holdfast.database.Pool;
import holdfast.database.PoolOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// An empty, migrated database for one test. Closing drops it, or empties it for reuse if it is
/// recycled.
public final class ScratchDatabase implements AutoCloseable {
    // With few rows, DELETE is much faster than TRUNCATE.
    private static final String EMPTY = """
            DO $$ DECLARE each name; BEGIN
                -- Without triggers: some rows can never be deleted by the server.
                PERFORM set_config('session_replication_role', 'replica', true);
                FOR each IN SELECT tablename FROM pg_tables
                             WHERE schemaname = current_schema()
                               AND tablename NOT IN ('schema_history', 'set_clock')
                LOOP EXECUTE format('DELETE FROM %I', each); END LOOP;
            END $$
            """;
    private static final String WORKSPACES = """
            SELECT workspace FROM workspace ORDER BY workspace
            """;

    private static final Queue<ScratchDatabase> EMPTIED = new ConcurrentLinkedQueue<>();

    private final String name;
    private final boolean kept;
    private final PoolOptions options;
    private final Pool pool;
    private @Nullable SettableClock clock;

    private ScratchDatabase(String name, PoolOptions options, boolean kept) {
        this.name = name;
        this.kept = kept;
        this.options = options;
        this.pool = Pool.open(address(name), options);
    }

    /// Acknowledged commits survive a crash, as in production.
    public static ScratchDatabase durable() {
        return open(Map.of(), false);
    }

    /// Commits do not wait for the disk, for tests with many commits and no crash.
    public static ScratchDatabase quick() {
        return open(Map.of("synchronous_commit", "off"), false);
    }

    /// A durable database, reused and emptied if one is available, which is faster. For tests that
    /// leave the tables' definitions unchanged and close what they open.
    public static ScratchDatabase recycled() {
        ScratchDatabase emptied = EMPTIED.poll();
        return emptied == null ? open(Map.of(), true) : emptied;
    }

    private static ScratchDatabase open(Map<String, String> session, boolean kept) {
        PoolOptions options = PoolOptions.defaults().withSession(session);
        return new ScratchDatabase(ScratchServer.running().create(), options, kept);
    }

    private static Address address(String name) {
        return ScratchServer.running().embedded().address(name);
    }

    public DataSource dataSource() {
        return new OddTimeZone(pool.dataSource());
    }

    /// Another pool on the same database, as on another node. The caller closes it.
    public Pool anotherPool() {
        return Pool.open(address(), options);
    }

    public Address address() {
        return address(name);
    }

    /// The settable clock. Until the first call the database uses the real clock.
    public synchronized SettableClock clock() {
        if (clock == null) {
            clock = SettableClock.install(dataSource());
        }
        return clock;
    }

    private synchronized void resetClock() {
        if (clock != null) {
            clock.running(Duration.ZERO);
        }
    }

    /// Deletes all rows. No engine may be open on it.
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
        if (kept) {
            empty();
            resetClock();
            EMPTIED.add(this);
            return;
        }
        pool.close();
        ScratchServer.running().embedded().dropDatabase(name);
    }
}
