package holdfast.lifecycle;

import holdfast.Effect;
import holdfast.Free;
import holdfast.InventoryChanges;
import holdfast.Kind;
import holdfast.Verb;
import holdfast.claims.Allotment;
import holdfast.claims.ColumnText;
import holdfast.claims.DatabaseClock;
import holdfast.claims.HoldState;
import holdfast.postgres.ColumnArrays;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The changes of several inventories since given versions.
public final class ChangesSince {
    private ChangesSince() {}

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

    public static InventoryChanges since(Transaction tx, String workspace,
            List<InventoryChanges.Mark> marks, int most)
            throws SQLException {
        ColumnArrays columns = new ColumnArrays(4);
        marks.forEach(mark -> columns.row(
                columns.rows(), mark.kind().word(), mark.inventory(), mark.after()));
        Object[] arrays = columns.before(workspace);
        Object[] arguments = Arrays.copyOf(arrays, arrays.length + 1);
        arguments[arrays.length] = most;
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Instant> clock = DatabaseClock.query(pipeline);
        Pipeline.Answer<InventoryChanges.Change> lines =
                pipeline.query(SINCE, ChangesSince::change, arguments);
        pipeline.run();
        Map<String, Integer> counts = new HashMap<>();
        lines.rows().forEach(line -> counts.merge(line.inventory(), 1, Integer::sum));
        return new InventoryChanges(clock.only(), lines.rows(),
                counts.values().stream().allMatch(count -> count < most));
    }

    private static InventoryChanges.Change change(ResultSet row) throws SQLException {
        Kind kind = Kind.of(row.getString(1));
        String inventory = row.getString(2);
        long version = row.getLong(3);
        Verb verb = ColumnText.verb(row.getString(4));
        Effect effect = ColumnText.effect(row.getString(5));
        if (effect == Effect.OFFER) {
            return new InventoryChanges.Offered(kind, inventory, version, verb == Verb.OFFER);
        }
        if (kind != Kind.SEATS
                || !(Allotment.parse(row.getString(7)) instanceof Allotment.Seats allotment)) {
            return new InventoryChanges.Other(kind, inventory, version);
        }
        if (effect == Effect.GIVE) {
            return new InventoryChanges.Seats(
                    inventory, version, allotment.names(), Free.State.FREE, Optional.empty());
        }
        Instant until = Rows.moment(row, 6);
        return new InventoryChanges.Seats(inventory, version, allotment.names(),
                state(HoldState.after(verb, until)), Optional.ofNullable(until));
    }

    private static Free.State state(HoldState state) {
        return switch (state) {
            case HELD -> Free.State.HELD;
            case BOOKED -> Free.State.BOOKED;
            case BLOCKED -> Free.State.BLOCKED;
            case CANCELLED, EXPIRED -> Free.State.FREE;
        };
    }
}
