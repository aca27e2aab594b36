package holdfast.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/// Kills each process with SIGKILL; committed rows must survive.
final class DeathTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void restartsADeadPostmasterUnderItsConnections() throws Exception {
        BlockingQueue<Embedded.Event> events = new LinkedBlockingQueue<>();
        try (Embedded embedded =
                Embedded.start(Lab.folder(), Lab.options().withListener(events::add));
                Pool pool = Pool.open(embedded.address(), PoolOptions.defaults().withSize(2))) {
            DataSource source = pool.dataSource();
            Lab.run(source, "CREATE TABLE public.kept AS SELECT 42 AS n");
            long first = embedded.pid();
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("SELECT 1");
                long began = System.nanoTime();
                Lab.kill(first);
                assertThat(events.poll(20, TimeUnit.SECONDS))
                        .isInstanceOf(Embedded.Event.Died.class);
                assertThat(events.poll(20, TimeUnit.SECONDS))
                        .isInstanceOf(Embedded.Event.Restarted.class);
                System.out.println(
                        "postmaster back after " + (System.nanoTime() - began) / 1_000_000 + " ms");
                assertThatThrownBy(() -> statement.execute("SELECT 1"))
                        .isInstanceOf(SQLException.class);
            }
            assertThat(embedded.pid()).isNotEqualTo(first);
            assertThat(Lab.ask(source, "SELECT n FROM public.kept")).isEqualTo("42");
        }
        assertThat(events).isEmpty();
    }

    @Test
    void recoversSoonFromADeadBackend() throws Exception {
        try (Embedded embedded = Embedded.start(Lab.folder(), Lab.options());
                Pool pool = Pool.open(embedded.address(), PoolOptions.defaults().withSize(2))) {
            long postmaster = embedded.pid();
            long backend = Long.parseLong(Lab.ask(pool.dataSource(), "SELECT pg_backend_pid()"));
            Lab.kill(backend);
            assertThat(Lab.soon(SOON, () -> answers(pool))).isTrue();
            assertThat(embedded.pid()).isEqualTo(postmaster);
        }
    }

    @Test
    void stopsPostgresWithAKilledServerAndLosesNothing() throws Exception {
        Path folder = Lab.folder();
        int committed;
        try (Jvm server = Jvm.run("write", folder.toString(), "target/postgres")) {
            long postmaster = Long.parseLong(server.hear("started"));
            int heard = hear(server, 200);
            long began = System.nanoTime();
            server.kill();
            committed = Math.max(heard, last(server));
            assertThat(Lab.soon(SOON, () -> !Lab.alive(postmaster))).isTrue();
            System.out.println(
                    "postmaster gone " + (System.nanoTime() - began) / 1_000_000
                            + " ms after its server");
        }
        assertKept(folder, committed);
    }

    @Test
    void losesNothingWhenAllProcessesAreKilled() throws Exception {
        Path folder = Lab.folder();
        int committed;
        try (Jvm server = Jvm.run("write", folder.toString(), "target/postgres")) {
            server.hear("started");
            int heard = hear(server, 200);
            List<ProcessHandle> all = server.handle().descendants().toList();
            assertThat(all.size()).as("postmaster, its processes, and the death guard")
                    .isGreaterThan(4);
            server.kill();
            all.forEach(ProcessHandle::destroyForcibly);
            committed = Math.max(heard, last(server));
        }
        assertKept(folder, committed);
    }

    @Test
    void stopsAnOrphanedPostgresBeforeTheNextStart() throws Exception {
        Path folder = Lab.folder();
        long postmaster;
        int committed;
        try (Jvm server = Jvm.run("write", folder.toString(), "target/postgres")) {
            postmaster = Long.parseLong(server.hear("started"));
            int heard = hear(server, 50);
            // The guard is killed first, so PostgreSQL does not learn that its server is dead.
            server.handle()
                    .children()
                    .filter(child -> child.pid() != postmaster)
                    .forEach(ProcessHandle::destroyForcibly);
            Thread.sleep(100);
            server.kill();
            committed = Math.max(heard, last(server));
        }
        try {
            assertThat(Lab.alive(postmaster)).isTrue();
            assertKept(folder, committed);
            assertThat(Lab.alive(postmaster)).isFalse();
        } finally {
            if (Lab.alive(postmaster)) {
                ParentDeathGuard.signal(postmaster, "INT");
            }
        }
    }

    @Test
    void stopsPostgresWithAServerThatExitsWithoutClosing() throws Exception {
        try (Jvm server = Jvm.run("wait", Lab.folder().toString(), "target/postgres")) {
            long postmaster = Long.parseLong(server.hear("started"));
            server.letGo();
            assertThat(Lab.soon(SOON, () -> !Lab.alive(postmaster))).isTrue();
        }
    }

    private static int hear(Jvm server, int count) throws IOException {
        int heard = 0;
        while (heard < count) {
            heard = Integer.parseInt(server.hear("committed"));
        }
        return heard;
    }

    private static int last(Jvm server) throws IOException {
        List<String> said =
                server.rest().stream().filter(line -> line.matches("committed \\d+")).toList();
        return said.isEmpty()
                ? 0
                : Integer.parseInt(said.getLast().substring("committed ".length()));
    }

    private static void assertKept(Path folder, int committed) throws SQLException {
        long began = System.nanoTime();
        try (Embedded again = Embedded.start(folder, Lab.options())) {
            System.out.println(
                    "after kill -9: started again in " + (System.nanoTime() - began) / 1_000_000
                            + " ms");
            DataSource source = Lab.direct(again.address());
            int kept = Integer.parseInt(Lab.ask(source, "SELECT count(*) FROM said"));
            assertThat(Lab.ask(source, "SELECT max(n) FROM said"))
                    .isEqualTo(Integer.toString(kept));
            // One more may have been committed and not printed.
            assertThat(kept).isBetween(committed, committed + 1);
        }
    }

    private static boolean answers(Pool pool) {
        try {
            return Lab.ask(pool.dataSource(), "SELECT 1").equals("1");
        } catch (SQLException e) {
            return false;
        }
    }
}
