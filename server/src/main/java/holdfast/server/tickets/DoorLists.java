package holdfast.server.tickets;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.server.store.ShortTransactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/// What the door sees of an event: who is inside, how many, and the lines that offline scans left.
public final class DoorLists {
    private final ShortTransactions tables;
    private final ShortTransactions reads;

    public DoorLists(DataSource source, DataSource readers) {
        this.tables = new ShortTransactions(source);
        this.reads = new ShortTransactions(readers);
    }

    // The last entry that was not undone.
    private static final String ENTRIES = """
            SELECT DISTINCT ON (ticket) check_in, ticket, state, door, at, author, forced,
                   left_door, left_at, left_author
            FROM check_in WHERE workspace = ? AND ticket = ANY (?::text[]) AND state <> 'undone'
            ORDER BY ticket, state = 'inside' DESC, at DESC""";

    /// The present entry of each ticket, or else the last one.
    public Map<String, CheckIn> entries(String workspace, List<String> tickets) {
        return reads.read(tx -> {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<CheckIn> found = pipeline.query(ENTRIES, CheckIn::read, workspace,
                    tickets.toArray(String[]::new));
            pipeline.run();
            Map<String, CheckIn> entries = new HashMap<>();
            found.rows().forEach(each -> entries.put(each.ticket(), each));
            return entries;
        });
    }

    /// How many people of an area are expected, inside and gone again.
    ///
    /// @param admitted how many the area's valid tickets admit
    /// @param inside   how many are inside now
    /// @param left     how many left and did not come back
    public record Count(String area, long admitted, long inside, long left) {}

    private static final String COUNTS = """
            SELECT area, sum(admitted)::bigint, sum(inside)::bigint, sum(gone)::bigint FROM (
                SELECT area, admits AS admitted, 0 AS inside, 0 AS gone
                FROM ticket WHERE workspace = ? AND subject = ? AND state = 'valid'
                UNION ALL
                SELECT area, 0, admits, 0
                FROM check_in WHERE workspace = ? AND subject = ? AND state = 'inside'
                UNION ALL
                SELECT area, 0, 0, admits FROM (
                    SELECT DISTINCT ON (ticket) area, admits, state
                    FROM check_in WHERE workspace = ? AND subject = ? AND state <> 'undone'
                    ORDER BY ticket, state = 'inside' DESC) AS last
                WHERE last.state = 'left') AS each
            GROUP BY area ORDER BY area""";

    private static final String OPEN_CONFLICTS = """
            SELECT count(*) FROM check_in_conflict
            WHERE workspace = ? AND subject = ? AND settled_at IS NULL""";

    /// The counts of an event's areas.
    ///
    /// @param conflicts how many lines the desk has to settle
    public record Counts(List<Count> areas, long conflicts) {}

    public Counts counts(String workspace, String event) {
        return reads.read(tx -> {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<Count> areas = pipeline.query(COUNTS, row -> new Count(
                    row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                    workspace, event, workspace, event, workspace, event);
            Pipeline.Answer<Long> conflicts =
                    pipeline.query(OPEN_CONFLICTS, row -> row.getLong(1), workspace, event);
            pipeline.run();
            return new Counts(areas.rows(), conflicts.only());
        });
    }

    /// A line for the desk.
    ///
    /// @param settled by whom it was settled
    public record Line(
            String id, Optional<String> ticket, String reason, String direction,
            CheckIn.Passage scanned, String device, Optional<String> settled) {}

    private static Line line(ResultSet row) throws SQLException {
        Instant at = Rows.certainly(row, 6);
        return new Line(row.getString(1), Optional.ofNullable(row.getString(2)), row.getString(3),
                row.getString(4), new CheckIn.Passage(row.getString(5), at, row.getString(7)),
                row.getString(8), Optional.ofNullable(row.getString(9)));
    }

    private static final String LINES = """
            SELECT check_in_conflict, ticket, reason, direction, door, at, author, device,
                   settled_author
            FROM check_in_conflict
            WHERE workspace = ? AND subject = ? AND check_in_conflict > ?
            ORDER BY check_in_conflict LIMIT ?""";

    public List<Line> conflicts(String workspace, String event, String after, int most) {
        return reads.read(tx -> {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<Line> lines =
                    pipeline.query(LINES, DoorLists::line, workspace, event, after, most);
            pipeline.run();
            return lines.rows();
        });
    }

    private static final String SETTLE = """
            UPDATE check_in_conflict
            SET settled_at = coalesce(settled_at, the_clock()),
                settled_author = coalesce(settled_author, ?)
            WHERE workspace = ? AND check_in_conflict = ?
            RETURNING check_in_conflict, ticket, reason, direction, door, at, author, device,
                      settled_author""";

    /// Marks a line as settled; the first who does it is recorded.
    public Optional<Line> settle(String workspace, String id, String author) {
        return tables.repeatable(tx -> {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<Line> line =
                    pipeline.query(SETTLE, DoorLists::line, author, workspace, id);
            tx.commit(pipeline);
            return line.rows().stream().findFirst();
        });
    }
}
