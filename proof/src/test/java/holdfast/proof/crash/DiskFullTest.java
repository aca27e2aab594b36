package holdfast.proof.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.Claim;
import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Inventory;
import holdfast.Unanswered;
import holdfast.database.Address;
import holdfast.database.Embedded;
import holdfast.database.Pool;
import holdfast.database.PoolOptions;
import holdfast.database.Schema;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import holdfast.judge.Crowd;
import holdfast.judge.FinalReads;
import holdfast.judge.History;
import holdfast.judge.Recorder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A full disk: the operating system lets PostgreSQL's processes write only so far into any file
/// (Linux, with `prlimit`).
class DiskFullTest {
    private static final int MUCH = 900;
    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

    /// The size of a file of the write-ahead log, which PostgreSQL allocates as a whole beforehand.
    private static final String LOG_FILE = Integer.toString(16 << 20);

    private static final String GROW = """
            INSERT INTO hold (workspace, hold, state, version, until, attempt, made_at, changed_at,
                              claims, note)
            SELECT 'w', 'none-' || number, 'cancelled', 1, now(), '', now(), now(),
                   ARRAY['capacity hall 0 1 claim'], repeat('x', 900)
            FROM generate_series(1, 20000) AS number""";

    /// Small, but more than the tables of a crowd need.
    private static final String LITTLE = Integer.toString(2 << 20);

    /// Writes to the log and reads the position in its current file.
    private static final String LOG_ON = """
            SELECT file_offset FROM pg_walfile_name_offset(
                pg_logical_emit_message(false, 'holdfast', repeat('x', 1000000)))""";

    @TempDir
    static Path home;

    private static Embedded server;

    @BeforeAll
    static void start() {
        server = Embedded.start(home, Embedded.Options.defaults());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /// Skips these tests where there is no `prlimit`, which is Linux only.
    private static boolean notHere() {
        boolean there = Files.isExecutable(PRLIMIT);
        if (!there) {
            System.err.println("NOT TRIED: a full disk; there is no " + PRLIMIT);
        }
        return !there;
    }

    private static Address database(String name) {
        server.createDatabase(name);
        Schema.migrate(server.address(name), PoolOptions.defaults());
        return server.address(name);
    }

    /// Limits the running processes; those that the postmaster starts later inherit the limit.
    private static void room(String bytes) {
        ProcessHandle.of(server.pid()).ifPresent(
                postmaster -> Stream.concat(Stream.of(postmaster), postmaster.descendants())
                        .forEach(each -> room(each.pid(), bytes)));
    }

    private static void room(long pid, String bytes) {
        try {
            new ProcessBuilder(PRLIMIT.toString(), "--pid", Long.toString(pid),
                    "--fsize=" + bytes + ":").inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    static LongStream seeds() {
        return CrashVerdicts.seeds(1_100, 2);
    }

    /// A log that cannot be written brings PostgreSQL down, also in the middle of a COMMIT, again
    /// and again until there is room.
    @ParameterizedTest
    @MethodSource("seeds")
    void losesNothingWithoutSpaceForTheLog(long seed) throws IOException {
        if (notHere()) {
            return;
        }
        Recorder recorder = new Recorder(InstantSource.system());
        try (Pool pool = Pool.open(database("log_" + seed), CrashNode.options());
                Holdfast engine = Engine.open(pool.dataSource(), Limits.usual())) {
            Crowd crowd = new Crowd(seed, recorder);
            crowd.offer(engine);
            AtomicBoolean wentDown = new AtomicBoolean();
            CrashInjector striker =
                    new CrashInjector(new SplittableRandom(seed), recorder, 2, () -> {
                        if (noRoomForAWhile(pool)) {
                            wentDown.set(true);
                        }
                    });
            crowd.run(List.of(() -> engine), 12, 100_000, striker::done);
            History history = FinalReads.close(recorder, engine);
            System.err.println("disk full " + seed + ": " + history.operations().size()
                    + " operations, " + CrashVerdicts.silent(history) + " unanswered");
            assertThat(wentDown.get()).as("it went down").isTrue();
            CrashVerdicts.clean("disk-full-" + seed, history);
        }
    }

    /// Takes the room away for a while; returns whether that brought PostgreSQL down.
    private static boolean noRoomForAWhile(Pool pool) {
        try (Connection session = pool.dataSource().getConnection();
                Statement statement = session.createStatement()) {
            long at = 0;
            while (at <= Long.parseLong(LITTLE)) {
                try (ResultSet row = statement.executeQuery(LOG_ON)) {
                    row.next();
                    at = row.getLong(1);
                }
            }
            room(LITTLE);
            Thread.sleep(2_000);
            room("unlimited");
            return !session.isValid(1);
        } catch (SQLException e) {
            // This connection broke because PostgreSQL went down.
            room("unlimited");
            return true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void grow(Pool pool) throws SQLException {
        try (Connection connection = pool.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE hold SET (autovacuum_enabled = false)");
            connection.setAutoCommit(false);
            statement.execute(GROW);
            connection.rollback();
        }
    }

    /// A write that finds no room in a table has no effect, and other requests go on. To
    /// PostgreSQL, a file that may not grow is an internal error, here in a round trip with a
    /// COMMIT: the engine retries until its patience ends and then answers `Unanswered`.
    @Test
    void losesNothingWithoutSpaceForHolds() throws SQLException {
        if (notHere()) {
            return;
        }
        try (Pool pool = Pool.open(database("holds"), PoolOptions.defaults());
                Holdfast engine = Engine.open(pool.dataSource(), Limits.usual())) {
            engine.offer("w", new Inventory.Pool("hall", 100_000));
            List<String> held = new ArrayList<>();
            held.add(hold(engine));
            grow(pool);
            room(LOG_FILE);
            try {
                assertThatThrownBy(() -> {
                    while (held.size() < 2_000) {
                        held.add(hold(engine));
                    }
                }).isInstanceOf(Unanswered.class).hasMessageContaining("extend file");
                assertThat(engine.confirm(new ConfirmRequest("w", held.getFirst())))
                        .isInstanceOf(ConfirmOutcome.Confirmed.class);
            } finally {
                room("unlimited");
            }
            held.add(hold(engine));
            assertThat(held).allSatisfy(each -> assertThat(engine.find("w", each)).isPresent());
            assertThat(engine.find("w", held.getFirst()).orElseThrow())
                    .isInstanceOf(Hold.Booked.class);
            assertThat(engine.freePlaces("w", "hall").orElseThrow().places())
                    .isEqualTo(100_000 - held.size());
            assertThat(engine.audit("w").findings()).isEmpty();
        }
    }

    private static String hold(Holdfast engine) {
        HoldRequest one = new HoldRequest("w", new Claim.Capacity("hall", 1))
                .note("x".repeat(MUCH));
        if (engine.hold(one) instanceof HoldOutcome.Granted granted) {
            return granted.hold().id();
        }
        throw new AssertionError("there are places enough");
    }
}
