package holdfast.e2e;

import static holdfast.e2e.SampleEvents.areas;
import static holdfast.e2e.SampleEvents.floor;
import static holdfast.e2e.SampleEvents.item;
import static holdfast.e2e.SampleEvents.patch;
import static holdfast.e2e.SampleEvents.path;
import static holdfast.e2e.SampleEvents.read;
import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Idempotency keys for changes of the catalogue: the same request gets the same answer after later
/// changes and under another API key of the workspace; another request is refused.
class CatalogueKeysTest {
    private final Client owner = shop().owner();
    private final String own = Long.toString(System.nanoTime());
    private final Client colleague = new Client(owner.address(), owner.post("/v1/keys",
            "{\"kind\": \"secret\", \"name\": \"colleague\"}").is(201).text("key"));

    private void same(String key, String path, String body, Reply first) {
        for (Client each : List.of(owner, colleague)) {
            Reply again = each.keyed(key).post(path, body).is(first.status());
            assertThat(again.body()).as(path).isEqualTo(first.body());
            if (!body.isEmpty()) {
                each.keyed(key).post(path, body.replace("2031", "2032").replace("\"name\": \"",
                        "\"name\": \"not ")).refuses(422, "keyReused");
            }
        }
    }

    @Test
    void repeatsTheFirstAnswerAfterAChange() {
        Map<String, List<String>> drafts = new LinkedHashMap<>(SampleRequests.all(owner, own));
        drafts.keySet().retainAll(List.of("/v1/events", "/v1/calendars", "/v1/venues",
                "/v1/services", "/v1/charts"));
        assertThat(drafts).hasSize(5);
        drafts.forEach((resource, bodies) -> {
            String key = own + resource;
            Reply made = owner.keyed(key).post(resource, bodies.getFirst()).is(201);
            String path = resource + "/" + made.text("id");
            owner.patch(path, "{\"name\": \"changed since\"}",
                    "If-Match", made.needed("ETag")).is(200);
            same(key, resource, bodies.getFirst(), made);
            owner.delete(path).is(204);
            same(key, resource, bodies.getFirst(), made);
            for (Client each : List.of(owner, colleague)) {
                each.keyed(key).post(resource, bodies.getLast()).refuses(422, "keyReused");
            }
        });
    }

    @Test
    void repeatsTheAnswerToCopies() {
        Reply event = SampleEvents.event(owner, areas(floor(3)));
        String body = "{\"starts\": [\"2031-04-01T20:00:00+02:00\", "
                + "\"2031-04-02T20:00:00+02:00\"]}";
        String key = "copies" + own;
        Reply made = owner.keyed(key).post(path(event) + "/copies", body).is(201);
        owner.delete("/v1/events/" + made.text("/items/0/id")).is(204);
        patch(owner, event, areas(floor(9))).is(200);
        same(key, path(event) + "/copies", body, made);
    }

    @Test
    void repeatsTheAnswerToClosuresAndOpenings() {
        String calendar = "/v1/calendars/" + SampleItems.calendar(owner, "Maya");
        for (String kind : List.of("closure", "opening")) {
            String body = "{\"start\": \"2031-04-01T20:00:00+02:00\", "
                    + "\"end\": \"2031-04-01T22:00:00+02:00\", \"reason\": \"r\"}";
            Reply made = owner.keyed(kind + own).post(calendar + "/" + kind + "s", body).is(201);
            owner.post(calendar + "/" + kind + "s", body.replace("-01T", "-03T")).is(201);
            same(kind + own, calendar + "/" + kind + "s", body, made);
            owner.delete(calendar + "/" + kind + "s/" + made.text("id")).is(204);
            same(kind + own, calendar + "/" + kind + "s", body, made);
        }
    }

    @Test
    void repeatsTheAnswerToAnOffer() {
        Reply event = SampleEvents.event(owner, areas(floor(3)));
        owner.delete(path(event)).is(204);
        Reply offered = owner.keyed("offer" + own).post(path(event) + "/offer", "").is(200);
        owner.delete(path(event)).is(204);
        same("offer" + own, path(event) + "/offer", "", offered);
        assertThat(read(owner, event).at("onSale").asBoolean()).isFalse();
        Reply another = SampleEvents.event(owner, areas(floor(3)));
        owner.keyed("offer" + own).post(path(another) + "/offer", "").refuses(422, "keyReused");
    }

    @Test
    void allowsAKeyForOneRequestOfAWorkspace() {
        Reply event = SampleEvents.event(owner, areas(floor(30)));
        String hold = SampleItems.basket(item(event, "floor", 1));
        String night = SampleItems.CONCERT.formatted(5, 5);
        owner.keyed("hold" + own).post("/v1/holds", hold).is(201);
        owner.keyed("hold" + own).post("/v1/events", night).refuses(422, "keyReused");
        owner.keyed("event" + own).post("/v1/events", night).is(201);
        owner.keyed("event" + own).post("/v1/holds", hold).refuses(422, "keyReused");
        owner.keyed("event" + own).post(path(event) + "/copies",
                "{\"starts\": [\"2031-04-01T20:00:00+02:00\"]}").refuses(422, "keyReused");
        owner.keyed("event" + own).post("/v1/keys",
                "{\"kind\": \"secret\", \"name\": \"n\"}").refuses(422, "keyReused");
        owner.keyed("event" + own).post("/v1/staff", "{\"email\": \"" + own
                + "@example.org\", \"name\": \"M\", \"role\": \"desk\"}")
                .refuses(422, "keyReused");
    }

    /// A repeated answer has a secret in it only for the API key that asked first.
    @Test
    void makesStaffAndApiKeysOnceWhicheverApiKeyAsks() {
        Map<String, String> drafts = Map.of(
                "/v1/staff", "{\"email\": \"once" + own
                        + "@example.org\", \"name\": \"M\", \"role\": \"desk\"}",
                "/v1/keys", "{\"kind\": \"publishable\", \"name\": \"once\"}");
        drafts.forEach((resource, body) -> {
            Client first = owner.keyed(own + resource);
            Reply made = first.post(resource, body).is(201);
            assertThat(first.post(resource, body).is(201).body()).isEqualTo(made.body());
            Reply other = colleague.keyed(own + resource).post(resource, body);
            assertThat(other.status()).as(other.toString()).isIn(201, 409);
            first.post(resource, body.replace("\"M\"", "\"N\"").replace("once\"", "two\""))
                    .refuses(422, "keyReused");
            if (resource.equals("/v1/staff")) {
                Client again = owner.keyed(own + "again");
                String invite = "/v1/staff/" + made.text("id") + "/invite";
                Reply invited = again.post(invite, "").is(201);
                assertThat(again.post(invite, "").is(201).body()).isEqualTo(invited.body());
            }
        });
    }
}
