package holdfast.e2e;

import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Fuzzes every route: each answer is a refusal in words, and nothing changes. A failure names its
/// seed; `-Dholdfast.seed=…` sends the same requests again.
class RandomRequestsTest {
    private static final List<String> METHODS =
            List.of("GET", "POST", "PUT", "PATCH", "DELETE", "BREW");
    /// These are slow on purpose (password hashing), and a wrong path takes as long as any other.
    private static final Set<String> SLOW = Set.of("signIn", "setPassword");

    private final long seed = Long.getLong("holdfast.seed", System.nanoTime());
    private final RandomRequests nonsense = new RandomRequests(new Random(seed));
    /// A workspace of its own: a hold of another test may expire at any time.
    private final Client owner = shop().workspace().owner();
    private final List<Contract.Operation> operations = Client.contract().operations().stream()
            .filter(each -> each.path().startsWith("/v1/")).toList();
    private final Map<String, Thing> things = new HashMap<>();
    private Map<String, List<String>> drafts = Map.of();
    private List<JsonNode> before = List.of();

    /// An existing resource, so that wrong requests about it get past the look-up.
    private record Thing(String id, String tag) {}

    @BeforeEach
    void lookBefore() {
        System.out.println("RandomRequestsTest: -Dholdfast.seed=" + seed);
        String event = SampleItems.concert(owner);
        String maya = SampleItems.calendar(owner, "Maya");
        made("events", owner.get("/v1/events/" + event));
        made("calendars", owner.get("/v1/calendars/" + maya));
        made("services", owner.post("/v1/services", """
                {"name": "Cut", "duration": "PT30M", "needs": [{"anyOf": ["%s"]}]}"""
                .formatted(maya)).is(201));
        made("venues", owner.post("/v1/venues", """
                {"name": "Hall", "timeZone": "Europe/Berlin"}""").is(201));
        Reply hold =
                owner.post("/v1/holds", SampleItems.basket(SampleItems.places(event, 2))).is(201);
        made("holds", hold);
        Reply other =
                owner.post("/v1/holds", SampleItems.basket(SampleItems.places(event, 2))).is(201);
        made("bookings", owner.post("/v1/holds/" + other.text("id") + "/confirm", SampleItems.ANN)
                .is(201));
        made("blocks", owner.post("/v1/blocks", """
                {"items": [%s], "reason": "house seats"}"""
                .formatted(SampleItems.seats(event, "A-1"))).is(201));
        things.put("workspace", new Thing("", owner.get("/v1/workspace").needed("ETag")));
        Reply hook = owner.post("/v1/webhooks", "{\"url\": \"https://127.0.0.1:1/\"}").is(201);
        made("webhooks", hook);
        owner.patch("/v1/webhooks/" + hook.text("id"), "{\"enabled\": false}").is(200);
        Reply tickets = owner.get("/v1/bookings/" + thing("bookings").id + "/tickets").is(200);
        things.put("tickets", new Thing(tickets.text("/items/0/id"), "\"1\""));
        drafts = SampleRequests.all(owner, Long.toString(seed));
        before = settled();
    }

    /// All lists, once the mails have been sent.
    private List<JsonNode> settled() {
        for (int tries = 0; tries < 120; tries++) {
            List<JsonNode> now = everything();
            boolean mailed = owner.get("/v1/mails?booking=" + thing("bookings").id).is(200)
                    .body().at("/items/0/state").asText().equals("sent");
            if (mailed && everything().equals(now)) {
                return now;
            }
            LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
        }
        throw new AssertionError("the lists keep changing");
    }

    private void made(String kind, Reply reply) {
        things.put(kind, new Thing(reply.text("id"), reply.header("ETag").orElse("\"1\"")));
    }

    @AfterEach
    void nothingHappened() {
        assertThat(everything()).as("seed %d", seed).isEqualTo(before);
        assertThat(shop().node().said()).as("seed %d", seed).doesNotContain(" failed\n");
        TestShop.clean(owner);
    }

    /// All lists, and the counts of the audit.
    private List<JsonNode> everything() {
        List<JsonNode> all = new ArrayList<>();
        for (Contract.Operation each : operations) {
            if (each.method().equals("GET") && each.name().startsWith("list")
                    && !each.path().startsWith("/v1/at/")) {
                Reply list = owner.get(each.filled(thing(each).id) + "?limit=500").is(200);
                list.at("items").forEach(item -> all.add(item.isObject()
                        ? ((ObjectNode) item)
                                .deepCopy().without("lastUsedAt")
                        : item));
            }
        }
        all.add(owner.get("/v1/events/" + thing("events").id + "/free").is(200).body());
        all.add(owner.get("/v1/holds/" + thing("holds").id).is(200).body());
        all.add(owner.get("/v1/workspace").is(200).body());
        JsonNode checked = owner.get("/v1/audit").is(200).at("checked");
        all.add(checked.path("holds"));
        all.add(checked.path("entries"));
        return all;
    }

    private Thing thing(Contract.Operation operation) {
        return thing(operation.path().split("/", -1)[2]);
    }

    private Thing thing(String kind) {
        return things.getOrDefault(kind, new Thing("none", "\"1\""));
    }

    private void refused(Reply reply) {
        assertThat(reply.status()).as("seed %d: %s", seed, reply).isBetween(400, 499);
        reply.refusal();
    }

    @Test
    void refusesInvalidBodies() {
        for (Contract.Operation each : operations) {
            if (each.takesBody() && !SLOW.contains(each.name())) {
                for (byte[] body : nonsense.broken()) {
                    Reply reply = sent(each, body);
                    refused(reply);
                    assertThat(reply.outcome()).as("seed %d: %s", seed, reply)
                            .isIn("invalid", "unknown", "tooLarge",
                                    // It does not tell why.
                                    each.name().equals("providerEvent") ? "webhookRejected" : "");
                    named(reply);
                }
            }
        }
    }

    @Test
    void refusesFieldsOfAnotherType() {
        for (Contract.Operation each : operations) {
            if (each.takesBody() && !SLOW.contains(each.name())) {
                for (byte[] body : nonsense.wrong(Client.contract().body(each))) {
                    Reply reply = sent(each, body);
                    refused(reply);
                    named(reply);
                }
            }
        }
    }

    /// Each field in turn is wrong in an otherwise valid request: the refusal names it.
    @Test
    void namesTheInvalidField() {
        for (Map.Entry<String, List<String>> draft : drafts.entrySet()) {
            Contract.Operation operation = Client.contract()
                    .find("POST", draft.getKey()).orElseThrow();
            JsonNode schema = Client.contract().body(operation);
            for (RandomRequests.Spoiled each : nonsense.spoiled(draft.getValue().getFirst(),
                    schema)) {
                Reply reply = owner.send("POST", draft.getKey(), each.body());
                refused(reply);
                assertThat(reply.outcome()).as("seed %d: %s", seed, reply)
                        .isIn("invalid", "tooLarge");
                if (reply.outcome().equals("invalid")) {
                    assertThat(reply.text("field").replaceFirst("[.\\[].*", ""))
                            .as("seed %d: %s", seed, reply).isEqualTo(each.field());
                }
            }
        }
    }

    private static void named(Reply reply) {
        if (reply.outcome().equals("invalid")) {
            assertThat(reply.text("field")).as(reply.toString()).isNotBlank().hasSizeLessThan(300);
            assertThat(reply.text("detail")).hasSizeLessThan(1_000);
        }
    }

    private Reply sent(Contract.Operation each, byte[] body) {
        Thing thing = thing(each);
        return owner.send(each.method(), each.filled(thing.id), body, "If-Match", thing.tag);
    }

    @Test
    void refusesUnknownIds() {
        for (Contract.Operation each : operations) {
            if (each.path().contains("{") && !each.path().contains("by-hash")) {
                for (String id : nonsense.ids()) {
                    byte[] body = each.takesBody() ? "{}".getBytes(
                            StandardCharsets.UTF_8) : new byte[0];
                    refused(owner.send(each.method(), each.path().replaceAll("\\{\\w+}",
                            Matcher.quoteReplacement(id)), body,
                            "If-Match", "\"1\""));
                }
            }
        }
    }

    @Test
    void refusesInvalidParameters() {
        for (Contract.Operation each : operations) {
            boolean stream = each.about().path("responses").toString().contains("event-stream");
            if (each.method().equals("GET") && !stream) {
                for (String query : nonsense.queries()) {
                    refused(owner.get(each.filled(thing(each).id) + "?" + query));
                }
            } else if (!stream) {
                refused(owner.send(each.method(), each.filled("none") + "?zzz=1", new byte[0]));
            }
        }
    }

    @Test
    void refusesOtherMethods() {
        for (Contract.Operation each : operations) {
            for (String method : METHODS) {
                boolean taken = operations.stream().anyMatch(
                        other -> other.path().equals(each.path()) && other.method().equals(method));
                if (!taken) {
                    Reply reply = owner.send(method, each.filled("none"), new byte[0]);
                    refused(reply);
                    assertThat(reply.outcome()).as(reply.toString())
                            .isEqualTo("methodNotAllowed");
                    assertThat(reply.needed("Allow")).contains(
                            each.method().toUpperCase(Locale.ROOT));
                }
            }
        }
    }

    @Test
    void refusesInvalidHeaders() {
        for (Contract.Operation each : operations) {
            if (!each.method().equals("GET") && !SLOW.contains(each.name())) {
                byte[] body = "{\"zzz\": 1}".getBytes(StandardCharsets.UTF_8);
                for (String key : List.of("k".repeat(300), "\t", "k".repeat(9_000))) {
                    refused(owner.send(each.method(), each.filled("none"), body,
                            "Idempotency-Key", key, "If-Match", "\"1\""));
                }
                refused(owner.send(each.method(), each.filled("none"), body,
                        "Idempotency-Key", "k".repeat(17_000)));
            }
        }
    }
}
