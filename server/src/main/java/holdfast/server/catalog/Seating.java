package holdfast.server.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.Invalid;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rows of seats. A seat's full name is its row and its own name, as in `A-1`.
///
/// @param place where the rows are on the chart's drawing, as its author gave it; not interpreted
///              here
public record Seating(List<Row> rows, Optional<JsonNode> place) {
    private static final int MOST_ROWS = 10_000;
    private static final int MOST_IN_A_ROW = 2_000;

    /// One row of adjacent seats.
    ///
    /// @param tier the price tier of the whole row, if the area has tiers
    /// @param place where it is drawn
    public record Row(
            String name, List<Seat> seats, Optional<String> tier, Optional<JsonNode> place) {}

    public record Seat(String name, boolean accessible) {}

    public static Seating read(Fields fields) {
        return new Seating(
                fields.objects("rows", MOST_ROWS, Seating::row), fields.raw("place"));
    }

    private static Row row(Fields fields) {
        String name = fields.text("row", 20);
        return new Row(name, seats(fields), fields.maybeText("tier", 16), fields.raw("place"));
    }

    /// A number of seats, named 1, 2, 3 …, or a list of names.
    private static List<Seat> seats(Fields fields) {
        Optional<JsonNode> given = fields.raw("seats");
        if (given.isPresent() && given.get().isIntegralNumber()) {
            List<Seat> seats = new ArrayList<>();
            for (int at = 1; at <= fields.number("seats", 1, MOST_IN_A_ROW); at++) {
                seats.add(new Seat(Integer.toString(at), false));
            }
            return seats;
        }
        List<Seat> seats = fields.each("seats", MOST_IN_A_ROW, Seating::seat);
        if (seats.isEmpty()) {
            throw new Invalid("seats", "must be a number or a list of names");
        }
        return seats;
    }

    private static Seat seat(JsonNode found, String name) {
        if (found.isTextual()) {
            return new Seat(named(found.textValue(), name), false);
        }
        Fields fields = Fields.of(found, name);
        Seat seat = new Seat(named(fields.text("seat", 20), name),
                fields.flag("accessible", false));
        fields.done();
        return seat;
    }

    private static String named(String text, String name) {
        if (text.isBlank() || text.length() > 20) {
            throw new Invalid(name, "must have 1 to 20 characters");
        }
        return text;
    }

    public void write(Json json) {
        json.array("rows", rows, (out, row) -> {
            out.put("row", row.name());
            if (plain(row.seats())) {
                out.put("seats", row.seats().size());
            } else {
                out.array("seats", row.seats(), (each, seat) -> each.put("seat", seat.name())
                        .put("accessible", seat.accessible()));
            }
            out.put("tier", row.tier());
            row.place().ifPresent(place -> out.raw("place", place));
        });
        place.ifPresent(node -> json.raw("place", node));
    }

    /// Whether they are named 1, 2, 3 …, so that their number is enough.
    static boolean plain(List<Seat> seats) {
        for (int at = 0; at < seats.size(); at++) {
            Seat seat = seats.get(at);
            if (seat.accessible() || !seat.name().equals(Integer.toString(at + 1))) {
                return false;
            }
        }
        return true;
    }

    public int count() {
        return rows.stream().mapToInt(row -> row.seats().size()).sum();
    }

    public static String full(Row row, Seat seat) {
        return row.name() + "-" + seat.name();
    }
}
