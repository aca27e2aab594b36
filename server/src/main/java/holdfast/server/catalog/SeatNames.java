package holdfast.server.catalog;

import holdfast.Invalid;
import holdfast.server.json.Texts;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Checks the seats that a client describes, and names the invalid one by its path. Stored seats
/// were checked when they were written and are not checked again.
public final class SeatNames {
    private static final int MOST_SEATS = 200_000;
    private static final int LONGEST = 20;

    private SeatNames() {}

    public static void check(Event event) {
        for (int at = 0; at < event.areas().size(); at++) {
            if (event.areas().get(at) instanceof Area.Seats seats) {
                String path = "areas[" + at + "]";
                seats.seating().ifPresent(seating -> check(path, seating));
            }
        }
    }

    public static void check(Chart chart) {
        for (int at = 0; at < chart.parts().size(); at++) {
            check("areas[" + at + "]", chart.parts().get(at).seating());
        }
    }

    private static void check(String area, Seating seating) {
        List<Seating.Row> rows = seating.rows();
        if (rows.isEmpty()) {
            throw new Invalid(area + ".rows", "must have at least one entry");
        }
        if (seating.count() > MOST_SEATS) {
            throw new Invalid(area + ".rows", "must have at most " + MOST_SEATS + " seats");
        }
        Set<String> names = new HashSet<>();
        for (int row = 0; row < rows.size(); row++) {
            List<Seating.Seat> seats = rows.get(row).seats();
            for (int at = 0; at < seats.size(); at++) {
                String path = area + ".rows[" + row + "].seats"
                        + (Seating.plain(seats) ? "" : "[" + at + "]");
                Texts.checked(path, seats.get(at).name(), LONGEST);
                String name = Seating.full(rows.get(row), seats.get(at));
                if (!names.add(name)) {
                    throw new Invalid(path, "would be a second seat " + name + " in its area");
                }
            }
        }
    }
}
