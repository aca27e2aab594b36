package holdfast.server.tickets;

import holdfast.postgres.ColumnArrays;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.server.store.ShortTransactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// The doors of events. An event without doors is entered anywhere.
public final class DoorTable {
    private final ShortTransactions tables;
    private final ShortTransactions reads;

    public DoorTable(DataSource source, DataSource readers) {
        this.tables = new ShortTransactions(source);
        this.reads = new ShortTransactions(readers);
    }

    private static final String READ = """
            SELECT door, name, areas, opens_at FROM event_door
            WHERE workspace = ? AND event = ? ORDER BY door""";

    public List<Door> of(String workspace, String event) {
        return reads.read(tx -> {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<Door> doors = of(pipeline, workspace, event);
            pipeline.run();
            return doors.rows();
        });
    }

    static Pipeline.Answer<Door> of(Pipeline pipeline, String workspace, String event) {
        return pipeline.query(READ, DoorTable::door, workspace, event);
    }

    private static Door door(ResultSet row) throws SQLException {
        return new Door(row.getString(1), row.getString(2), Rows.texts(row, 3),
                Optional.ofNullable(Rows.moment(row, 4)));
    }

    private static final String CLEAR = """
            DELETE FROM event_door WHERE workspace = ? AND event = ?""";

    // An array of arrays must be rectangular, so that areas come as one text for each door.
    private static final String WRITE = """
            INSERT INTO event_door (workspace, event, door, name, areas, opens_at)
            SELECT ?::text, ?::text, new.door, new.name,
                   array_remove(string_to_array(new.areas, ' '), ''), new.opens_at::timestamptz
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[])
                 AS new (door, name, areas, opens_at)
            ON CONFLICT ON CONSTRAINT event_door_once DO UPDATE
            SET name = excluded.name, areas = excluded.areas, opens_at = excluded.opens_at""";

    /// Replaces all doors of an event.
    public void replace(String workspace, String event, List<Door> doors) {
        ColumnArrays columns = new ColumnArrays(4);
        doors.forEach(door -> columns.row(door.id(), door.name(), String.join(" ", door.areas()),
                door.opens().map(Instant::toString).orElse(null)));
        tables.repeatable(tx -> {
            Pipeline pipeline = tx.pipeline();
            pipeline.update(CLEAR, workspace, event);
            if (!columns.isEmpty()) {
                pipeline.update(WRITE, columns.after(workspace, event));
            }
            tx.commit(pipeline);
            return true;
        });
    }
}
