package holdfast.server.booking;

import holdfast.Inventory;
import holdfast.server.catalog.Area;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Chart;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.HallDrawing;
import holdfast.server.catalog.Seating;
import holdfast.server.catalog.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The inventories of an event: a pool or a seat map for each area, `evt_1:floor`; a pool inside it
/// for each tier with its own capacity, `evt_1:floor:early`; and a pool around all areas of places,
/// when the event limits them together, `evt_1:~`.
public final class EventInventories {
    private final Catalog catalog;

    public EventInventories(Catalog catalog) {
        this.catalog = catalog;
    }

    /// In the order in which they can be offered: bigger pools first.
    public List<Inventory> of(String workspace, String id, Event event) {
        List<Inventory> all = new ArrayList<>();
        Optional<String> around = event.limits().capacity().map(most -> {
            all.add(new Inventory.Pool(whole(id), most));
            return whole(id);
        });
        HallDrawing hall = hall(workspace, event);
        int seated = 0;
        for (Area area : event.areas()) {
            switch (area) {
                case Area.Places places -> {
                    String pool = area(id, area.id());
                    all.add(new Inventory.Pool(pool, places.capacity(), around));
                    for (Area.Tier tier : places.card().tiers()) {
                        tier.capacity().ifPresent(most -> all.add(new Inventory.Pool(
                                tier(id, area.id(), tier.id()), most, Optional.of(pool))));
                    }
                }
                case Area.Seats _ -> all.add(hall.map(seated++, area(id, area.id())));
            }
        }
        return all;
    }

    /// The drawing of the event's areas of seats.
    public HallDrawing hall(String workspace, Event event) {
        List<Seating> seatings = event.areas().stream()
                .filter(Area.Seats.class::isInstance).map(Area.Seats.class::cast)
                .map(seats -> seating(workspace, event, seats)).toList();
        return new HallDrawing(seatings, event.chart()
                .flatMap(chart -> chart(workspace, chart)).flatMap(Chart::focus));
    }

    /// An area's rows: its own, or those of the event's version of the chart.
    public Seating seating(String workspace, Event event, Area.Seats area) {
        return area.seating().or(() -> event.chart()
                .flatMap(chart -> chart(workspace, chart)).flatMap(chart -> chart.part(area.id()))
                .map(Chart.Part::seating))
                .orElseThrow(() -> new holdfast.Invalid(
                        "areas[" + event.areas().indexOf(area) + "].rows",
                        "are needed, or a chart that has an area " + area.id()));
    }

    private Optional<Chart> chart(String workspace, Event.ChartVersion chart) {
        return chart.version().flatMap(version -> catalog.version(workspace, chart.id(), version))
                .map(Versioned::entry).filter(Chart.class::isInstance).map(Chart.class::cast);
    }

    public static String whole(String event) {
        return event + ":~";
    }

    public static String area(String event, String area) {
        return event + ":" + area;
    }

    public static String tier(String event, String area, String tier) {
        return event + ":" + area + ":" + tier;
    }
}
