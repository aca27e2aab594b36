package holdfast.audit;

import holdfast.digest.Sha256;
import holdfast.postgres.Transaction;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Compares the digest in each seat map's row with the rows of its seats, one map at a time.
final class SeatRows {
    private static final String SEATS_THERE = "a map's seats are there";

    private final AuditFindings findings;
    private final StringBuilder text = new StringBuilder();
    private String map = "";
    private String digest = "";
    private int row = -1;

    private SeatRows(AuditFindings findings) {
        this.findings = findings;
    }

    private static final String SEATS = """
            SELECT map.seat_map, seat.seat, seat.seat_row, seat.accessible, seat.rank, map.digest
            FROM seat_map AS map LEFT JOIN seat USING (workspace, seat_map)
            WHERE workspace = ? AND map.version > 0
            ORDER BY map.seat_map, seat.number""";

    static void check(Transaction tx, String workspace, AuditFindings findings)
            throws SQLException {
        SeatRows rows = new SeatRows(findings);
        tx.each(SEATS, rows::seat, workspace);
        rows.finish();
    }

    private void seat(ResultSet set) throws SQLException {
        if (!map.equals(set.getString("seat_map"))) {
            finish();
            map = set.getString("seat_map");
            digest = set.getString("digest");
        }
        if (set.getString(2) == null) {
            return;
        }
        if (row != set.getInt(3)) {
            text.append(" /");
            row = set.getInt(3);
        }
        text.append(' ').append(set.getBoolean(4) ? "*" : "").append(URLEncoder
                .encode(set.getString(2), StandardCharsets.UTF_8).replace("*", "%2A"));
        int rank = set.getInt(5);
        if (rank != 0) {
            text.append('=').append(Integer.toString(rank, Character.MAX_RADIX));
        }
    }

    private void finish() {
        if (!map.isEmpty() && text.isEmpty()) {
            findings.add(SEATS_THERE, "seats " + map, "there is none");
        } else if (!map.isEmpty() && !digest.equals(Sha256.of(text.toString()))) {
            findings.add(SEATS_THERE, "seats " + map, "they are others than its row says");
        }
        text.setLength(0);
        row = -1;
    }
}
