package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;

/// Says what a change of an event means for those who have booked, before it is saved.
final class EventWarnings {
    private EventWarnings() {}

    static List<String> of(DeskVisit visit, JsonNode before, JsonNode patch) {
        long taken = taken(visit, before.path("id").asText());
        if (taken == 0) {
            return List.of();
        }
        List<String> warnings = new ArrayList<>();
        boolean moves = moved(before, patch, "start") || moved(before, patch, "end");
        boolean elsewhere = !before.path("venue").asText()
                .equals(patch.path("venue").isNull() ? "" : patch.path("venue").asText());
        if (moves) {
            warnings.add(visit.language().count("desk.event.warn.moved", taken));
        }
        if (elsewhere) {
            warnings.add(visit.say("desk.event.warn.venue"));
        }
        if (!prices(before).equals(prices(patch))) {
            warnings.add(visit.say("desk.event.warn.price"));
        }
        return warnings;
    }

    private static boolean moved(JsonNode before, JsonNode patch, String field) {
        return !EventValues.same(before.path(field).asText(), patch.path(field).asText());
    }

    private static List<String> prices(JsonNode event) {
        return event.path("areas").findValuesAsText("amount");
    }

    /// How many seats and places are held or booked.
    static long taken(DeskVisit visit, String event) {
        long taken = 0;
        for (JsonNode area : visit.read(DeskCall.to("readFree").with("id", event))
                .map(free -> free.path("areas")).orElse(
                        MissingNode.getInstance())) {
            taken += area.path("capacity").asLong() - area.path("free").asLong();
        }
        return taken;
    }
}
