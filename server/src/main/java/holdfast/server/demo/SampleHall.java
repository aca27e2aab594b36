package holdfast.server.demo;

import java.util.ArrayList;
import java.util.List;

/// A concert hall of about 1,300 seats: stalls in three blocks, a circle and a gallery.
final class SampleHall {
    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVW";

    private SampleHall() {}

    static String venue() {
        return """
                {"name": "Kulturhaus, Großer Saal", "timeZone": "Europe/Berlin",
                 "address": "Am Fluss 12, Berlin"}
                """;
    }

    static String chart() {
        return """
                {"name": "Großer Saal", "areas": [
                  {"id": "stalls", "name": "Stalls", "rows": [%s]},
                  {"id": "circle", "name": "Circle", "rows": [%s]},
                  {"id": "gallery", "name": "Gallery", "rows": [%s]}]}
                """.formatted(stalls(), circle(), gallery());
    }

    /// Rows grow wider towards the back; two aisles divide each of them. The last row but one has
    /// room for wheelchairs at its ends.
    private static String stalls() {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < 20; row++) {
            int sides = 6 + row / 4;
            int middle = 14 + row / 3 * 2;
            String tier = row < 6 ? "first" : row < 14 ? "second" : "third";
            boolean wide = row == 18;
            rows.add(block(row, 1, sides, tier, wide ? 1 : 0));
            rows.add(block(row, sides + 1, middle, tier, 0));
            rows.add(block(row, sides + middle + 1, sides, tier, wide ? -1 : 0));
        }
        return String.join(",\n", rows);
    }

    private static String circle() {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < 7; row++) {
            String tier = row < 3 ? "second" : "third";
            rows.add(block(row, 1, 20 + row, tier, 0));
            rows.add(block(row, 21 + row, 20 + row, tier, 0));
        }
        return String.join(",\n", rows);
    }

    private static String gallery() {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < 5; row++) {
            rows.add(block(row, 1, 50, "fourth", 0));
        }
        return String.join(",\n", rows);
    }

    /// One block of a row.
    ///
    /// @param accessible 1 for the first two seats, -1 for the last two
    private static String block(int row, int first, int count, String tier, int accessible) {
        List<String> seats = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            boolean wide = (accessible > 0 && at < 2) || (accessible < 0 && at >= count - 2);
            seats.add("{\"seat\": \"" + (first + at) + "\", \"accessible\": " + wide + "}");
        }
        return "{\"row\": \"" + LETTERS.charAt(row) + "\", \"tier\": \"" + tier
                + "\", \"seats\": [" + String.join(", ", seats) + "]}";
    }
}
