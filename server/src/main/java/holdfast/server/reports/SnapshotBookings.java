package holdfast.server.reports;

import holdfast.Hold;
import holdfast.change.Snapshots;
import holdfast.postgres.Cursor;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The bookings of a snapshot, some at a time.
final class SnapshotBookings {
    private static final int AT_ONCE = 500;

    private SnapshotBookings() {}

    /// Called for some bookings.
    @FunctionalInterface
    interface Some {
        void next(List<Hold> bookings) throws SQLException;
    }

    /// Reads the bookings whose ids a statement finds.
    static void each(Snapshots.View view, Some some, String sql, Object... arguments)
            throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Cursor cursor = view.tx().cursor(sql, arguments)) {
            while (cursor.next()) {
                ids.add(cursor.row().getString(1));
                if (ids.size() == AT_ONCE) {
                    some.next(view.find(ids));
                    ids.clear();
                }
            }
        }
        if (!ids.isEmpty()) {
            some.next(view.find(ids));
        }
    }
}
