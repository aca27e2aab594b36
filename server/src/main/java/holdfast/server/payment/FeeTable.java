package holdfast.server.payment;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import holdfast.server.catalog.Money;
import java.sql.SQLException;
import java.util.List;

/// The table of fees.
final class FeeTable {
    private FeeTable() {}

    private static final String ASK = """
            INSERT INTO booking_fee (workspace, hold, kind, amount, currency, received, forgone,
                   state, made_by, made_at, changed_at)
            VALUES (?, ?, 'cancelled', ?, ?, 0, 0, 'asked', ?, the_clock(), the_clock())
            ON CONFLICT ON CONSTRAINT booking_fee_once DO UPDATE
               SET amount = excluded.amount, currency = excluded.currency,
                   made_by = excluded.made_by, made_at = excluded.made_at,
                   changed_at = excluded.changed_at
             WHERE booking_fee.state = 'asked'""";

    /// Writes the fee of a booking that is about to be cancelled.
    static void ask(Pipeline pipeline, String workspace, String hold, Money fee, String by) {
        pipeline.update(ASK, workspace, hold, fee.amount(), fee.currency(), by);
    }

    private static final String CLEAR = """
            DELETE FROM booking_fee WHERE workspace = ? AND hold = ? AND state = 'asked'""";

    /// The booking is about to be cancelled without a fee.
    static void clear(Pipeline pipeline, String workspace, String hold) {
        pipeline.update(CLEAR, workspace, hold);
    }

    private static final String CHARGE = """
            UPDATE booking_fee SET state = 'charged', changed_at = the_clock()
            WHERE workspace = ? AND hold = ANY (?::text[]) AND state = 'asked'""";

    /// Charges what was asked, in the transaction that cancels.
    static void charge(Pipeline pipeline, String workspace, List<String> cancelled) {
        pipeline.update(CHARGE, workspace, cancelled.toArray(new String[0]));
    }

    private static final String NO_SHOW = """
            INSERT INTO booking_fee (workspace, hold, kind, amount, currency, received, forgone,
                   state, made_by, made_at, changed_at)
            VALUES (?, ?, 'noShow', ?, ?, 0, ?, 'charged', ?, the_clock(), the_clock())
            ON CONFLICT ON CONSTRAINT booking_fee_once DO NOTHING""";

    /// @param forgone what is no longer to be paid on site
    static void noShow(Pipeline pipeline, String workspace, Fee fee, long forgone) {
        pipeline.update(NO_SHOW, workspace, fee.hold(), fee.amount().amount(),
                fee.amount().currency(), forgone, fee.by());
    }

    private static final String SETTLE = """
            UPDATE booking_fee SET state = ?, received = ?, changed_at = the_clock()
            WHERE workspace = ? AND hold = ? AND kind = ? AND state = 'charged'""";

    static Pipeline.Answer<Boolean> settle(
            Pipeline pipeline, String workspace, Fee fee, Fee.State state, long received) {
        return pipeline.update(SETTLE, state.word(), received, workspace, fee.hold(),
                fee.kind().word());
    }

    private static final String OF = """
            SELECT hold, kind, amount, currency, state, made_by, made_at FROM booking_fee
            WHERE workspace = ? AND hold = ANY (?::text[]) AND state <> 'asked'
            ORDER BY hold, made_at, kind""";

    static List<Fee> of(Transaction tx, String workspace, List<String> holds)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Fee> fees = pipeline.query(OF, row -> new Fee(row.getString(1),
                Fee.Kind.of(row.getString(2)), new Money(row.getLong(3), row.getString(4)),
                Fee.State.of(row.getString(5)), row.getString(6), Rows.certainly(row, 7)),
                workspace, holds.toArray(new String[0]));
        pipeline.run();
        return List.copyOf(fees.rows());
    }
}
