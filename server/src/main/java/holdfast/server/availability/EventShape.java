package holdfast.server.availability;

import holdfast.server.booking.EventInventories;
import holdfast.server.catalog.Area;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.HallDrawing;
import holdfast.server.catalog.Versioned;
import java.util.ArrayList;
import java.util.List;

/// The areas of an event, in the order in which they are sent.
///
/// @param stamp       the version of the event and of its chart
/// @param description the version of the event
record EventShape(
        String stamp, long description, Geometry geometry, List<SeatedArea> seatedAreas,
        List<Counter> counters) {

    EventShape {
        seatedAreas = List.copyOf(seatedAreas);
        counters = List.copyOf(counters);
    }

    /// An area of seats, its seat map, and the seats in the order of the geometry.
    record SeatedArea(String area, String seatMap, List<String> names) {}

    /// An area of places or a tier of one, and its pool.
    ///
    /// @param tier empty for the area itself
    record Counter(String area, String tier, String pool) {}

    static EventShape of(
            String workspace, Versioned<Event> event, String stamp, EventInventories stock) {
        HallDrawing hall = stock.hall(workspace, event.entry());
        List<Geometry.Part> parts = new ArrayList<>();
        List<SeatedArea> seatedAreas = new ArrayList<>();
        List<Counter> counters = new ArrayList<>();
        for (Area area : event.entry().areas()) {
            String inventory = EventInventories.area(event.id(), area.id());
            switch (area) {
                case Area.Seats seats -> {
                    Geometry.Part part = new Geometry.Part(area.id(), area.card().name(),
                            stock.seating(workspace, event.entry(), seats).place(),
                            hall.rows(parts.size()));
                    parts.add(part);
                    seatedAreas.add(new SeatedArea(area.id(), inventory, part.names()));
                }
                case Area.Places places -> {
                    counters.add(new Counter(area.id(), "", inventory));
                    places.card().tiers().stream().filter(tier -> tier.capacity().isPresent())
                            .forEach(tier -> counters.add(new Counter(area.id(), tier.id(),
                                    EventInventories.tier(event.id(), area.id(), tier.id()))));
                }
            }
        }
        return new EventShape(stamp, event.version(), Geometry.of(parts, hall.focus()), seatedAreas,
                counters);
    }

    int seats() {
        return seatedAreas.stream().mapToInt(layout -> layout.names().size()).sum();
    }
}
