package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import holdfast.server.web.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The areas of an event in a form. An area keeps what the form does not show, such as its rows.
final class AreaValues {
    /// The index of each area of the JSON in the form: areas without a name are left out.
    private final List<Integer> places = new ArrayList<>();
    private final List<List<Integer>> tierPlaces = new ArrayList<>();
    private final ArrayNode json = JsonNodeFactory.instance.arrayNode();

    /// @param before the event's areas as they are stored
    AreaValues(Form form, JsonNode before, String currency) {
        Set<String> ids = EventValues.ids(before);
        for (int at = 0; form.first("areas[" + at + "].slot").isPresent(); at++) {
            String path = "areas[" + at + "].";
            String id = EventValues.first(form, path + "id");
            String name = EventValues.first(form, path + "name");
            boolean left = form.first(path + "remove").isPresent();
            if (left || (id.isEmpty() && name.isEmpty())) {
                continue;
            }
            ObjectNode area = stored(before, id);
            if (id.isEmpty()) {
                String made = EventValues.id(name, ids, 28);
                ids.add(made);
                area.put("id", made);
                kind(form, path, area);
            }
            area.put("name", name);
            if (area.path("kind").asText().equals("capacity")) {
                EventValues.number(area, "capacity",
                        EventValues.first(form, path + "capacity"));
            }
            EventValues.maybe(area, "price", EventValues.first(form, path + "price.amount"),
                    (field, typed) -> area.set(field, EventValues.price(typed, currency)));
            EventValues.maybe(area, "taxRate", EventValues.first(form, path + "taxRate"),
                    (field, typed) -> EventValues.percent(area, field, typed));
            tiers(form, path, area, currency);
            json.add(area);
            places.add(at);
        }
    }

    private static ObjectNode stored(JsonNode parts, String id) {
        for (JsonNode part : parts) {
            if (part.path("id").asText().equals(id) && part instanceof ObjectNode found) {
                return found.deepCopy();
            }
        }
        return JsonNodeFactory.instance.objectNode();
    }

    private static void kind(Form form, String path, ObjectNode area) {
        String rows = EventValues.first(form, path + "rows");
        if (rows.isEmpty()) {
            area.put("kind", "capacity");
            return;
        }
        area.put("kind", "seats");
        rows(area, rows, EventValues.first(form, path + "seatsPerRow"));
    }

    /// Rows A, B and so on, each with as many seats.
    static void rows(ObjectNode area, String rows, String seats) {
        ArrayNode all = area.putArray("rows");
        long count = rows.matches("[0-9]{1,3}") ? Long.parseLong(rows) : 0;
        for (int row = 0; row < count; row++) {
            EventValues.number(all.addObject().put("row", letter(row)), "seats", seats);
        }
    }

    /// A, B, … Z, AA, AB, …
    private static String letter(int row) {
        String last = String.valueOf((char) ('A' + row % 26));
        return row < 26 ? last : letter(row / 26 - 1) + last;
    }

    private void tiers(Form form, String path, ObjectNode area, String currency) {
        JsonNode before = area.path("tiers").deepCopy();
        Set<String> ids = EventValues.ids(before);
        ArrayNode tiers = JsonNodeFactory.instance.arrayNode();
        List<Integer> kept = new ArrayList<>();
        for (int at = 0; form.first(path + "tiers[" + at + "].slot").isPresent(); at++) {
            String inner = path + "tiers[" + at + "].";
            String id = EventValues.first(form, inner + "id");
            String name = EventValues.first(form, inner + "name");
            if (name.isEmpty()) {
                continue;
            }
            ObjectNode tier = stored(before, id);
            if (id.isEmpty()) {
                String made = EventValues.id(name, ids, 16);
                ids.add(made);
                tier.put("id", made);
            }
            tier.put("name", name);
            tier.set("price", EventValues.price(
                    EventValues.first(form, inner + "price.amount"), currency));
            EventValues.maybe(tier, "capacity", EventValues.first(form, inner + "capacity"),
                    (field, typed) -> EventValues.number(tier, field, typed));
            tiers.add(tier);
            kept.add(at);
        }
        tierPlaces.add(kept);
        if (tiers.isEmpty()) {
            area.remove("tiers");
        } else {
            area.set("tiers", tiers);
        }
    }

    ArrayNode json() {
        return json;
    }

    /// The form's name of a field that the API names.
    String field(String name) {
        String found = name;
        for (int at = places.size() - 1; at >= 0; at--) {
            String path = "areas[" + at + "]";
            if (found.startsWith(path)) {
                String rest = found.substring(path.length());
                List<Integer> tiers = tierPlaces.get(at);
                for (int tier = tiers.size() - 1; tier >= 0; tier--) {
                    String inner = ".tiers[" + tier + "]";
                    if (rest.startsWith(inner)) {
                        rest = ".tiers[" + tiers.get(tier) + "]" + rest.substring(inner.length());
                        break;
                    }
                }
                String to = "areas[" + places.get(at) + "]" + rest;
                return to.contains(".rows[") ? to.replaceFirst("\\.rows\\[.*", ".seatsPerRow")
                        : to;
            }
        }
        return found;
    }

    /// The areas as values of a form, with one more part to fill in.
    static void put(Map<String, String> values, JsonNode areas, int more) {
        int at = 0;
        for (JsonNode area : areas) {
            String path = "areas[" + at++ + "].";
            values.put(path + "slot", "yes");
            values.put(path + "id", area.path("id").asText());
            values.put(path + "kind", area.path("kind").asText());
            values.put(path + "name", area.path("name").asText());
            values.put(path + "capacity", area.path("capacity").asText());
            values.put(path + "price.amount", EventValues.amount(area.path("price")));
            values.put(path + "taxRate", EventValues.percent(area.path("taxRate")));
            int tier = 0;
            for (JsonNode each : area.path("tiers")) {
                String inner = path + "tiers[" + tier++ + "].";
                values.put(inner + "slot", "yes");
                values.put(inner + "id", each.path("id").asText());
                values.put(inner + "name", each.path("name").asText());
                values.put(inner + "price.amount", EventValues.amount(each.path("price")));
                values.put(inner + "capacity", each.path("capacity").asText());
            }
            values.put(path + "tiers[" + tier + "].slot", "yes");
        }
        for (int slot = 0; slot < more; slot++) {
            String path = "areas[" + (at + slot) + "].";
            values.put(path + "slot", "yes");
            values.put(path + "tiers[0].slot", "yes");
            values.put(path + "tiers[1].slot", "yes");
        }
    }
}
