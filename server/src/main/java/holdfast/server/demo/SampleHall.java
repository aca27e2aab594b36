package holdfast.server.demo;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A concert hall of about 1,300 seats: stalls, a circle and a gallery.
final class SampleHall {
    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVW";
    /// The last row but one of the stalls has room for wheelchairs at its ends.
    private static final int WHEELCHAIRS = 18;

    private SampleHall() {}

    /// An area with its number of rows. Stalls and circle grow wider towards the back.
    enum Part {
        STALLS("stalls", 20), CIRCLE("circle", 7), GALLERY("gallery", 5);

        private final String id;
        private final int rows;

        Part(String id, int rows) {
            this.id = id;
            this.rows = rows;
        }

        String id() {
            return id;
        }

        int rows() {
            return rows;
        }

        int seats(int row) {
            return switch (this) {
                case STALLS -> 26 + row;
                case CIRCLE -> 40 + 2 * row;
                case GALLERY -> 50;
            };
        }

        private String tier(int row) {
            return switch (this) {
                case STALLS -> row < 6 ? "first" : row < 14 ? "second" : "third";
                case CIRCLE -> row < 3 ? "second" : "third";
                case GALLERY -> "fourth";
            };
        }

        private boolean accessible(int row, int seat) {
            return this == STALLS && row == WHEELCHAIRS && (seat <= 2 || seat > seats(row) - 2);
        }
    }

    /// A seat's full name, as in `A-1`.
    static String seat(int row, int seat) {
        return LETTERS.charAt(row) + "-" + seat;
    }

    static String venue() {
        return """
                {"name": "Kulturhaus, Großer Saal", "timeZone": "Europe/Berlin",
                 "address": "Am Fluss 12, 10179 Berlin", "city": "Berlin"}
                """;
    }

    static String chart() {
        return """
                {"name": "Großer Saal", "areas": [
                  {"id": "stalls", "name": "Stalls", "rows": [%s]},
                  {"id": "circle", "name": "Circle", "rows": [%s]},
                  {"id": "gallery", "name": "Gallery", "rows": [%s]}]}
                """.formatted(rows(Part.STALLS), rows(Part.CIRCLE), rows(Part.GALLERY));
    }

    private static String rows(Part part) {
        return IntStream.range(0, part.rows()).mapToObj(row -> row(part, row))
                .collect(Collectors.joining(",\n"));
    }

    private static String row(Part part, int row) {
        String seats = IntStream.rangeClosed(1, part.seats(row))
                .mapToObj(seat -> "{\"seat\": \"" + seat + "\", \"accessible\": "
                        + part.accessible(row, seat) + "}")
                .collect(Collectors.joining(", "));
        return "{\"row\": \"" + LETTERS.charAt(row) + "\", \"tier\": \"" + part.tier(row)
                + "\", \"seats\": [" + seats + "]}";
    }
}
