package holdfast.server.catalog;

import java.util.ArrayList;
import java.util.List;

/// Positions for rows without a drawing: gentle arcs around the stage, one behind the other.
/// Adjacent rows of one name share an arc, with an aisle between them.
///
/// The unit is a seat's width. The stage is at the top, x grows to the right and y away from it.
final class RowArcs {
    private static final double AISLE = 2;
    private static final double GAP = 3;
    private static final double TIGHTEST = 12;

    private RowArcs() {}

    /// A drawing that continues below the last one.
    record Drawn(List<SeatPath> paths, double bottom) {}

    /// Rows on one arc.
    private record Line(List<Seating.Row> rows, double length) {}

    static Drawn draw(List<Seating.Row> rows, double top) {
        List<Line> lines = lines(rows);
        double widest = lines.stream().mapToDouble(Line::length).max().orElse(1);
        double first = Math.max(TIGHTEST, widest * 0.9);
        // The ends of the first row are nearest to the stage.
        double sag = first - first * Math.cos(widest / first / 2);
        List<SeatPath> paths = new ArrayList<>();
        for (int at = 0; at < lines.size(); at++) {
            walk(lines.get(at), first + at, top + sag - first, paths);
        }
        return new Drawn(paths, top + sag + lines.size() + GAP);
    }

    private static List<Line> lines(List<Seating.Row> rows) {
        List<Line> lines = new ArrayList<>();
        int from = 0;
        for (int at = 1; at <= rows.size(); at++) {
            if (at == rows.size() || !rows.get(at).name().equals(rows.get(from).name())) {
                List<Seating.Row> together = rows.subList(from, at);
                double seats = together.stream().mapToInt(row -> row.seats().size() - 1).sum();
                lines.add(new Line(together, seats + AISLE * (together.size() - 1)));
                from = at;
            }
        }
        return lines;
    }

    private static void walk(Line line, double radius, double centre, List<SeatPath> paths) {
        double step = 2 * Math.asin(0.5 / radius);
        double angle = -line.length / 2 * step;
        for (Seating.Row row : line.rows) {
            paths.add(new SeatPath(
                    radius * Math.sin(angle), centre + radius * Math.cos(angle),
                    -Math.toDegrees(angle + step / 2), -Math.toDegrees(step), 1));
            angle += (row.seats().size() - 1 + AISLE) * step;
        }
    }
}
