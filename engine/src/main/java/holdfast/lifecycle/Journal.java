package holdfast.lifecycle;

import holdfast.ledger.Line;
import holdfast.lifecycle.HoldRow.Origin;
import holdfast.postgres.Columns;
import holdfast.postgres.Trip;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Append-only: what happened, in order, in the same transaction as what it tells. A version is
/// counted under its inventory's row lock, so that there are no gaps and no two lines with one.
final class Journal {
    private Journal() {}

    private static final String WRITE = """
            INSERT INTO journal (workspace, kind, inventory, version, at, verb, effect, hold,
                                 hold_version, until, claim, note, customer)
            SELECT ?, kind, inventory, version::bigint, ?::timestamptz, verb, effect, hold,
                   hold_version::integer, until::timestamptz, claim, note, customer
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                        ?::text[], ?::text[], ?::text[], ?::text[])
                 AS new (kind, inventory, version, verb, effect, hold, hold_version, until, claim,
                         note, customer)""";

    /// `made` are the holds that begin with these lines: the first line of each carries its customer,
    /// so that the journal alone can rebuild every table.
    static void write(
            Trip trip, String workspace, Instant now, List<Line> lines, List<HoldRow> made) {
        if (lines.isEmpty()) {
            return;
        }
        Map<String, Origin> origins = new HashMap<>();
        made.forEach(row -> origins.put(row.hold(), row.origin()));
        Columns columns = new Columns(11);
        for (Line line : lines) {
            Line.Of of = line.of();
            Origin origin = of.hold() == null || !line.effect().equals("take")
                    ? null : origins.remove(of.hold());
            columns.row(
                    line.kind().word(), line.inventory(), line.version(), of.verb(), line.effect(),
                    of.hold(), of.hold() == null ? null : of.holdVersion(), of.until(),
                    line.claim(), of.note().orElse(null),
                    origin == null ? null : origin.customer().orElse(null));
        }
        trip.tell(WRITE, columns.after(workspace, now));
    }
}
