package holdfast.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.Pool;
import holdfast.database.PoolOptions;
import holdfast.testkit.Scratch;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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
                new DatabaseCheck(scratch.database().dataSource(), BOUND), ""));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(
                "{\"status\":\"ready\",\"checks\":{\"database\":\"ok\",\"audit\":\"ok\"}}");
    }

    @Test
    void reportsAFailedAuditAndStaysReady() throws Exception {
        HttpResponse<String> answer = ready(health(
                new DatabaseCheck(scratch.database().dataSource(), BOUND), "1 finding"));
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
                    ready(health(new DatabaseCheck(pool.dataSource(), BOUND), ""));
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
                ready(health(new DatabaseCheck(pool.dataSource(), BOUND), ""));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"database\":\"no answer\"");
    }

    @Test
    void isNotReadyWithoutTables() throws Exception {
        scratch.database().run("ALTER TABLE journal RENAME TO gone");
        DatabaseCheck check = new DatabaseCheck(scratch.database().dataSource(), BOUND);
        assertThat(check.get()).contains("the tables are missing");
        scratch.database().run("ALTER TABLE gone RENAME TO journal");
        assertThat(check.get()).isEmpty();
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
