package holdfast.server.payment;

import holdfast.Hold;
import holdfast.postgres.ColumnArrays;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import holdfast.server.booking.Item;
import holdfast.server.catalog.Money;
import holdfast.server.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The table of cancelled items and what their payments give back.
final class ItemCancellationTable {
    private static final Pattern WORD = Pattern.compile("(?:^|.* )cancels=([^ ]+)(?: .*|$)");

    private ItemCancellationTable() {}

    /// An item that is about to be cancelled.
    ///
    /// @param price what the booking costs less without it
    /// @param rate  its tax; empty if it has several, or none is known
    /// @param parts how much which payment gives back
    record Asked(
            String workspace, String hold, String id, String sold, Item item, Money price,
            Money fee, Money refund, Optional<Integer> rate, String by, List<Part> parts) {}

    record Part(String payment, String refund, long amount) {}

    /// A hold's note that names the cancellation which its exchange carries out.
    static String named(String note, String id) {
        return note + " cancels=" + id;
    }

    private static Optional<String> named(Hold hold) {
        Matcher word = WORD.matcher(hold.basket().notes().hold().orElse(""));
        return word.matches() ? Optional.of(word.group(1)) : Optional.empty();
    }

    // What was asked for this booking and never carried out, as after a refusal.
    private static final String FORGET = """
            DELETE FROM item_cancellation
            WHERE workspace = ? AND hold = ? AND state = 'asked'
              AND made_at < the_clock() - interval '1 hour'""";

    private static final String ASK = """
            INSERT INTO item_cancellation (workspace, cancellation, hold, stamp, item, price, fee,
                   refund, currency, rate, state, made_by, made_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, -1), 'asked', ?, the_clock())""";

    private static final String PART = """
            INSERT INTO item_refund (workspace, cancellation, payment, refund, amount)
            VALUES (?, ?, ?, ?, ?)""";

    static void ask(Pipeline pipeline, Asked asked) {
        pipeline.update(FORGET, asked.workspace(), asked.hold());
        pipeline.update(ASK, asked.workspace(), asked.id(), asked.hold(), asked.sold(),
                Json.text(asked.item()::write), asked.price().amount(), asked.fee().amount(),
                asked.refund().amount(), asked.price().currency(), asked.rate().orElse(-1),
                asked.by());
        for (Part part : asked.parts()) {
            pipeline.update(PART, asked.workspace(), asked.id(), part.payment(), part.refund(),
                    part.amount());
        }
    }

    private static final String DONE = """
            UPDATE item_cancellation SET state = 'done', version = new.version::integer,
                   made_at = the_clock()
            FROM unnest(?::text[], ?::text[], ?::bigint[]) AS new (cancellation, hold, version)
            WHERE item_cancellation.workspace = ?
              AND item_cancellation.cancellation = new.cancellation
              AND item_cancellation.hold = new.hold AND state = 'asked'""";

    // An exchange that names a cancellation carries one out that was asked, or the whole transaction
    // is undone: otherwise its refund would be lost.
    private static final String KNOWN = """
            SELECT as_decided('cancelled items', count(*), ?)
            FROM unnest(?::text[], ?::text[]) AS new (cancellation, hold)
            JOIN item_cancellation ON item_cancellation.workspace = ?
             AND item_cancellation.cancellation = new.cancellation
             AND item_cancellation.hold = new.hold AND item_cancellation.state = 'done'""";

    // Waits for a process that is charging the payment: the refund is written here or there.
    private static final String LOCK = """
            UPDATE payment SET version = version + 1, due_at = the_clock(),
                   changed_at = the_clock()
            WHERE workspace = ? AND payment IN (
                SELECT payment FROM item_refund
                WHERE workspace = ? AND cancellation = ANY (?::text[]))
              AND state IN ('capturing', 'settled')""";

    /// Carries out the cancellations that the notes of these bookings name, in the transaction that
    /// exchanges them. A later change of the same booking finds them done.
    static void done(Pipeline pipeline, String workspace, List<Hold> booked) {
        ColumnArrays columns = new ColumnArrays(3);
        Map<Hold, String> named = booked.stream().filter(hold -> named(hold).isPresent())
                .collect(Collectors.toMap(hold -> hold, hold -> named(hold).orElseThrow()));
        if (named.isEmpty()) {
            return;
        }
        named.forEach((hold, id) -> columns.row(id, hold.id(), (long) hold.version()));
        String[] ids = named.values().toArray(new String[0]);
        String[] holds = named.keySet().stream().map(Hold::id).toArray(String[]::new);
        pipeline.update(DONE, columns.before(workspace));
        pipeline.query(KNOWN, row -> row.getBoolean(1), (long) ids.length, ids, holds, workspace);
        pipeline.update(LOCK, workspace, workspace, ids);
        RefundTable.ofItems(pipeline, workspace, ids, new String[0]);
    }

    private static final String OF = """
            SELECT hold, stamp, item, fee, refund, currency, version, made_by, made_at
            FROM item_cancellation
            WHERE workspace = ? AND hold = ANY (?::text[]) AND state = 'done'
            ORDER BY hold, version""";

    static List<CancelledItem> of(Transaction tx, String workspace, List<String> holds)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<CancelledItem> rows = pipeline.query(OF, ItemCancellationTable::read,
                workspace, holds.toArray(new String[0]));
        pipeline.run();
        return List.copyOf(rows.rows());
    }

    private static CancelledItem read(ResultSet row) throws SQLException {
        String currency = row.getString(6);
        return new CancelledItem(row.getString(1), row.getString(2),
                Item.read(Json.read(row.getString(3))), new Money(row.getLong(4), currency),
                new Money(row.getLong(5), currency), row.getInt(7), row.getString(8),
                Rows.certainly(row, 9));
    }

    private static final String PENDING = """
            SELECT part.payment, sum(part.amount)::bigint FROM item_refund AS part
            JOIN item_cancellation AS item USING (workspace, cancellation)
            WHERE item.workspace = ? AND item.hold = ? AND item.state = 'done'
              AND NOT EXISTS (SELECT FROM refund
                              WHERE refund.workspace = part.workspace
                                AND refund.refund = part.refund)
            GROUP BY part.payment""";

    private record Pending(String payment, long amount) {}

    /// What payments of a booking give back as soon as they are charged.
    static Map<String, Long> pending(Transaction tx, String workspace, String hold)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Pending> rows = pipeline.query(PENDING,
                row -> new Pending(row.getString(1), row.getLong(2)), workspace, hold);
        pipeline.run();
        return rows.rows().stream()
                .collect(Collectors.toMap(Pending::payment, Pending::amount));
    }
}
