package holdfast.seats;

import holdfast.postgres.Pipeline;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.Consumer;

/// A seat map's row, locked or just read.
record SeatMapRow(String map, long version, long stamp, boolean offered) {

    // All transactions lock in the order of the ids, so that no two wait for each other.
    private static final String LOCK = """
            SELECT seat_map, version, stamp, offered
            FROM seat_map
            WHERE workspace = ? AND seat_map = ANY (?::text[])
            ORDER BY seat_map
            FOR UPDATE""";

    static void lock(
            Pipeline pipeline, String workspace, Collection<String> maps,
            Consumer<SeatMapRow> row) {
        pipeline.query(
                LOCK,
                set -> {
                    row.accept(of(set));
                    return true;
                },
                workspace, maps.toArray(new String[0]));
    }

    private static final String READ = """
            SELECT seat_map, version, stamp, offered
            FROM seat_map
            WHERE workspace = ? AND seat_map = ?""";

    static Pipeline.Answer<SeatMapRow> read(Pipeline pipeline, String workspace, String map) {
        return pipeline.query(READ, SeatMapRow::of, workspace, map);
    }

    private static SeatMapRow of(ResultSet set) throws SQLException {
        return new SeatMapRow(
                set.getString(1), set.getLong(2), set.getLong(3), set.getBoolean(4));
    }
}
