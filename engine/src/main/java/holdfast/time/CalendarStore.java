package holdfast.time;

import holdfast.Hours;
import holdfast.Inventory;
import holdfast.Schedule;
import holdfast.TimeQuery;
import holdfast.Window;
import holdfast.claims.InventoryChange;
import holdfast.claims.JournalVersions;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Opens calendar batches and offers, and reads calendars.
public final class CalendarStore {

    public CalendarBatch open(String workspace, long stamp) {
        return new CalendarBatch(workspace, stamp);
    }

    public CalendarOffers offers(
            String workspace, long stamp, InventoryChange<Inventory.Calendar> change) {
        return new CalendarOffers(workspace, stamp, change);
    }

    /// Parses hours in the text form that the database stores.
    public static Hours hours(String text) {
        return OpeningHours.parse(text).hours();
    }

    private static final String VERSIONS = """
            SELECT calendar, version FROM calendar
            WHERE workspace = ? AND calendar = ANY (?::text[])""";

    public Map<String, Long> versions(Transaction tx, String workspace,
            Collection<String> calendars)
            throws SQLException {
        return JournalVersions.read(tx, VERSIONS, workspace, calendars);
    }

    /// Reads calendars and claims for a list of free starts. The choice of lanes is the one that
    /// decides a hold.
    public FreeTimes free(Transaction tx, TimeQuery query) throws SQLException {
        return FreeTimes.read(tx, query);
    }

    public List<Schedule> schedules(
            Transaction tx, String workspace, Collection<String> calendars, Window window)
            throws SQLException {
        return CalendarSchedules.read(tx, workspace, calendars, window);
    }
}
