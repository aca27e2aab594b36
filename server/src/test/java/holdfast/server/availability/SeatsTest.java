package holdfast.server.availability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.BlockRequest;
import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.ConfirmRequest;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.engine.Limits;
import holdfast.server.json.Json;
import holdfast.testkit.Scratch;
import holdfast.testkit.SettableClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SeatsTest {
    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    static final String AREAS = """
            [{"id": "floor", "kind": "capacity", "capacity": 50},
             {"id": "stalls", "kind": "seats", "rows": [
                {"row": "A", "seats": 20}, {"row": "B", "seats": ["1", "2", "4"]}]}]""";

    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
    }

    private HttpResponse<byte[]> get(LiveNode node, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node.address(path)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String tag(HttpResponse<?> response) {
        return response.headers().firstValue("ETag").orElseThrow();
    }

    static HoldRequest seats(String... names) {
        return new HoldRequest(LiveNode.HERE, new Claim.Seats("evt_1:stalls", names))
                .holdFor(Duration.ofMinutes(5));
    }

    static String held(HoldOutcome outcome) {
        return ((HoldOutcome.Granted) outcome).hold().id();
    }

    @Test
    void listsEverySeatByName() throws IOException, InterruptedException {
        SettableClock clock = scratch.clock();
        clock.set(Instant.parse("2026-11-20T12:00:00Z"));
        try (LiveNode node = new LiveNode(scratch, 10)) {
            node.event("evt_1", AREAS);
            HttpResponse<byte[]> all = get(node, "/v1/events/evt_1/seats");
            assertThat(all.statusCode()).isEqualTo(200);
            JsonNode before = Json.tree(all.body());
            assertThat(before.at("/areas/0/id").asText()).isEqualTo("stalls");
            assertThat(before.at("/areas/0/seats")).hasSize(23)
                    .allMatch(each -> each.asText().equals("free"));
            assertThat(before.at("/places/0/free").asLong()).isEqualTo(50);
            assertThat(get(node, "/v1/events/evt_1/seats", "If-None-Match", tag(all))
                    .statusCode()).isEqualTo(304);

            String booked = held(node.engine.hold(seats("A-2")));
            node.engine.confirm(new ConfirmRequest(LiveNode.HERE, booked));
            node.engine.block(new BlockRequest(LiveNode.HERE, "broken",
                    new Claim.Seats("evt_1:stalls", "B-4")));
            node.engine.hold(seats("A-1"));
            node.engine.hold(new HoldRequest(LiveNode.HERE, new Claim.Capacity("evt_1:floor", 3)));

            HttpResponse<byte[]> after = get(
                    node, "/v1/events/evt_1/seats", "If-None-Match", tag(all));
            assertThat(after.statusCode()).isEqualTo(200);
            JsonNode now = Json.tree(after.body());
            assertThat(now.get("version").asLong()).isEqualTo(
                    before.get("version").asLong() + 5);
            assertThat(now.at("/areas/0/seats/A-1").asText()).isEqualTo("held");
            assertThat(now.at("/areas/0/seats/A-2").asText()).isEqualTo("booked");
            assertThat(now.at("/areas/0/seats/B-4").asText()).isEqualTo("blocked");
            assertThat(now.at("/areas/0/free").asLong()).isEqualTo(20);
            assertThat(now.at("/places/0/free").asLong()).isEqualTo(47);

            // At its deadline a hold is over, without a line in the journal.
            clock.tick(Duration.ofMinutes(5).minusMillis(1));
            assertThat(get(node, "/v1/events/evt_1/seats", "If-None-Match", tag(after))
                    .statusCode()).isEqualTo(304);
            clock.tick(Duration.ofMillis(1));
            JsonNode expired = Json.tree(get(node, "/v1/events/evt_1/seats",
                    "If-None-Match", tag(after)).body());
            assertThat(expired.at("/areas/0/seats/A-1").asText()).isEqualTo("free");
        }
    }

    @Test
    void packsTheSameStates() throws IOException, InterruptedException {
        try (LiveNode node = new LiveNode(scratch, 10)) {
            node.event("evt_1", AREAS);
            node.engine.hold(seats("A-3", "A-4"));
            node.engine.confirm(new ConfirmRequest(
                    LiveNode.HERE, held(node.engine.hold(seats("B-1")))));
            JsonNode names = Json.tree(get(node, "/v1/events/evt_1/seats?format=names").body());
            HttpResponse<byte[]> answer = get(node, "/v1/events/evt_1/seats", "Accept",
                    "application/vnd.holdfast.seats+json", "Accept-Encoding", "br, gzip");
            assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
            JsonNode packed;
            try (GZIPInputStream zip =
                    new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
                packed = Json.tree(zip.readAllBytes());
            }
            byte[] bits = Base64.getDecoder().decode(packed.at("/areas/0/states").asText());
            String[] words = {"free", "held", "booked", "blocked"};
            int number = 0;
            for (JsonNode state : names.at("/areas/0/seats")) {
                assertThat(words[bits[number / 4] >> (6 - number % 4 * 2) & 3])
                        .isEqualTo(state.asText());
                number++;
            }
            assertThat(number).isEqualTo(23);
            assertThat(get(node, "/v1/events/evt_1/seats?format=packed",
                    "If-None-Match", tag(answer)).statusCode()).isEqualTo(304);
            assertThat(get(node, "/v1/events/evt_1/seats?format=rows").statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void drawsEveryChartAndCachesTheDrawing() throws IOException, InterruptedException {
        try (LiveNode node = new LiveNode(scratch, 10)) {
            node.event("evt_1", AREAS);
            HttpResponse<byte[]> chart = get(node, "/v1/events/evt_1/chart");
            JsonNode drawn = Json.tree(chart.body());
            String hash = drawn.get("hash").asText();
            assertThat(Json.tree(get(node, "/v1/events/evt_1/seats").body())
                    .get("chart").asText()).isEqualTo(hash);
            assertThat(drawn.at("/areas/0/rows/0/seats").asInt()).isEqualTo(20);
            assertThat(drawn.at("/areas/0/rows/1/seats/2").asText()).isEqualTo("4");
            assertThat(drawn.at("/areas/0/rows/0/place/x").asDouble()).isNegative();
            HttpResponse<byte[]> again = get(node, "/v1/charts/by-hash/" + hash);
            assertThat(again.body()).isEqualTo(chart.body());
            assertThat(again.headers().firstValue("Cache-Control").orElseThrow())
                    .contains("immutable");
            assertThat(get(node, "/v1/charts/by-hash/nobody").statusCode()).isEqualTo(404);

            // Another node that never rendered it finds it too.
            try (LiveNode other = new LiveNode(scratch, 10)) {
                assertThat(get(other, "/v1/charts/by-hash/" + hash).body())
                        .isEqualTo(chart.body());
            }
        }
    }

    @Test
    void showsWhatAnotherNodeJustDid() throws IOException, InterruptedException {
        try (LiveNode node = new LiveNode(scratch, 10);
                LiveNode other = new LiveNode(scratch, scratch.open(Limits.usual()), 10)) {
            node.event("evt_1", AREAS);
            for (int round = 0; round < 20; round++) {
                String hold = held(node.engine.hold(seats("A-1")));
                assertThat(Json.tree(get(other, "/v1/events/evt_1/seats").body())
                        .at("/areas/0/seats/A-1").asText()).isEqualTo("held");
                node.engine.cancel(new CancelRequest(LiveNode.HERE, hold, false));
                assertThat(Json.tree(get(other, "/v1/events/evt_1/seats").body())
                        .at("/areas/0/seats/A-1").asText()).isEqualTo("free");
            }
        }
    }
}
