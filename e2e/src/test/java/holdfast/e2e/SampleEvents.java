package holdfast.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/// Events as JSON, and what they have on sale.
final class SampleEvents {
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private SampleEvents() {}

    static final String WHEN = """
            "start": "2031-03-01T20:00:00+01:00", "end": "2031-03-01T22:30:00+01:00",
            "timeZone": "Europe/Berlin\"""";

    static String floor(long capacity) {
        return places("floor", capacity);
    }

    static String places(String id, long capacity) {
        return """
                {"id": "%s", "kind": "capacity", "capacity": %d,
                 "price": {"amount": 1000, "currency": "EUR"}}""".formatted(id, capacity);
    }

    /// A seated area with one row A of these seats.
    static String stalls(String... seats) {
        return """
                {"id": "stalls", "kind": "seats", "price": {"amount": 2000, "currency": "EUR"},
                 "rows": [{"row": "A", "seats": ["%s"]}]}"""
                .formatted(String.join("\", \"", seats));
    }

    static String areas(String... areas) {
        return "\"areas\": [" + String.join(", ", areas) + "]";
    }

    /// Makes an event of these fields.
    static Reply event(Client owner, String... fields) {
        return owner.post("/v1/events", "{\"name\": \"Night\", "
                + (String.join(",", fields).contains("\"start\"") ? "" : WHEN + ", ")
                + String.join(", ", fields) + "}").is(201);
    }

    static String path(Reply event) {
        return "/v1/events/" + event.text("id");
    }

    /// Changes an event by the version that was read.
    static Reply patch(Client owner, Reply seen, String... fields) {
        return owner.patch(path(seen), "{" + String.join(", ", fields) + "}",
                "If-Match", seen.needed("ETag"));
    }

    static Reply read(Client client, Reply event) {
        return client.get(path(event)).is(200);
    }

    static String item(Reply event, String area, int quantity) {
        return """
                {"kind": "capacity", "event": "%s", "area": "%s", "quantity": %d}"""
                .formatted(event.text("id"), area, quantity);
    }

    static Reply hold(Client client, String... items) {
        return client.post("/v1/holds", SampleItems.basket(items));
    }

    /// What is on sale: each area's capacity and free places, and each seat's state.
    static Map<String, String> onSale(Client client, Reply event) {
        Map<String, String> all = new TreeMap<>();
        for (JsonNode area : client.get(path(event) + "/free").is(200).at("areas")) {
            all.put(area.path("id").asText(),
                    area.path("free").asLong() + " of " + area.path("capacity").asLong());
        }
        seats(client, event).forEach((seat, state) -> all.put("seat " + seat, state));
        return all;
    }

    /// The seats on sale, as `area/seat` with their state.
    static Map<String, String> seats(Client client, Reply event) {
        Map<String, String> all = new TreeMap<>();
        Reply read = client.get(path(event) + "/seats?format=names").is(200);
        for (JsonNode area : read.at("areas")) {
            area.path("seats").properties().forEach(seat -> all.put(
                    area.path("id").asText() + "/" + seat.getKey(), seat.getValue().asText()));
        }
        return all;
    }

    /// Waits until a hold has expired.
    static void expired(Client client, Reply hold) {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!client.get("/v1/holds/" + hold.text("id")).text("status").equals("expired")) {
            if (System.nanoTime() > until) {
                throw new AssertionError("it does not expire: " + hold);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }
}
