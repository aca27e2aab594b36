package holdfast.time;

import holdfast.Window;
import holdfast.postgres.Pipeline;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/// A calendar's row, locked or only read.
record CalendarRow(
        String calendar, long version, boolean offered, int lanes, Optional<OpeningHours> hours) {

    boolean open(Window visit) {
        return hours.isEmpty() || hours.get().open(visit);
    }

    // All transactions lock in the order of the ids, so that no two batches deadlock.
    private static final String LOCK = """
            SELECT calendar, version, offered, lanes, hours
            FROM calendar
            WHERE workspace = ? AND calendar = ANY (?::text[])
            ORDER BY calendar
            FOR UPDATE""";

    private static final String READ = """
            SELECT calendar, version, offered, lanes, hours
            FROM calendar
            WHERE workspace = ? AND calendar = ANY (?::text[])""";

    static void lock(
            Pipeline pipeline, String workspace, Collection<String> calendars,
            Consumer<CalendarRow> row) {
        ask(LOCK, pipeline, workspace, calendars, row);
    }

    static void read(
            Pipeline pipeline, String workspace, Collection<String> calendars,
            Consumer<CalendarRow> row) {
        ask(READ, pipeline, workspace, calendars, row);
    }

    private static void ask(
            String sql, Pipeline pipeline, String workspace, Collection<String> calendars,
            Consumer<CalendarRow> row) {
        pipeline.query(
                sql,
                set -> {
                    row.accept(of(set));
                    return true;
                },
                workspace, calendars.toArray(new String[0]));
    }

    private static CalendarRow of(ResultSet set) throws SQLException {
        return new CalendarRow(
                set.getString(1), set.getLong(2), set.getBoolean(3), set.getInt(4),
                Optional.ofNullable(set.getString(5)).map(OpeningHours::parse));
    }
}
