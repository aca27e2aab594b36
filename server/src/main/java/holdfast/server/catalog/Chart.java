package holdfast.server.catalog;

import holdfast.Invalid;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A seating chart that many events use: its areas' rows, where they are drawn, and the point that
/// the best seats are nearest to.
public record Chart(String name, List<Part> parts, Optional<FocalPoint> focus)
        implements CatalogEntry {

    /// The rows of one area.
    public record Part(String id, String name, Seating seating) {
        static Part read(Fields fields) {
            String id = fields.text("id", Area.LONGEST);
            Area.word("id", id, Area.LONGEST);
            return new Part(id, fields.maybeText("name", 200).orElse(id),
                    Seating.read(fields));
        }
    }

    public Chart {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new Invalid("areas", "must have at least one entry");
        }
        Set<String> ids = new HashSet<>();
        for (int at = 0; at < parts.size(); at++) {
            if (!ids.add(parts.get(at).id())) {
                throw new Invalid("areas[" + at + "].id", "is another area's id as well");
            }
        }
    }

    @Override
    public Kind kind() {
        return Kind.CHART;
    }

    public Optional<Part> part(String id) {
        return parts.stream().filter(part -> part.id().equals(id)).findFirst();
    }

    public static Chart read(Fields fields) {
        return new Chart(fields.text("name", 200), fields.objects("areas", 200, Part::read),
                fields.maybeObject("focus").map(FocalPoint::read));
    }

    @Override
    public void write(Json json) {
        json.put("name", name).array("areas", parts, (out, part) -> {
            out.put("id", part.id()).put("name", part.name());
            part.seating().write(out);
        });
        focus.ifPresent(point -> json.object("focus", point::write));
    }
}
