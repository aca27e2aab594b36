package holdfast.seats;

import holdfast.postgres.Trip;
import java.util.Collection;
import java.util.function.Consumer;

/// A seat map's row under lock.
record SeatMapRow(String map, long version, long stamp, boolean offered) {

    // Everybody locks in the order of the ids, so that no two batches wait for each other.
    private static final String LOCK = """
            SELECT seat_map, version, stamp, offered
            FROM seat_map
            WHERE workspace = ? AND seat_map = ANY (?::text[])
            ORDER BY seat_map
            FOR UPDATE""";

    static void lock(
            Trip trip, String workspace, Collection<String> maps, Consumer<SeatMapRow> row) {
        trip.ask(
                LOCK,
                set -> {
                    row.accept(new SeatMapRow(set.getString(1), set.getLong(2),
                            set.getLong(3), set.getBoolean(4)));
                    return true;
                },
                workspace, maps.toArray(new String[0]));
    }
}
