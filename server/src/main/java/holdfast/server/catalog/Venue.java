package holdfast.server.catalog;

import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.time.ZoneId;
import java.util.Optional;

/// A venue, which has one event at a time. Its time is a calendar of the engine.
public record Venue(
        String name, ZoneId zone, Optional<String> address, Optional<String> city)
        implements CatalogEntry {

    @Override
    public Kind kind() {
        return Kind.VENUE;
    }

    public static Venue read(Fields fields) {
        return new Venue(fields.text("name", 200), fields.zone("timeZone"),
                fields.maybeText("address", 500), fields.maybeText("city", 100));
    }

    @Override
    public void write(Json json) {
        json.put("name", name).put("timeZone", zone.getId()).put("address", address)
                .put("city", city);
    }
}
