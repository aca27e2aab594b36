package holdfast.server.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.Pool;
import holdfast.database.PoolOptions;
import holdfast.server.auth.Permission;
import holdfast.server.http.Route;
import holdfast.testkit.Scratch;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HealthTest {
    private static final Duration BOUND = Duration.ofMillis(300);

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private static Health health(Supplier<Optional<String>> database, String audit) {
        return new Health(new Metrics(), List.of(
                new Health.Check("database", true, database),
                new Health.Check("audit", false,
                        () -> audit.isEmpty() ? Optional.empty() : Optional.of(audit))));
    }

    private static HttpResponse<String> ready(Health health) throws Exception {
        try (OpsServer requester = new OpsServer(health.routes(), record -> {})) {
            return requester.get("/health/ready");
        }
    }

    @Test
    void isReadyWhenTheDatabaseAnswers() throws Exception {
        HttpResponse<String> answer = ready(health(
                new DatabaseCheck(scratch.database().dataSource(), BOUND, new Metrics()), ""));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(
                "{\"status\":\"ready\",\"checks\":{\"database\":\"ok\",\"audit\":\"ok\"}}");
    }

    @Test
    void reportsAFailedAuditAndStaysReady() throws Exception {
        HttpResponse<String> answer = ready(health(
                new DatabaseCheck(scratch.database().dataSource(), BOUND, new Metrics()),
                "1 finding"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"audit\":\"1 finding\"");
    }

    @Test
    void isNotReadyWhenTheDatabaseIsSlow() throws Exception {
        try (Pool pool = Pool.open(
                scratch.database().address(), PoolOptions.defaults().withSize(1));
                Connection taken = pool.dataSource().getConnection()) {
            assertThat(taken.isClosed()).isFalse();
            HttpResponse<String> answer =
                    ready(health(new DatabaseCheck(pool.dataSource(), BOUND, new Metrics()), ""));
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .contains("application/problem+json");
            assertThat(answer.body()).contains("/notReady\"",
                    "\"database\":\"no answer within PT0.3S\"", "\"audit\":\"ok\"");
        }
    }

    @Test
    void isNotReadyWithoutADatabaseAndHidesItsAddress() throws Exception {
        Pool pool = Pool.open(scratch.database().address(), PoolOptions.defaults().withSize(1));
        pool.close();
        HttpResponse<String> answer =
                ready(health(new DatabaseCheck(pool.dataSource(), BOUND, new Metrics()), ""));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"database\":\"no answer\"");
    }

    @Test
    void isNotReadyWithoutTables() throws Exception {
        scratch.database().run("ALTER TABLE journal RENAME TO gone");
        DatabaseCheck check =
                new DatabaseCheck(scratch.database().dataSource(), BOUND, new Metrics());
        assertThat(check.get()).contains("the tables are missing");
        scratch.database().run("ALTER TABLE gone RENAME TO journal");
        assertThat(check.get()).isEmpty();
    }

    /// A standby, or a primary that was switched to read-only.
    @Test
    void isNotReadyWhenTheDatabaseIsReadOnly() {
        Metrics metrics = new Metrics();
        AtomicBoolean readOnly = new AtomicBoolean();
        DatabaseCheck check =
                new DatabaseCheck(switchable(readOnly), Duration.ofSeconds(5), metrics);
        assertThat(check.get()).isEmpty();
        assertThat(writable(metrics)).isEqualTo("1.0");
        readOnly.set(true);
        assertThat(check.get()).contains("it is read-only (SQLSTATE 25006)");
        assertThat(writable(metrics)).isEqualTo("0.0");
        readOnly.set(false);
        assertThat(check.get()).isEmpty();
        assertThat(writable(metrics)).isEqualTo("1.0");
    }

    /// The same database; its connections can be made read-only.
    private DataSource switchable(AtomicBoolean readOnly) {
        DataSource real = scratch.database().dataSource();
        return (DataSource) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Object answer = method.invoke(real, arguments);
                    if (answer instanceof Connection connection) {
                        try (Statement statement = connection.createStatement()) {
                            statement.execute(readOnly.get()
                                    ? "SET default_transaction_read_only = on"
                                    : "SET default_transaction_read_only = off");
                        }
                    }
                    return answer;
                });
    }

    private static String writable(Metrics metrics) {
        return new String(metrics.text(), UTF_8).lines()
                .filter(line -> line.startsWith("holdfast_database_writable ")).findFirst()
                .orElseThrow().substring("holdfast_database_writable ".length());
    }

    @Test
    void warnsOfADiskThatIsNearlyFull() {
        Metrics metrics = new Metrics();
        Health.Check disk = DiskRoom.watch(metrics, Path.of("target"));
        assertThat(disk.vital()).isFalse();
        assertThat(new String(metrics.text(), UTF_8))
                .containsPattern("holdfast_disk_free_bytes [1-9].*\n")
                .containsPattern("holdfast_disk_bytes [1-9].*\n");
        assertThat(DiskRoom.complaint(3 << 20)).contains("only 3 MiB are left");
        assertThat(DiskRoom.complaint(1L << 30)).isEmpty();
    }

    /// Five requests within a minute mean that the heap is full.
    @Test
    void endsTheProcessWhenMemoryErrorsGoOn() throws Exception {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        CompletableFuture<String> died = new CompletableFuture<>();
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, failure) -> died.complete(thread.getName()));
        Metrics metrics = new Metrics();
        Route hungry = new Route("GET", "/v1/hungry", Permission.BUY, "hungry", "For a test.",
                call -> {
                    throw new OutOfMemoryError("as if");
                });
        try (OpsServer server =
                new OpsServer(List.of(hungry), new RequestMetrics(metrics, false))) {
            for (int request = 0; request < 4; request++) {
                assertThat(server.get("/v1/hungry").statusCode()).isEqualTo(500);
            }
            assertThat(died).isNotDone();
            server.get("/v1/hungry");
            assertThat(died.get()).isEqualTo("holdfast-memory");
            assertThat(new String(metrics.text(), UTF_8))
                    .contains("holdfast_out_of_memory_total 5.0");
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    @Test
    void isNotReadyWhileItStops() throws Exception {
        Health health = health(Optional::empty, "");
        health.stopping();
        HttpResponse<String> answer = ready(health);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"stopping\":");
    }

    @Test
    void isLiveWithoutADatabase() throws Exception {
        Health health = health(() -> Optional.of("gone"), "");
        try (OpsServer requester = new OpsServer(health.routes(), record -> {})) {
            assertThat(requester.get("/health/live").statusCode()).isEqualTo(200);
        }
    }
}
