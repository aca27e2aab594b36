package holdfast.server.availability;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// The state of an event that a client builds from the stream's messages only.
final class Viewer {
    final Map<String, String> seats = new TreeMap<>();
    final Map<String, Long> free = new HashMap<>();
    long version = -1;
    int resyncs;
    int changes;

    /// Reads one message.
    void read(String message) {
        String event = "";
        for (String line : message.lines().toList()) {
            if (line.startsWith("event: ")) {
                event = line.substring(7);
            } else if (line.startsWith("id: ")) {
                version = Long.parseLong(line.substring(4));
            } else if (line.startsWith("data: ")) {
                take(event, Json.tree(line.substring(6).getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    private void take(String event, JsonNode data) {
        if (event.equals("resync")) {
            resyncs++;
            seats.clear();
        } else {
            changes++;
        }
        for (JsonNode area : data.get("areas")) {
            for (Map.Entry<String, JsonNode> seat : area.get("seats").properties()) {
                seats.put(area.get("id").asText() + "/" + seat.getKey(),
                        seat.getValue().asText());
            }
        }
        for (JsonNode each : data.get("places")) {
            free.put(each.get("id").asText(), each.get("free").asLong());
        }
    }
}
