package holdfast.server.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.ConfirmRequest;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Invalid;
import holdfast.Inventory;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import holdfast.server.auth.Permission;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.testkit.Scratch;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MetricsTest {
    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private final Metrics metrics = new Metrics();
    private Holdfast holdfast;

    @BeforeEach
    void open() {
        holdfast = new MeteredHoldfast(
                Engine.open(scratch.database().dataSource(), Limits.usual(),
                        new EngineMetrics(metrics)),
                metrics, SpanListener.NONE);
        holdfast.offer("main", new Inventory.Pool("club", 3, Optional.empty()));
    }

    @AfterEach
    void close() {
        holdfast.close();
    }

    private String text() {
        return new String(metrics.text(), UTF_8);
    }

    private void counts(String series, int value) {
        assertThat(text().lines()).contains(series + " " + value + ".0");
    }

    private Hold.Held held(int places) {
        HoldOutcome outcome = holdfast.hold(
                new HoldRequest("main", new Claim.Capacity("club", places)));
        return ((HoldOutcome.Granted) outcome).hold();
    }

    @Test
    void countsWhatBecomesOfHolds() {
        scratch.database().clock();
        Hold.Held one = held(1);
        Hold.Held other = held(1);
        Hold.Held late = held(1);
        holdfast.hold(new HoldRequest("main", new Claim.Capacity("club", 2)));
        holdfast.confirm(new ConfirmRequest("main", one.id()));
        holdfast.confirm(new ConfirmRequest("main", one.id()));
        holdfast.cancel(new CancelRequest("main", other.id(), true));
        scratch.database().clock().tick(Duration.ofHours(1));
        holdfast.confirm(new ConfirmRequest("main", late.id()));
        holdfast.expire(10);
        counts("holdfast_holds_made_total", 3);
        counts("holdfast_holds_confirmed_total", 1);
        counts("holdfast_holds_cancelled_total", 1);
        counts("holdfast_holds_expired_total", 1);
        counts("holdfast_expired_while_paying_total", 1);
        counts("holdfast_conflicts_total{kind=\"capacity\",verb=\"hold\"}", 1);
        counts("holdfast_conflicts_total{kind=\"seats\",verb=\"hold\"}", 0);
        counts("holdfast_outcomes_total{outcome=\"granted\",verb=\"hold\"}", 3);
        counts("holdfast_outcomes_total{outcome=\"unavailable\",verb=\"hold\"}", 1);
        counts("holdfast_outcomes_total{outcome=\"confirmed\",verb=\"confirm\"}", 2);
        counts("holdfast_outcomes_total{outcome=\"expired\",verb=\"confirm\"}", 1);
        assertThat(text().lines()).contains("holdfast_verb_seconds_count{verb=\"hold\"} 4",
                "holdfast_batch_size_count{verb=\"hold\"} 4",
                "holdfast_queue_wait_seconds_count{verb=\"hold\"} 4");
    }

    @Test
    void countsLockWaitsByReason() throws Exception {
        try (Connection other = scratch.database().dataSource().getConnection()) {
            other.setAutoCommit(false);
            try (Statement statement = other.createStatement()) {
                // The lock is held for longer than the lock timeout of the waiting hold.
                statement.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
                statement.execute("SELECT * FROM pool FOR UPDATE");
            }
            Thread waiting = Thread.startVirtualThread(() -> held(1));
            String series = "holdfast_retries_total{reason=\"lock_timeout\",verb=\"hold\"} 1.0";
            while (text().lines().noneMatch(series::equals)) {
                assertThat(waiting.isAlive()).isTrue();
                waiting.join(Duration.ofMillis(20));
            }
            other.rollback();
            waiting.join();
        }
        counts("holdfast_holds_made_total", 1);
    }

    @Test
    void countsUnansweredRequestsByVerb() {
        assertThatThrownBy(() -> holdfast.find("no workspace", "x")).isInstanceOf(Invalid.class);
        counts("holdfast_outcomes_total{outcome=\"invalid\",verb=\"find\"}", 1);
    }

    @Test
    void takesNoLabelFromClients() throws Exception {
        Route hold = new Route("GET", "/v1/holds/{id}", Permission.BUY, "hold", "For a test.",
                call -> Response.json(200, json -> json.put("id", call.path("id"))));
        try (OpsServer requester =
                new OpsServer(List.of(hold), new RequestMetrics(metrics, false))) {
            for (int number = 0; number < 20; number++) {
                requester.get("/v1/holds/" + number);
                requester.get("/" + number + "/v1?token=" + number);
                requester.ask("MADE" + number, "/v1/holds/1");
            }
        }
        assertThat(text().lines().filter(line -> line.startsWith("holdfast_requests_total{")))
                .containsExactlyInAnyOrder(
                        "holdfast_requests_total{method=\"GET\",route=\"/v1/holds/{id}\","
                                + "status=\"200\"} 20.0",
                        "holdfast_requests_total{method=\"-\",route=\"-\",status=\"404\"} 20.0",
                        "holdfast_requests_total{method=\"-\",route=\"-\",status=\"405\"} 20.0");
    }

    @Test
    void servesMetricsUnderOverload() throws Exception {
        CountDownLatch came = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Route slow = new Route("GET", "/v1/slow", Permission.BUY, "slow", "For a test.", call -> {
            came.countDown();
            try {
                go.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            return Response.empty(204);
        });
        Health health = new Health(metrics, List.of());
        List<Route> routes = List.of(slow, health.routes().get(0), health.routes().get(2));
        try (OpsServer requester = new OpsServer(routes, new RequestMetrics(metrics, false))) {
            Thread one = Thread.startVirtualThread(() -> {
                try {
                    requester.get("/v1/slow");
                } catch (Exception failure) {
                    throw new IllegalStateException(failure);
                }
            });
            came.await();
            assertThat(requester.get("/v1/slow").statusCode()).isEqualTo(503);
            assertThat(requester.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(requester.get("/metrics").body()).contains(
                    "holdfast_requests_total{method=\"-\",route=\"-\",status=\"503\"} 1.0");
            go.countDown();
            one.join();
        }
    }

    @Test
    void closesTheServerDespiteAnOpenStream() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Route stream = new Route("GET", "/v1/changes", Permission.BUY, "changes", "For a test.",
                call -> Response.stream("text/event-stream", out -> {
                    out.write(':');
                    out.flush();
                    first.countDown();
                    try {
                        never.await();
                    } catch (InterruptedException stop) {
                        Thread.currentThread().interrupt();
                    }
                }));
        OpsServer requester = new OpsServer(List.of(stream), new RequestMetrics(metrics, false));
        Thread reader = Thread.startVirtualThread(() -> {
            try {
                requester.get("/v1/changes");
            } catch (Exception cut) {
                never.countDown();
            }
        });
        first.await();
        long began = System.nanoTime();
        requester.server().close();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
        requester.close();
        reader.join();
    }

    @Test
    void reportsJvmAndProcessMetrics() {
        metrics.watchPool(() -> 3, () -> 5, () -> 7);
        assertThat(text()).contains("holdfast_pool_connections{state=\"active\"} 3.0",
                "holdfast_pool_waiting 7.0", "holdfast_build_info{java=\"",
                "jvm_memory_used_bytes{area=\"heap\"}", "process_cpu_seconds_total");
    }
}
