package holdfast.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.database.Embedded;
import holdfast.database.Pool;
import holdfast.database.PoolOptions;
import holdfast.database.Schema;
import holdfast.engine.Engine;
import holdfast.engine.EngineListener;
import holdfast.engine.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A JUnit extension: an engine and a workspace of its own for each test, all on one PostgreSQL,
/// which stops with the JVM. The workspace is audited after the test.
final class EngineFixture implements BeforeEachCallback, AfterEachCallback {
    private static final AtomicInteger WORKSPACES = new AtomicInteger();

    private static final String INSTALL_CLOCK = """
            CREATE TABLE passed (time interval NOT NULL)""";
    private static final String START_CLOCK = """
            INSERT INTO passed VALUES (interval '0')""";
    private static final String REPLACE_CLOCK = """
            CREATE OR REPLACE FUNCTION the_clock() RETURNS timestamptz
                LANGUAGE sql VOLATILE AS 'SELECT clock_timestamp() + time FROM passed'""";
    private static final String PASS = """
            UPDATE passed SET time = time + ? * interval '1 millisecond'""";

    private final List<Engine> engines = new ArrayList<>();
    private String workspace = "";

    /// Started by the first test that needs it.
    private static final class Database {
        private static final DataSource SOURCE = start();

        private static DataSource start() {
            try {
                Path home = Files.createTempDirectory("holdfast-engine-");
                Embedded server = Embedded.start(home, Embedded.Options.defaults()
                        .withDurability(Embedded.Durability.NONE));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    server.close();
                    remove(home);
                }));
                Schema.migrate(server.address(), PoolOptions.defaults());
                DataSource source =
                        Pool.open(server.address(), PoolOptions.defaults()).dataSource();
                run(source, INSTALL_CLOCK);
                run(source, START_CLOCK);
                run(source, REPLACE_CLOCK);
                return source;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        private static void remove(Path home) {
            try (Stream<Path> files = Files.walk(home)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException failure) {
                System.err.println("left behind: " + home + " (" + failure + ")");
            }
        }
    }

    DataSource source() {
        return Database.SOURCE;
    }

    String workspace() {
        return workspace;
    }

    /// The test's engine.
    Engine engine() {
        return engines.getFirst();
    }

    /// One more engine, which is closed after the test.
    Engine open(DataSource source, Limits limits, EngineListener listener) {
        Engine engine = Engine.open(source, limits, listener);
        engines.add(engine);
        return engine;
    }

    /// Moves the database's clock forward.
    void pass(Duration time) {
        run(Database.SOURCE, PASS, time.toMillis());
    }

    void run(String sql) {
        run(Database.SOURCE, sql);
    }

    private static void run(DataSource source, String sql, Object... arguments) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int at = 0; at < arguments.length; at++) {
                statement.setObject(at + 1, arguments[at]);
            }
            statement.execute();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// A hold that must be granted.
    Hold.Held held(HoldRequest request) {
        HoldOutcome outcome = engine().hold(request);
        assertThat(outcome).isInstanceOf(HoldOutcome.Granted.class);
        return ((HoldOutcome.Granted) outcome).hold();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        workspace = "test-" + WORKSPACES.incrementAndGet();
        open(Database.SOURCE, Limits.usual(), EngineListener.NONE);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        try {
            assertThat(engine().audit(workspace).findings()).isEmpty();
        } finally {
            engines.forEach(Engine::close);
            engines.clear();
        }
    }
}
