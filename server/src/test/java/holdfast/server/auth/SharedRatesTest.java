package holdfast.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testkit.Scratch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Two nodes keep one rate: 160 requests in ten seconds, of which each may allow ten by itself.
class SharedRatesTest {
    private static final RateLimit.Policy POLICY = new RateLimit.Policy("address", 160, 10);
    /// The clock stands, so that a slow machine does not earn requests.
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);
    private List<RateLimit> nodes;

    @BeforeEach
    void open() throws SQLException {
        scratch.clock().set(NOON);
        node("one");
        node("two");
        nodes = List.of(limit(), limit());
    }

    /// As the health check does.
    private void node(String name) throws SQLException {
        try (Connection connection = scratch.database().dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement("""
                        INSERT INTO node (node, started_at, written_at)
                        VALUES (?, the_clock(), the_clock())
                        """)) {
            statement.setString(1, name);
            statement.executeUpdate();
        }
    }

    private RateLimit limit() {
        RateLeases leases = new RateLeases(scratch.database().dataSource());
        leases.refresh();
        assertThat(leases.nodes()).isEqualTo(2);
        return new RateLimit(POLICY, 1_000, nanos::get, leases);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        scratch.clock().tick(time);
    }

    private static long allowed(RateLimit node, String client, int requests) {
        return IntStream.range(0, requests).filter(_ -> node.take(client).allowed()).count();
    }

    /// Eight threads at each of the nodes ask for much more than there is.
    private long together(String client) throws ExecutionException, InterruptedException {
        List<Callable<Long>> all = Stream.of(0, 1).flatMap(node -> IntStream.range(0, 8)
                .mapToObj(_ -> (Callable<Long>) () -> allowed(nodes.get(node), client, 40)))
                .toList();
        long sum = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Long> each : threads.invokeAll(all)) {
                sum += each.get();
            }
        }
        return sum;
    }

    @Test
    void allowNoMoreThanTheQuotaTogether() throws ExecutionException, InterruptedException {
        assertThat(together("a")).isEqualTo(160);
        assertThat(together("a")).isZero();
        assertThat(together("b")).isEqualTo(160);
        pass(Duration.ofSeconds(2));
        assertThat(together("a")).isBetween(30L, 32L);
        pass(Duration.ofMinutes(1));
        assertThat(together("a")).isEqualTo(160);
    }

    @Test
    void allowNearlyTheQuotaWhereAClientMeetsOneNode() {
        assertThat(allowed(nodes.getFirst(), "a", 400)).isEqualTo(150);
        RateLimit.Decision refused = nodes.getFirst().take("a");
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.pause()).isEqualTo(1);
        assertThat(allowed(nodes.getLast(), "a", 400)).isEqualTo(10);
    }

    @Test
    void sayWhatIsLeftWithoutTakingIt() {
        assertThat(nodes.getFirst().look("a").allowed()).isTrue();
        allowed(nodes.getFirst(), "a", 400);
        allowed(nodes.getLast(), "a", 400);
        assertThat(nodes.getFirst().look("a").allowed()).isFalse();
        assertThat(nodes.getLast().look("b").allowed()).isTrue();
    }

    /// Quotas that are too small to be shared are in common.
    @Test
    void shareSmallQuotas() {
        RateLimit.Policy guesses = new RateLimit.Policy("codes", 10, 600);
        List<RateLimit> few = nodes.stream().map(_ -> {
            RateLeases leases = new RateLeases(scratch.database().dataSource());
            leases.refresh();
            return new RateLimit(guesses, 1_000, nanos::get, leases);
        }).toList();
        assertThat(allowed(few.getFirst(), "a", 6)).isEqualTo(6);
        assertThat(allowed(few.getLast(), "a", 6)).isEqualTo(4);
        assertThat(few.getFirst().look("a").allowed()).isFalse();
    }

    @Test
    void goOnAloneWithoutTheDatabase() throws SQLException {
        try (Connection connection = scratch.database().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("ALTER TABLE rate_used RENAME TO rate_used_away");
        }
        assertThat(allowed(nodes.getFirst(), "a", 400)).isEqualTo(10 + 80);
    }

    @Test
    void rememberNoClientThatHasItsQuotaAgain() throws SQLException {
        allowed(nodes.getFirst(), "203.0.113.7", 100);
        assertThat(stored()).isEqualTo(1);
        pass(Duration.ofSeconds(11));
        new RateLeases(scratch.database().dataSource()).refresh();
        assertThat(stored()).isZero();
    }

    private long stored() throws SQLException {
        try (Connection connection = scratch.database().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT count(*) FROM rate_used WHERE client <> '203.0.113.7'")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
