package holdfast.e2e;

import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The parts of HTTP that every answer has in common: headers, problems, ETags.
class ProtocolTest {
    private final Client owner = shop().owner();

    @Test
    void asksForAKeyWithoutOne() {
        Reply reply = shop().withoutKey().get("/v1/events").refuses(401, "unauthorized");
        assertThat(reply.needed("WWW-Authenticate")).startsWith("Bearer");
        new Client(shop().address(), "sk_wrong_key_000000").get("/v1/events")
                .refuses(401, "unauthorized");
        new Client(shop().address(), "x".repeat(5_000)).get("/v1/events")
                .refuses(401, "unauthorized");
    }

    @Test
    void refusesManagementToAPublishableKey() {
        shop().visitor().post("/v1/events", SampleItems.CONCERT.formatted(1, 1))
                .refuses(403, "forbidden");
        shop().visitor().get("/v1/audit").refuses(403, "forbidden");
    }

    @Test
    void answersNotFoundOnUnknownPaths() {
        owner.get("/v1/nothing").refuses(404, "unknown");
        owner.get("/v1/events/").refuses(404, "unknown");
        assertThat(owner.get("/v1/events/evt_none").refuses(404, "unknown").at("ids"))
                .hasSize(1);
    }

    @Test
    void listsTheAllowedMethods() {
        assertThat(owner.send("PUT", "/v1/holds", "{}").refuses(405, "methodNotAllowed")
                .needed("Allow")).isEqualTo("POST");
        assertThat(owner.delete("/v1/events").refuses(405, "methodNotAllowed")
                .needed("Allow")).isEqualTo("GET, HEAD, POST");
    }

    @Test
    void refusesABodyOfMoreThanAMebibyte() {
        String large = "{\"name\": \"" + "x".repeat(1 << 20) + "\"}";
        owner.post("/v1/events", large).refuses(413, "tooLarge");
    }

    @Test
    void distinguishesTooLargeHeadersAndUrls() {
        owner.get("/v1/events", "X-Long", "x".repeat(20_000)).refuses(431, "tooLarge");
        owner.get("/v1/events?after=" + "x".repeat(10_000)).refuses(414, "tooLarge");
    }

    @Test
    void namesTheBoundOfADuration() {
        String event = SampleItems.concert(owner);
        Reply refused = owner.post("/v1/holds",
                SampleItems.basketUntil("PT0S", SampleItems.places(event, 1)))
                .refuses(400, "invalid");
        assertThat(refused.text("field")).isEqualTo("holdFor");
        assertThat(refused.text("detail")).contains("PT0.001S").contains("PT8784H");
    }

    @Test
    void namesAnInvalidHeader() {
        String event = "/v1/events/" + SampleItems.concert(owner) + "/changes";
        assertThat(owner.get(event, "Last-Event-ID", "soon").refuses(400, "invalid")
                .text("field")).isEqualTo("Last-Event-ID");
        assertThat(owner.get(event + "?since=soon").refuses(400, "invalid").text("field"))
                .isEqualTo("since");
    }

    @Test
    void givesEveryAnswerItsOwnId() {
        Set<String> ids = new HashSet<>();
        ids.add(owner.get("/v1/events").needed("Request-Id"));
        ids.add(owner.get("/v1/events").needed("Request-Id"));
        ids.add(owner.get("/v1/nothing").needed("Request-Id"));
        ids.add(shop().withoutKey().get("/health/live").needed("Request-Id"));
        assertThat(ids).hasSize(4);
    }

    @Test
    void namesInvalidFieldsOfABody() {
        assertThat(wrong("{\"nme\": 1}")).isEqualTo("name");
        assertThat(wrong(SampleItems.CONCERT.formatted(1, 1).replace("\"name\": \"Winter concert\"",
                "\"name\": \"W\", \"nme\": \"W\""))).isEqualTo("nme");
        assertThat(wrong(SampleItems.CONCERT.formatted(1, 1).replace("3500", "\"3500\"")))
                .isEqualTo("areas[0].price.amount");
        assertThat(wrong(SampleItems.CONCERT.formatted(-1, 1))).isEqualTo("areas[0].capacity");
        assertThat(wrong(SampleItems.CONCERT.formatted(1, 1).replace("Europe/Berlin", "Berlin")))
                .isEqualTo("timeZone");
        assertThat(wrong("{\"name\": ")).isEqualTo("body");
        assertThat(wrong("[]")).isEqualTo("body");
        assertThat(wrong("")).isEqualTo("body");
    }

    private String wrong(String event) {
        return owner.post("/v1/events", event).refuses(400, "invalid").text("field");
    }

    @Test
    void listsEverythingOnceOverAllPages() {
        Client alone = shop().workspace().owner();
        List<String> made =
                IntStream.range(0, 5).mapToObj(at -> SampleItems.concert(alone)).toList();
        Set<String> seen = new HashSet<>();
        String after = "";
        int pages = 0;
        while (true) {
            Reply page = alone.get("/v1/events?limit=2" + after).is(200);
            page.at("items").forEach(each -> assertThat(seen.add(each.path("id").asText()))
                    .isTrue());
            pages++;
            if (!page.body().has("next")) {
                break;
            }
            after = "&after=" + page.text("next");
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(made);
        assertThat(pages).isEqualTo(3);
        for (String query : List.of("limit=0", "limit=501", "limit=x", "after=evt_gone",
                "limit=1&limit=2", "size=1")) {
            alone.get("/v1/events?" + query).refuses(400, "invalid");
        }
    }

    @Test
    void usesEntityTagsForReadsAndChanges() {
        String event = "/v1/events/" + SampleItems.concert(owner);
        String tag = owner.get(event).is(200).needed("ETag");
        assertThat(owner.get(event, "If-None-Match", tag).is(304).needed("ETag")).isEqualTo(tag);
        owner.get(event, "If-None-Match", "\"0\", W/" + tag).is(304);
        owner.get(event, "If-None-Match", "*").is(304);
        owner.get(event, "If-None-Match", "\"0\"").is(200);

        String change = "{\"name\": \"Spring concert\"}";
        owner.patch(event, change).refuses(428, "versionMissing");
        owner.patch(event, change, "If-Match", "soon").refuses(400, "invalid");
        assertThat(owner.patch(event, change, "If-Match", "\"999\"").refuses(412, "stale")
                .at("version").asText()).isEqualTo(tag.replace("\"", ""));
        String next = owner.patch(event, change, "If-Match", tag).is(200).needed("ETag");
        assertThat(next).isNotEqualTo(tag);
        owner.patch(event, change, "If-Match", tag).refuses(412, "stale");
        // A weak tag never matches here, one of several may, and * matches any version.
        owner.patch(event, change, "If-Match", "W/" + next).refuses(412, "stale");
        owner.patch(event, change, "If-Match", "\"another-servers\"").refuses(412, "stale");
        owner.patch(event, change, "If-Match", tag + ", W/" + next).refuses(412, "stale");
        owner.patch(event, change, "If-Match", tag + ", " + next).is(200);
        owner.patch(event, change, "If-Match", "*").is(200);
        owner.patch("/v1/events/evt_none", change, "If-Match", "*").refuses(404, "unknown");
        assertThat(owner.get(event, "If-None-Match", tag).is(200).text("name"))
                .isEqualTo("Spring concert");
    }

    @Test
    void repeatsTheAnswerOfAKeyAndRefusesAnotherRequest() {
        Client once = owner.keyed("event-" + System.nanoTime());
        Reply first = once.post("/v1/events", SampleItems.CONCERT.formatted(10, 4)).is(201);
        Reply again = once.post("/v1/events", SampleItems.CONCERT.formatted(10, 4)).is(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(first.needed("Location")).isEqualTo("/v1/events/" + first.text("id"));
        once.post("/v1/events", SampleItems.CONCERT.formatted(11, 4)).refuses(422, "keyReused");
        owner.keyed(" ").post("/v1/events", SampleItems.CONCERT.formatted(10, 4))
                .refuses(400, "invalid");
        owner.keyed("k".repeat(256)).post("/v1/events", SampleItems.CONCERT.formatted(10, 4))
                .refuses(400, "invalid");
    }

    @Test
    void servesHealthAndMetricsWithoutAKey() {
        Client anonymous = shop().withoutKey();
        assertThat(anonymous.get("/health/live").is(200).text("status")).isEqualTo("live");
        assertThat(anonymous.get("/health/ready").is(200).text("status")).isEqualTo("ready");
        assertThat(anonymous.get("/metrics").is(200).needed("Content-Type"))
                .startsWith("text/plain");
    }
}
