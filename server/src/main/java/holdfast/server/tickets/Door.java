package holdfast.server.tickets;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A door of an event.
///
/// @param id    the word that scanners name it by
/// @param areas the areas that it admits; none means all
/// @param opens when it begins to admit; empty for at any time
public record Door(String id, String name, List<String> areas, Optional<Instant> opens) {
    public Door {
        areas = List.copyOf(areas);
    }

    boolean admits(String area) {
        return areas.isEmpty() || areas.contains(area);
    }

    boolean open(Instant now) {
        return opens.isEmpty() || !now.isBefore(opens.get());
    }
}
