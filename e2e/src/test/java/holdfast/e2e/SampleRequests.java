package holdfast.e2e;

import static holdfast.e2e.SampleItems.basket;
import static holdfast.e2e.SampleItems.places;
import static holdfast.e2e.SampleItems.seats;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A valid request for each resource that can be made, and a different one of its kind.
final class SampleRequests {
    private SampleRequests() {}

    /// By the path of the request. An event and a calendar are made first.
    static Map<String, List<String>> all(Client owner, String own) {
        String event = SampleItems.concert(owner);
        String maya = SampleItems.calendar(owner, "Maya");
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put("/v1/events", List.of(
                SampleItems.CONCERT.formatted(10, 4), SampleItems.CONCERT.formatted(11, 4)));
        all.put("/v1/events/" + event + "/copies", List.of(
                "{\"starts\": [\"2030-12-19T20:00:00+01:00\"]}",
                "{\"starts\": [\"2030-12-20T20:00:00+01:00\"]}"));
        all.put("/v1/calendars", named("{\"name\": \"%s\", \"timeZone\": \"Europe/Berlin\"}"));
        all.put("/v1/venues", named("{\"name\": \"%s\", \"timeZone\": \"Europe/Berlin\"}"));
        all.put("/v1/limits", named("{\"name\": \"%s\", \"perCustomer\": 3}"));
        all.put("/v1/services", named("{\"name\": \"%s\", \"duration\": \"PT30M\", "
                + "\"needs\": [{\"anyOf\": [\"" + maya + "\"]}]}"));
        all.put("/v1/charts", named("{\"name\": \"%s\", \"areas\": [{\"id\": \"stalls\", "
                + "\"rows\": [{\"row\": \"A\", \"seats\": 4}]}]}"));
        all.put("/v1/calendars/" + maya + "/closures", named("{\"start\": "
                + "\"2030-12-03T11:00:00+01:00\", \"end\": \"2030-12-03T12:00:00+01:00\", "
                + "\"reason\": \"%s\"}"));
        all.put("/v1/calendars/" + maya + "/openings", named("{\"start\": "
                + "\"2030-12-06T11:00:00+01:00\", \"end\": \"2030-12-06T12:00:00+01:00\", "
                + "\"reason\": \"%s\"}"));
        all.put("/v1/blocks", named(
                "{\"items\": [" + seats(event, "A-1") + "], \"reason\": \"%s\"}"));
        all.put("/v1/codes", named("{\"code\": \"%s-" + own + "\", \"percent\": 10}"));
        all.put("/v1/gift-cards", List.of(
                "{\"value\": {\"amount\": 2500, \"currency\": \"EUR\"}}",
                "{\"value\": {\"amount\": 5000, \"currency\": \"EUR\"}}"));
        all.put("/v1/holds", List.of(basket(places(event, 2)), basket(places(event, 3))));
        all.put("/v1/keys", named("{\"kind\": \"publishable\", \"name\": \"%s\"}"));
        all.put("/v1/webhooks", named("{\"url\": \"https://127.0.0.1:1/%s\"}"));
        all.put("/v1/staff", named("{\"email\": \"%s" + own
                + "@example.org\", \"name\": \"M\", \"role\": \"desk\"}"));
        return all;
    }

    private static List<String> named(String body) {
        return List.of(body.formatted("one"), body.formatted("another"));
    }
}
