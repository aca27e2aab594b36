package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.catalog.Service;
import holdfast.server.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Moves one visit of a booking by the API's exchange. The other items stay as they are.
final class BoardMove {
    private BoardMove() {}

    /// Where a visit is, or is to be.
    ///
    /// @param with the calendars; those of a need that is not named are chosen by the engine
    record Place(String start, List<String> with) {
        Place {
            with = List.copyOf(with);
        }
    }

    static int number(String text) {
        return text.matches("[0-9]{1,2}") ? Integer.parseInt(text) : 0;
    }

    static List<String> texts(JsonNode all) {
        List<String> texts = new ArrayList<>();
        all.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    /// The places to ask for, one after the other: with the same other calendars first; then the
    /// engine chooses those of the later needs, such as another room for the same person.
    static List<Place> wishes(Service service, JsonNode item, String start, String from,
            String to) {
        List<String> with = texts(item.path("with"));
        List<String> same = with.stream().map(each -> each.equals(from) ? to : each).toList();
        List<Place> wishes = new ArrayList<>(List.of(new Place(start, same)));
        Set<String> fewer = new LinkedHashSet<>();
        for (Service.Need need : service.needs()) {
            same.stream().filter(each -> need.anyOf().contains(each)).forEach(fewer::add);
            if (need.anyOf().contains(to)) {
                break;
            }
        }
        if (fewer.size() < same.size()) {
            wishes.add(new Place(start, List.copyOf(fewer)));
        }
        return wishes;
    }

    static DeskCall call(JsonNode booking, String version, int moved, Place place) {
        return DeskCall.to("exchangeBooking").with("id", booking.path("id").asText())
                .version(version).json(json -> {
                    json.put("override", true).put("waive", true);
                    List<JsonNode> items = new ArrayList<>();
                    booking.path("items").forEach(items::add);
                    List<Integer> numbers = new ArrayList<>();
                    for (int at = 0; at < items.size(); at++) {
                        numbers.add(at);
                    }
                    json.array("items", numbers, (out, at) -> {
                        if (at == moved) {
                            out.put("kind", "time")
                                    .put("service", items.get(at).path("service").asText())
                                    .put("start", place.start()).texts("with", place.with());
                        } else {
                            same(out, items.get(at));
                        }
                    });
                });
    }

    /// An item as it is requested again.
    private static void same(Json out, JsonNode item) {
        for (String field : List.of("kind", "event", "area", "tier", "quantity", "seats",
                "service")) {
            if (item.has(field)) {
                out.raw(field, item.path(field));
            }
        }
        if (item.path("kind").asText().equals("time")) {
            out.raw("start", item.path("start")).raw("with", item.path("with"));
        }
    }
}
