package holdfast.bench.http;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.bench.sale.HotPool;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallersTest {
    private static final SaleTarget STALL = new SaleTarget(new HotPool(1).open("", 1),
            wish -> new HttpRequests("key").hold("{}"));
    private static final String GRANTED = "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n";

    private static Count seen(CannedServer server, ClientGroup party) throws IOException {
        return new Callers(server.address(), Duration.ZERO, Duration.ofMillis(600))
                .go(party).getFirst();
    }

    /// One connection, an answer each 20 ms and a request due each 10: soon every request is late
    /// before it is sent, and some are never sent.
    @Test
    void measuresTheWaitForAConnection() throws IOException {
        try (CannedServer server = new CannedServer(20, GRANTED)) {
            Count due = seen(server, ClientGroup.due(STALL, 1, 100));
            assertThat(due.granted().max()).isGreaterThan(80);
            assertThat(due.unsent()).isGreaterThan(10);
            Count closed = seen(server, ClientGroup.closed(STALL, 1));
            assertThat(closed.granted().percentile(50)).isBetween(20.0, 150.0);
            assertThat(closed.unsent()).isZero();
        }
    }

    @Test
    void countsOnlyDueRequests() throws IOException {
        try (CannedServer server = new CannedServer(0, GRANTED)) {
            Count count = seen(server, ClientGroup.due(STALL, 8, 100));
            assertThat(count.acknowledged() + count.unsent()).isBetween(59L, 61L);
            assertThat(count.trouble()).isEmpty();
        }
    }

    @Test
    void startsAndStopsAGroupAtItsTimes() throws IOException {
        try (CannedServer server = new CannedServer(0, GRANTED)) {
            List<Count> counts = new Callers(
                    server.address(), Duration.ZERO, Duration.ofMillis(600)).go(
                            ClientGroup.due(STALL, 8, 100).between(Duration.ZERO,
                                    Duration.ofMillis(200)),
                            ClientGroup.due(STALL, 8, 50).between(
                                    Duration.ofMillis(200), Duration.ofMillis(600)));
            assertThat(counts).extracting(count -> count.acknowledged() + count.unsent())
                    .containsExactly(20L, 20L);
        }
    }

    @Test
    void requiresRetryAfterInRefusals() throws IOException {
        try (CannedServer server = new CannedServer(1,
                "HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n")) {
            Count count = seen(server, ClientGroup.closed(STALL, 1));
            assertThat(count.away().count()).isPositive();
            assertThat(count.lastAway()).isPositive();
            assertThat(count.trouble()).isEmpty();
        }
        try (CannedServer server = new CannedServer(1,
                "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(seen(server, ClientGroup.closed(STALL, 1)).trouble()).isNotEmpty();
        }
    }

    @Test
    void reportsOtherAnswersAsTrouble() throws IOException {
        try (CannedServer server = new CannedServer(1,
                "HTTP/1.1 500 Broken\r\nContent-Length: 4\r\n\r\nwhat")) {
            assertThat(seen(server, ClientGroup.closed(STALL, 1)).trouble()).contains("500 what");
        }
        try (CannedServer server = new CannedServer(1, "")) {
            Count count = new Callers(server.address(), Duration.ZERO, Duration.ofMillis(50))
                    .patience(Duration.ofMillis(100)).go(ClientGroup.closed(STALL, 2)).getFirst();
            assertThat(count.trouble()).containsExactly("2 were never answered");
        }
    }
}
