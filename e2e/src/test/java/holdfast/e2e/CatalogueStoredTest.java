package holdfast.e2e;

import static holdfast.e2e.SampleEvents.areas;
import static holdfast.e2e.SampleEvents.floor;
import static holdfast.e2e.SampleEvents.path;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.testkit.ScratchDatabase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A node that starts later can read every accepted value; a value that could not be read again is
/// refused, and the refusal names its field.
class CatalogueStoredTest {
    private static final List<String> INSIDE = List.of(
            "1900-01-01T00:00:00Z", "1899-12-31T23:30:00-01:00", "1899-12-31T06:00:00-18:00",
            "2199-12-31T23:59:59Z", "2199-12-31T23:59:59.999999999Z",
            "2200-01-01T13:59:59+14:00", "2200-01-01T17:59:59+18:00");
    private static final List<String> OUTSIDE = List.of(
            "1900-01-01T00:00:00+01:00", "1899-12-31T23:59:59.999999999Z",
            "2199-12-31T23:59:59-05:00", "2199-12-31T19:00:00-05:00", "2200-01-01T00:00:00Z",
            "-999999999-01-01T00:00:00+18:00", "+999999999-12-31T23:59:59-18:00");

    /// The accepted values, by their path.
    private final Map<String, JsonNode> accepted = new LinkedHashMap<>();

    private void make(Client owner, String resource, String body, String field) {
        Reply made = owner.post(resource, body);
        if (made.status() == 201) {
            if (made.body().has("version")) {
                keep(owner, resource + "/" + made.text("id"));
            }
        } else {
            assertThat(made.refuses(400, "invalid").text("field")).as(body).isEqualTo(field);
        }
    }

    private void keep(Client owner, String path) {
        accepted.put(path, owner.get(path).is(200).body());
    }

    private static String event(String start, String end, String more) {
        return "{\"name\": \"N\", \"start\": \"" + start + "\", \"end\": \"" + end
                + "\", \"timeZone\": \"America/New_York\", " + areas(floor(5)) + more + "}";
    }

    private static String sale(String field, String moment) {
        return ", \"sale\": {\"" + field + "\": \"" + moment + "\"}";
    }

    private static String usual(String more) {
        return event("2031-03-01T20:00:00-05:00", "2031-03-01T22:00:00-05:00", more);
    }

    private void moments(Client owner, List<String> moments, int status) {
        Reply changed = owner.post("/v1/events", usual("")).is(201);
        for (String moment : moments) {
            for (String field : List.of("from", "until")) {
                assertThat(status).isEqualTo(answered(owner, "/v1/events",
                        usual(sale(field, moment)), "sale." + field));
                Reply patched = owner.patch(path(changed), "{" + sale(field, moment).substring(2)
                        + "}", "If-Match", owner.get(path(changed)).needed("ETag"));
                assertThat(patched.status()).as(patched.toString())
                        .isEqualTo(status == 201 ? 200 : 400);
            }
            answered(owner, "/v1/events", event(moment, "2031-01-01T00:00:00Z", ""),
                    status == 400 ? "start" : "end");
            answered(owner, "/v1/events", event("1950-01-01T00:00:00+14:00", moment, ""), "end");
            specialDays(owner, moment, status);
        }
        keep(owner, path(changed));
    }

    private void specialDays(Client owner, String moment, int status) {
        for (String kind : List.of("closures", "openings")) {
            String calendar = "/v1/calendars/" + owner.post("/v1/calendars", """
                    {"name": "M", "timeZone": "Pacific/Kiritimati",
                     "hours": {"mon": [["00:00", "24:00"]]}}""").is(201).text("id");
            String days = calendar + "/" + kind;
            make(owner, days, stretch(moment, "2199-12-31T23:59:59.9999999Z"),
                    status == 400 ? "start" : "end");
            make(owner, days, stretch("1900-01-01T00:00:00Z", moment), "end");
            keep(owner, calendar);
            keep(owner, days);
        }
    }

    private int answered(Client owner, String resource, String body, String field) {
        int before = accepted.size();
        make(owner, resource, body, field);
        return accepted.size() > before ? 201 : 400;
    }

    private static String stretch(String start, String end) {
        return "{\"start\": \"" + start + "\", \"end\": \"" + end + "\"}";
    }

    /// Copies that begin inside the readable range and end, or are on sale, outside it.
    private void copies(Client owner) {
        Reply last = owner.post("/v1/events", event("2031-03-01T20:00:00-05:00",
                "2031-05-01T22:00:00-05:00", "")).is(201);
        for (String start : List.of("2199-12-31T23:59:59Z", "2199-11-15T00:00:00-05:00",
                "2199-12-31T18:59:59-05:00")) {
            Reply refused = owner.post(path(last) + "/copies",
                    "{\"starts\": [\"2100-01-01T00:00:00Z\", \"" + start + "\"]}")
                    .refuses(400, "invalid");
            assertThat(refused.text("field")).isEqualTo("starts[1]");
        }
        owner.post(path(last) + "/copies", "{\"starts\": [\"2199-10-01T00:00:00+18:00\", "
                + "\"1899-12-31T23:00:00-18:00\"]}").is(201).at("items")
                .forEach(copy -> keep(owner, "/v1/events/" + copy.path("id").asText()));
    }

    private void texts(Client owner) {
        String smile = new String(Character.toChars(0x1F600));
        for (String name : List.of(smile.repeat(100), "\\u2028\\u00ad\\ufeff", "\\\\\\\"<&'",
                "\\ud83d\\ude00 İı", "\\uffff")) {
            make(owner, "/v1/venues", "{\"name\": \"" + name
                    + "\", \"timeZone\": \"Antarctica/Troll\"}", "name");
            make(owner, "/v1/events", usual(", \"description\": \"\\n\\t" + name + "\""),
                    "description");
        }
        make(owner, "/v1/venues", "{\"name\": \"\\ud83d\", \"timeZone\": \"UTC\"}", "name");
        make(owner, "/v1/venues", "{\"name\": \"\\u0000\", \"timeZone\": \"UTC\"}", "name");
        for (String zone : List.of("Etc/GMT+12", "Zulu", "GMT0", "EST5EDT", "+01:00", "Z",
                "europe/berlin")) {
            make(owner, "/v1/venues", "{\"name\": \"V\", \"timeZone\": \"" + zone + "\"}",
                    "timeZone");
        }
    }

    private void numbers(Client owner) {
        make(owner, "/v1/events", usual(", \"limits\": {\"perCustomer\": 1000000000, "
                + "\"capacity\": 1000000000}"), "limits");
        make(owner, "/v1/events", usual("").replace("\"amount\": 1000", "\"amount\": "
                + "1000000000000").replace("\"capacity\": 5", "\"capacity\": 1000000000"),
                "areas[0].price.amount");
        make(owner, "/v1/calendars", """
                {"name": "L", "timeZone": "UTC", "lanes": 1000,
                 "hours": {"mon": [["00:00", "00:00:01"]],
                           "tue": [["23:59:59.999999999", "24:00"]]}}""",
                "hours.tue[0][0]");
        for (int depth = 10; depth < 20; depth++) {
            make(owner, "/v1/charts", """
                    {"name": "C", "areas": [{"id": "a", "place": {"x": 1e308, "y": -0.0,
                     "z": 1234567890123456789012345678901234567890, "n": %s},
                     "rows": [{"row": "A", "seats": 20}]}]}"""
                    .formatted("[".repeat(depth) + "]".repeat(depth)), "body");
        }
        String calendar = owner.post("/v1/calendars",
                "{\"name\": \"D\", \"timeZone\": \"UTC\"}").is(201).text("id");
        for (String duration : List.of("P31D", "PT744H", "PT1M", "PT1M0.5S", "P31DT0.000000001S",
                "-PT1M", "P2147483647D", "PT2562047788015215H30M7S", "P-1D", "P1M")) {
            make(owner, "/v1/services", service(calendar, "duration", duration), "duration");
            for (String field : List.of("bufferAfter", "notice", "horizon", "step")) {
                make(owner, "/v1/services", service(calendar, field, duration), field);
            }
        }
        for (String duration : List.of("PT2562047788015215H30M7S", "P2147483647D", "-P1D",
                "never")) {
            owner.patch("/v1/workspace", "{\"cancelUntilBefore\": \"" + duration + "\"}",
                    "If-Match", owner.get("/v1/workspace").needed("ETag"));
        }
        keep(owner, "/v1/workspace");
    }

    private static String service(String calendar, String field, String duration) {
        return "{\"name\": \"S\", " + (field.equals("duration") ? "" : "\"duration\": \"PT1H\", ")
                + "\"" + field + "\": \"" + duration + "\", \"needs\": [{\"anyOf\": [\""
                + calendar + "\"]}]}";
    }

    @Test
    void storesOnlyWhatTheNextNodeCanRead() {
        try (ScratchDatabase database = ScratchDatabase.quick()) {
            Map<String, String> settings = TestShop.settings(database);
            Reply sold;
            try (ServerNode node = ServerNode.serve(settings)) {
                Client owner = new Client(node.address(), TestShop.SECRET);
                moments(owner, INSIDE, 201);
                moments(owner, OUTSIDE, 400);
                copies(owner);
                texts(owner);
                numbers(owner);
                sold = owner.post("/v1/events", usual("")).is(201);
                accepted.put(path(sold), sold.body());
            }
            String other = ServerNode.say(settings, "workspace", "other").stream()
                    .filter(line -> line.startsWith("Secret key:")).findFirst().orElseThrow()
                    .substring("Secret key:".length()).strip();
            try (ServerNode node = ServerNode.serve(settings)) {
                Client owner = new Client(node.address(), TestShop.SECRET);
                accepted.forEach((path, body) -> assertThat(owner.get(path).is(200).body()).as(path)
                        .isEqualTo(body));
                owner.get("/v1/events?limit=100").is(200);
                SampleEvents.hold(owner, SampleEvents.item(sold, "floor", 1)).is(201);
                Client second = new Client(node.address(), other);
                Reply theirs = SampleEvents.event(second, areas(floor(3)));
                SampleEvents.hold(second, SampleEvents.item(theirs, "floor", 1)).is(201);
                TestShop.clean(owner);
                TestShop.clean(second);
            }
        }
    }
}
