package holdfast.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Sample inventories and items of a hold, as JSON.
final class SampleItems {
    private SampleItems() {}

    static final String CONCERT = """
            {"name": "Winter concert", "start": "2030-12-12T20:00:00+01:00",
             "end": "2030-12-12T22:30:00+01:00", "timeZone": "Europe/Berlin",
             "areas": [
               {"id": "floor", "name": "Floor", "kind": "capacity", "capacity": %d,
                "price": {"amount": 3500, "currency": "EUR"}},
               {"id": "stalls", "name": "Stalls", "kind": "seats",
                "price": {"amount": 5900, "currency": "EUR"},
                "rows": [{"row": "A", "seats": 20}, {"row": "B", "seats": ["1", "2", "4"]}]}],
             "limits": {"perCustomer": %d}}""";

    static String concert(Client owner, int places, int perCustomer) {
        return owner.post("/v1/events", CONCERT.formatted(places, perCustomer))
                .is(201).text("id");
    }

    static String concert(Client owner) {
        return concert(owner, 500, 1_000_000);
    }

    static String places(String event, int quantity) {
        return """
                {"kind": "capacity", "event": "%s", "area": "floor", "quantity": %d}"""
                .formatted(event, quantity);
    }

    static String seats(String event, String... names) {
        return """
                {"kind": "seats", "event": "%s", "area": "stalls", "seats": [%s]}""".formatted(
                event, Stream.of(names).map(name -> '"' + name + '"')
                        .collect(Collectors.joining(", ")));
    }

    static String best(String event, int count) {
        return """
                {"kind": "seats", "event": "%s", "area": "stalls", "best": %d}"""
                .formatted(event, count);
    }

    static String visit(String service, String start) {
        return """
                {"kind": "time", "service": "%s", "start": "%s"}""".formatted(service, start);
    }

    /// A basket of these items.
    static String basket(String... items) {
        return basketFor("ann", items);
    }

    /// Items to exchange for those of a hold.
    static String instead(String... items) {
        return "{\"items\": [" + String.join(", ", items) + "]}";
    }

    static String basketFor(String customer, String... items) {
        return "{\"items\": [" + String.join(", ", items) + "], \"customer\": \""
                + customer + "\"}";
    }

    static String basketUntil(String holdFor, String... items) {
        return "{\"items\": [" + String.join(", ", items)
                + "], \"customer\": \"ann\", \"holdFor\": \"" + holdFor + "\"}";
    }

    static final String ANN = """
            {"customer": {"name": "Ann", "email": "ann@example.org"}}""";

    static String calendar(Client owner, String name) {
        List<String> days = new ArrayList<>();
        for (String day : List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun")) {
            days.add("\"" + day + "\": [[\"09:00\", \"18:00\"]]");
        }
        return owner.post("/v1/calendars", """
                {"name": "%s", "role": "staff", "timeZone": "Europe/Berlin", "hours": {%s}}"""
                .formatted(name, String.join(", ", days))).is(201).text("id");
    }
}
