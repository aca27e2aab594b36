package holdfast.lifecycle;

import holdfast.Free;
import holdfast.Kind;
import holdfast.News;
import holdfast.ledger.Clock;
import holdfast.ledger.Piece;
import holdfast.postgres.Columns;
import holdfast.postgres.Rows;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What moved in several inventories since somebody looked.
public final class Telling {
    private Telling() {}

    // One statement for all of them, so that their versions are of one moment. Each inventory's
    // lines are found by the journal's own key.
    private static final String SINCE = """
            SELECT line.kind, line.inventory, line.version, line.verb, line.effect, line.until,
                   line.claim
            FROM unnest(?::bigint[], ?::text[], ?::text[], ?::bigint[])
                 AS mark (place, kind, inventory, after)
            CROSS JOIN LATERAL (
                SELECT kind, inventory, version, verb, effect, until, claim
                FROM journal
                WHERE workspace = ? AND journal.kind = mark.kind
                  AND journal.inventory = mark.inventory AND version > mark.after
                ORDER BY version LIMIT ?) AS line
            ORDER BY mark.place, line.version""";

    public static News since(Tx tx, String workspace, List<News.Mark> marks, int most)
            throws SQLException {
        Columns columns = new Columns(4);
        marks.forEach(mark -> columns.row(
                columns.rows(), mark.kind().word(), mark.inventory(), mark.after()));
        Object[] arrays = columns.before(workspace);
        Object[] arguments = Arrays.copyOf(arrays, arrays.length + 1);
        arguments[arrays.length] = most;
        Trip trip = tx.trip();
        Trip.Answer<Instant> clock = Clock.ask(trip);
        Trip.Answer<News.Change> lines = trip.ask(SINCE, Telling::change, arguments);
        trip.go();
        Map<String, Integer> counts = new HashMap<>();
        lines.rows().forEach(line -> counts.merge(line.inventory(), 1, Integer::sum));
        return new News(clock.only(), lines.rows(),
                counts.values().stream().allMatch(count -> count < most));
    }

    private static News.Change change(ResultSet row) throws SQLException {
        Kind kind = Kind.of(row.getString(1));
        String inventory = row.getString(2);
        long version = row.getLong(3);
        String verb = row.getString(4);
        String effect = row.getString(5);
        if (effect.equals("offer")) {
            return new News.Offered(kind, inventory, version, verb.equals("offer"));
        }
        if (kind != Kind.SEATS || !(Piece.parse(row.getString(7)) instanceof Piece.Seats piece)) {
            return new News.Other(kind, inventory, version);
        }
        Optional<Instant> until = Optional.ofNullable(Rows.moment(row, 6));
        if (effect.equals("give")) {
            return new News.Seats(
                    inventory, version, piece.names(), Free.State.FREE, Optional.empty());
        }
        Free.State endless = verb.equals("block") ? Free.State.BLOCKED : Free.State.BOOKED;
        return new News.Seats(inventory, version, piece.names(),
                until.isPresent() ? Free.State.HELD : endless, until);
    }
}
