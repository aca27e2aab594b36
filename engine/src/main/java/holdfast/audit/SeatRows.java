package holdfast.audit;

import holdfast.digest.Sha256;
import holdfast.postgres.Transaction;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// Computes a digest of each map's seat rows.
final class SeatRows {
    private final Map<String, String> digests = new HashMap<>();
    private final StringBuilder text = new StringBuilder();
    private String map = "";
    private int row = -1;

    private SeatRows() {}

    static String digest(String seats) {
        return Sha256.of(seats);
    }

    private static final String SEATS = """
            SELECT seat_map, seat, seat_row, accessible FROM seat WHERE workspace = ?
            ORDER BY seat_map, number""";

    /// The digest of each map that has seats.
    static Map<String, String> read(Transaction tx, String workspace) throws SQLException {
        SeatRows rows = new SeatRows();
        tx.each(SEATS, rows::seat, workspace);
        rows.finish();
        return rows.digests;
    }

    private void seat(ResultSet set) throws SQLException {
        if (!map.equals(set.getString(1))) {
            finish();
            map = set.getString(1);
        }
        if (row != set.getInt(3)) {
            text.append(" /");
            row = set.getInt(3);
        }
        text.append(' ').append(set.getBoolean(4) ? "*" : "").append(URLEncoder
                .encode(set.getString(2), StandardCharsets.UTF_8).replace("*", "%2A"));
    }

    private void finish() {
        if (!text.isEmpty()) {
            digests.put(map, digest(text.toString()));
        }
        text.setLength(0);
        row = -1;
    }
}
