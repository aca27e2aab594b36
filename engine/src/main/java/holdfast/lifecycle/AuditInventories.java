package holdfast.lifecycle;

import holdfast.Inventory;
import holdfast.change.AuditView;
import holdfast.postgres.Transaction;
import holdfast.time.CalendarStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads every inventory from its rows, one at a time. The pools of customers' limits are left out.
final class AuditInventories {
    private final Transaction tx;
    private final String workspace;
    private final AuditRows.Report report;
    private final AuditView.Each<AuditView.OnSale> each;
    private final List<Inventory.Row> rows = new ArrayList<>();
    private final List<Inventory.Seat> row = new ArrayList<>();
    private String map = "";
    private boolean offered;
    private int number;

    AuditInventories(
            Transaction tx, String workspace, AuditRows.Report report,
            AuditView.Each<AuditView.OnSale> each) {
        this.tx = tx;
        this.workspace = workspace;
        this.report = report;
        this.each = each;
    }

    private interface Reading {
        Inventory read() throws SQLException;
    }

    private void next(String id, boolean onSale, Reading reading) throws SQLException {
        Inventory inventory;
        try {
            inventory = reading.read();
        } catch (RuntimeException unreadable) {
            report.add(AuditView.READABLE, id, "its row cannot be read");
            return;
        }
        each.next(new AuditView.OnSale(inventory, onSale));
    }

    private static final String POOLS = """
            SELECT pool, offered, capacity, inside FROM pool
            WHERE workspace = ? AND purpose = 'capacity' AND version > 0
            ORDER BY pool""";

    private static final String CALENDARS = """
            SELECT calendar, offered, lanes, hours FROM calendar
            WHERE workspace = ? AND version > 0
            ORDER BY calendar""";

    void read() throws SQLException {
        tx.each(POOLS, pool -> next(pool.getString(1), pool.getBoolean(2),
                () -> new Inventory.Pool(pool.getString(1), pool.getLong(3),
                        Optional.ofNullable(pool.getString(4)))),
                workspace);
        tx.each(SEATS, this::seat, workspace);
        finish();
        tx.each(CALENDARS, calendar -> next(calendar.getString(1), calendar.getBoolean(2),
                () -> new Inventory.Calendar(calendar.getString(1), calendar.getInt(3),
                        Optional.ofNullable(calendar.getString(4)).map(CalendarStore::hours)
                                .orElse(null))),
                workspace);
    }

    private static final String SEATS = """
            SELECT map.seat_map, map.offered, seat.seat, seat.seat_row, seat.accessible,
                   seat.rank
            FROM seat_map AS map JOIN seat USING (workspace, seat_map)
            WHERE workspace = ? AND map.version > 0
            ORDER BY map.seat_map, seat.number""";

    private void seat(ResultSet seat) throws SQLException {
        if (!map.equals(seat.getString(1))) {
            finish();
            map = seat.getString(1);
            offered = seat.getBoolean(2);
            number = seat.getInt(4);
        }
        if (number != seat.getInt(4)) {
            endRow();
            number = seat.getInt(4);
        }
        try {
            row.add(new Inventory.Seat(
                    seat.getString(3), seat.getBoolean(5), seat.getInt(6)));
        } catch (RuntimeException unreadable) {
            report.add(AuditView.READABLE, map, "one of its seats cannot be read");
        }
    }

    private void endRow() {
        if (!row.isEmpty()) {
            rows.add(new Inventory.Row(List.copyOf(row)));
            row.clear();
        }
    }

    private void finish() throws SQLException {
        endRow();
        if (!rows.isEmpty()) {
            String id = map;
            List<Inventory.Row> all = List.copyOf(rows);
            rows.clear();
            next(id, offered, () -> new Inventory.SeatMap(id, all));
        }
    }
}
