package holdfast.seats;

import holdfast.Inventory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// How the journal says what a seat map on sale is: its seats, row by row.
final class Definition {
    private Definition() {}

    static String of(Inventory.SeatMap map) {
        StringBuilder text = new StringBuilder("seatmap offered");
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
