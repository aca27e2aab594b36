package holdfast.server.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.Inventory;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;

/// The positions of an event's seats, over all of its areas. Rows without a place are drawn as
/// arcs, one area behind the other.
///
/// The unit is a seat's width. The stage is at the top, x grows to the right and y away from it.
public final class HallDrawing {
    /// Ranks are distances in tenths of a seat's width.
    private static final double RANKS_IN_A_SEAT = 10;
    private static final double DEPTH_OF_THE_BEST = 1 / 3.0;

    private final List<List<DrawnRow>> areas = new ArrayList<>();
    private final FocalPoint focus;

    /// A row and the path along its seats.
    ///
    /// @param place the place as its author gave it; absent for a row that is drawn as an arc
    public record DrawnRow(Seating.Row row, Optional<JsonNode> place, SeatPath path) {
        static DrawnRow of(Seating.Row row, SeatPath arc) {
            Optional<JsonNode> place = row.place().filter(DrawnRow::drawable);
            return new DrawnRow(row, place, place.map(SeatPath::of).orElse(arc));
        }

        /// A row without x and y cannot be drawn, even if its author gave other fields.
        private static boolean drawable(JsonNode place) {
            return place.path("x").isNumber() && place.path("y").isNumber();
        }

        void seats(SeatPath.Visitor visitor) {
            path.walk(row.seats().size(), visitor);
        }
    }

    /// @param focus the chart's focal point, if it has one
    public HallDrawing(List<Seating> seatings, Optional<FocalPoint> focus) {
        double top = 0;
        for (Seating seating : seatings) {
            RowArcs.Drawn arcs = RowArcs.draw(seating.rows(), top);
            top = arcs.bottom();
            List<DrawnRow> rows = new ArrayList<>();
            for (int at = 0; at < seating.rows().size(); at++) {
                rows.add(DrawnRow.of(seating.rows().get(at), arcs.paths().get(at)));
            }
            areas.add(List.copyOf(rows));
        }
        this.focus = focus.orElseGet(this::usualFocus);
    }

    public List<DrawnRow> rows(int area) {
        return areas.get(area);
    }

    public FocalPoint focus() {
        return focus;
    }

    /// The middle of the hall's width, a third of the way through the first area.
    private FocalPoint usualFocus() {
        DoubleSummaryStatistics width = new DoubleSummaryStatistics();
        DoubleSummaryStatistics depth = new DoubleSummaryStatistics();
        areas.forEach(rows -> rows.forEach(row -> row.seats((_, x, _) -> width.accept(x))));
        areas.stream().limit(1).forEach(
                rows -> rows.forEach(row -> row.seats((_, _, y) -> depth.accept(y))));
        return new FocalPoint((width.getMin() + width.getMax()) / 2,
                depth.getMin() + (depth.getMax() - depth.getMin()) * DEPTH_OF_THE_BEST);
    }

    /// An area as the engine's seat map. A seat's rank is its distance from the focal point.
    public Inventory.SeatMap map(int area, String id) {
        return new Inventory.SeatMap(id, areas.get(area).stream().map(this::ranked).toList());
    }

    private Inventory.Row ranked(DrawnRow drawn) {
        List<Inventory.Seat> seats = new ArrayList<>();
        drawn.seats((at, x, y) -> {
            Seating.Seat seat = drawn.row.seats().get(at);
            double distance = Math.hypot(x - focus.x(), y - focus.y());
            seats.add(new Inventory.Seat(
                    Seating.full(drawn.row, seat), seat.accessible(),
                    Math.clamp(Math.round(distance * RANKS_IN_A_SEAT), 1,
                            Inventory.Seat.MOST_RANK)));
        });
        return new Inventory.Row(seats);
    }
}
