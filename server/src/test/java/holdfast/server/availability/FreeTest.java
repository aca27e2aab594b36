package holdfast.server.availability;

import static holdfast.server.availability.SeatsTest.held;
import static holdfast.server.availability.SeatsTest.seats;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.ConfirmRequest;
import holdfast.HoldRequest;
import holdfast.server.json.Json;
import holdfast.testkit.Scratch;
import holdfast.testkit.SettableClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The replica counts what is left of an event, and a hold gets exactly that.
class FreeTest {
    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
    }

    private JsonNode free(LiveNode node) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = client.send(
                HttpRequest.newBuilder(URI.create(node.address("/v1/events/evt_1/free"))).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        return Json.tree(answer.body());
    }

    private void left(LiveNode node, int stalls, int floor)
            throws IOException, InterruptedException {
        JsonNode free = free(node);
        assertThat(free.at("/areas/1/free").asLong()).isEqualTo(stalls);
        assertThat(free.at("/areas/0/free").asLong()).isEqualTo(floor);
    }

    @Test
    void countsFreeSeatsAndPlacesAsOfNow() throws Exception {
        SettableClock clock = scratch.clock();
        clock.set(Instant.parse("2026-11-20T12:00:00Z"));
        try (LiveNode node = new LiveNode(scratch, 10)) {
            node.event("evt_1", SeatsTest.AREAS);
            left(node, 23, 50);
            assertThat(free(node).at("/areas/1/capacity").asLong()).isEqualTo(23);
            node.engine.hold(seats("A-1"));
            String booked = held(node.engine.hold(seats("A-2", "A-3")));
            node.engine.confirm(new ConfirmRequest(LiveNode.HERE, booked));
            node.engine.hold(new HoldRequest(LiveNode.HERE, new Claim.Capacity("evt_1:floor", 3)));
            left(node, 20, 47);
            long version = free(node).get("version").asLong();
            assertThat(version).isEqualTo(free(node).get("version").asLong());

            // At its deadline a hold is over, without a line in the journal.
            clock.tick(Duration.ofMinutes(5).minusMillis(1));
            left(node, 20, 47);
            clock.tick(Duration.ofMillis(1));
            left(node, 21, 47);
            node.engine.cancel(new CancelRequest(LiveNode.HERE, booked, true));
            left(node, 23, 47);
        }
    }
}
