package holdfast.seats;

import holdfast.Inventory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// The text of a seat map in the journal: whether it is on sale, and its seats, row by row.
final class SeatMapDefinition {
    private SeatMapDefinition() {}

    static String of(String seats, boolean onSale) {
        return (onSale ? "seatmap offered" : "seatmap withdrawn") + seats;
    }

    static String seats(Inventory.SeatMap map) {
        StringBuilder text = new StringBuilder();
        for (Inventory.Row row : map.rows()) {
            text.append(" /");
            for (Inventory.Seat seat : row.seats()) {
                text.append(' ').append(seat.accessible() ? "*" : "")
                        .append(URLEncoder.encode(seat.name(), StandardCharsets.UTF_8)
                                .replace("*", "%2A"));
            }
        }
        return text.toString();
    }
}
