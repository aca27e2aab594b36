package holdfast.seats;

import holdfast.Inventory;
import holdfast.JournalLine;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The text of a seat map in the journal: whether it is on sale, and its seats, row by row,
/// each with its rank if it has one.
public final class SeatMapDefinition {
    private static final String ON_SALE = "seatmap offered";
    private static final String OFF_SALE = "seatmap withdrawn";
    private static final int RADIX = 36;

    private SeatMapDefinition() {}

    static String of(String seats, boolean onSale) {
        return (onSale ? ON_SALE : OFF_SALE) + seats;
    }

    static String seats(Inventory.SeatMap map) {
        StringBuilder text = new StringBuilder();
        for (Inventory.Row row : map.rows()) {
            text.append(" /");
            for (Inventory.Seat seat : row.seats()) {
                text.append(' ').append(seat.accessible() ? "*" : "")
                        .append(URLEncoder.encode(seat.name(), StandardCharsets.UTF_8)
                                .replace("*", "%2A"));
                if (seat.rank() > 0) {
                    text.append('=').append(Integer.toString(seat.rank(), RADIX));
                }
            }
        }
        return text.toString();
    }

    public static JournalLine.SeatMap parse(String text) {
        boolean onSale = text.startsWith(ON_SALE);
        List<Inventory.Row> rows = new ArrayList<>();
        String seats = text.substring(onSale ? ON_SALE.length() : OFF_SALE.length());
        for (String row : seats.split(" /", -1)) {
            if (!row.isEmpty()) {
                rows.add(new Inventory.Row(Arrays.stream(row.substring(1).split(" ", -1))
                        .map(SeatMapDefinition::seat).toList()));
            }
        }
        return new JournalLine.SeatMap(rows, onSale);
    }

    private static Inventory.Seat seat(String word) {
        boolean accessible = word.startsWith("*");
        int ranked = word.indexOf('=');
        return new Inventory.Seat(
                URLDecoder.decode(
                        word.substring(accessible ? 1 : 0, ranked < 0 ? word.length() : ranked),
                        StandardCharsets.UTF_8),
                accessible, ranked < 0 ? 0 : Integer.parseInt(word.substring(ranked + 1), RADIX));
    }
}
