package holdfast.server.payment;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import holdfast.server.outbox.PaymentChanges;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The table of refunds. The payment's sum of refunds changes in the same statement as the row.
final class RefundTable {
    static final String ONCE = "refund_once";
    static final String PROVIDER_ONCE = "refund_provider_ref_once";
    static final String AT_MOST_CAPTURED = "payment_refunds_at_most_what_was_captured";

    private RefundTable() {}

    // The UPDATE waits for the payment's row; the payment's constraint refuses too high a sum.
    private static final String INSERT = """
            WITH made AS (
                INSERT INTO refund (workspace, refund, payment, provider, provider_ref, amount,
                       state, origin, reason, made_by, made_at, changed_at)
                VALUES (?, ?, ?, ?, nullif(?, ''), ?, ?, ?, nullif(?, ''), ?, the_clock(),
                        the_clock())
                RETURNING workspace, payment, amount)
            UPDATE payment SET refunded = refunded + made.amount, version = version + 1,
                   due_at = the_clock(), changed_at = the_clock()
            FROM made
            WHERE payment.workspace = made.workspace AND payment.payment = made.payment""";

    static void insert(Pipeline pipeline, Refund refund, String provider) {
        pipeline.update(INSERT, refund.workspace(), refund.id(), refund.payment(), provider,
                refund.ref().orElse(""), refund.amount(), refund.state().word(),
                refund.origin().word(), refund.reason().orElse(""), refund.madeBy());
        PaymentChanges.refunded(pipeline, refund.workspace(), refund.id());
    }

    // A cancelled booking's refund has an id of its own, so that it is made once.
    private static final String AT_CANCEL = """
            WITH made AS (
                INSERT INTO refund (workspace, refund, payment, provider, amount, state, origin,
                       made_by, made_at, changed_at)
                SELECT workspace, 'ref_' || substr(payment, 5), payment, provider,
                       captured - refunded - coalesce(keep_at_cancel, 0),
                       'asked', 'cancelled', '', the_clock(), the_clock()
                FROM payment
                WHERE workspace = ? AND (payment = ANY (?::text[])
                                         OR part = 'rest' AND hold = ANY (?::text[]))
                  AND state = 'settled' AND cancelled_at IS NOT NULL
                  AND captured - refunded - coalesce(keep_at_cancel, 0) > 0
                ORDER BY payment
                ON CONFLICT ON CONSTRAINT refund_once DO NOTHING
                RETURNING workspace, payment, amount)
            UPDATE payment SET refunded = refunded + made.amount, version = version + 1,
                   due_at = the_clock(), changed_at = the_clock()
            FROM made
            WHERE payment.workspace = made.workspace AND payment.payment = made.payment""";

    /// Writes the refunds of bookings that were cancelled and are paid.
    ///
    /// @param holds bookings of which the payments of the rest are refunded too
    static void atCancel(
            Pipeline pipeline, String workspace, List<String> payments, List<String> holds) {
        pipeline.update(AT_CANCEL, workspace, payments.toArray(new String[0]),
                holds.toArray(new String[0]));
    }

    // What several items give back of one payment is never more than is left of it.
    private static final String OF_ITEMS = """
            WITH due AS (
                SELECT part.workspace, part.refund, part.payment, payment.provider, item.made_by,
                       least(part.amount, payment.captured - payment.refunded - coalesce(
                           sum(part.amount) OVER (PARTITION BY part.payment ORDER BY part.refund
                               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0))::bigint
                           AS amount
                FROM item_refund AS part
                JOIN item_cancellation AS item ON item.workspace = part.workspace
                 AND item.cancellation = part.cancellation AND item.state = 'done'
                JOIN payment ON payment.workspace = part.workspace
                 AND payment.payment = part.payment AND payment.state = 'settled'
                WHERE part.workspace = ?
                  AND (part.cancellation = ANY (?::text[]) OR part.payment = ANY (?::text[]))
                  AND NOT EXISTS (SELECT FROM refund AS made
                                  WHERE made.workspace = part.workspace
                                    AND made.refund = part.refund)),
            made AS (
                INSERT INTO refund (workspace, refund, payment, provider, amount, state, origin,
                       made_by, made_at, changed_at)
                SELECT workspace, refund, payment, provider, amount, 'asked', 'cancelled', made_by,
                       the_clock(), the_clock()
                FROM due WHERE amount > 0 ORDER BY refund
                ON CONFLICT ON CONSTRAINT refund_once DO NOTHING
                RETURNING workspace, payment, amount)
            UPDATE payment SET refunded = refunded + given.amount, version = version + 1,
                   due_at = the_clock(), changed_at = the_clock()
            FROM (SELECT workspace, payment, sum(amount)::bigint AS amount FROM made
                  GROUP BY workspace, payment) AS given
            WHERE payment.workspace = given.workspace AND payment.payment = given.payment""";

    /// Writes the refunds of items that were cancelled and are paid.
    static void ofItems(
            Pipeline pipeline, String workspace, String[] cancellations, String[] payments) {
        pipeline.update(OF_ITEMS, workspace, cancellations, payments);
    }

    private static final String CHANGE = """
            WITH was AS (
                SELECT workspace, refund, payment, amount, state FROM refund
                WHERE workspace = ? AND refund = ? FOR UPDATE),
            changed AS (
                UPDATE refund SET state = ?, provider_ref = coalesce(nullif(?, ''), provider_ref),
                       why = nullif(?, ''), changed_at = the_clock()
                FROM was
                WHERE refund.workspace = was.workspace AND refund.refund = was.refund
                  AND was.state <> 'failed'
                RETURNING was.workspace, was.payment, was.amount)
            UPDATE payment SET version = version + 1, changed_at = the_clock(),
                   due_at = the_clock(),
                   refunded = refunded - CASE WHEN ? THEN changed.amount ELSE 0 END
            FROM changed
            WHERE payment.workspace = changed.workspace AND payment.payment = changed.payment""";

    /// Changes a refund's state; one that failed no longer counts. A failed one stays failed.
    static void change(Pipeline pipeline, Refund refund, Refund.State state, Optional<String> ref,
            Optional<String> why) {
        pipeline.update(CHANGE, refund.workspace(), refund.id(), state.word(), ref.orElse(""),
                why.orElse(""), state == Refund.State.FAILED);
        PaymentChanges.refunded(pipeline, refund.workspace(), refund.id());
    }

    private static final String ASKED = """
            SELECT EXISTS (SELECT FROM refund
                           WHERE workspace = ? AND refund = ? AND state = 'asked')""";

    /// Whether the provider has not answered it yet.
    static boolean isAsked(Transaction tx, Refund refund) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Boolean> asked = pipeline.query(
                ASKED, row -> row.getBoolean(1), refund.workspace(), refund.id());
        pipeline.run();
        return asked.only();
    }

    private static final String OF_PAYMENT = """
            SELECT workspace, refund, payment, amount, state, origin, reason, made_by, made_at,
                   provider_ref, why
            FROM refund WHERE workspace = ? AND payment = ? ORDER BY made_at, refund""";

    static List<Refund> of(Transaction tx, String workspace, String payment) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Refund> rows =
                pipeline.query(OF_PAYMENT, RefundTable::read, workspace, payment);
        pipeline.run();
        return List.copyOf(rows.rows());
    }

    private static final String NAMED = """
            SELECT workspace, refund, payment, amount, state, origin, reason, made_by, made_at,
                   provider_ref, why
            FROM refund WHERE workspace = ? AND provider = ?
              AND (provider_ref = ANY (?::text[]) OR refund = ANY (?::text[]))""";

    /// Refunds with one of these ids, ours or the provider's.
    static List<Refund> named(Transaction tx, String workspace, String provider,
            List<String> refs) throws SQLException {
        String[] ids = refs.toArray(new String[0]);
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Refund> rows =
                pipeline.query(NAMED, RefundTable::read, workspace, provider, ids, ids);
        pipeline.run();
        return List.copyOf(rows.rows());
    }

    private static final String DONE = """
            SELECT workspace, refund, payment, amount, state, origin, reason, made_by, made_at,
                   provider_ref, why
            FROM refund WHERE workspace = ? AND (made_at, refund) > (?::timestamptz, ?)
              AND provider = ? AND state = 'done'
            ORDER BY made_at, refund LIMIT ?""";

    static List<Refund> doneSince(Transaction tx, PaymentTable.Part part) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Refund> rows = pipeline.query(DONE, RefundTable::read, part.workspace(),
                part.after(), part.afterId(), part.provider(), part.most());
        pipeline.run();
        return List.copyOf(rows.rows());
    }

    private static Refund read(ResultSet row) throws SQLException {
        return new Refund(row.getString(1), row.getString(2), row.getString(3), row.getLong(4),
                Refund.State.of(row.getString(5)), Refund.Origin.of(row.getString(6)),
                Optional.ofNullable(row.getString(7)), row.getString(8), Rows.certainly(row, 9),
                Optional.ofNullable(row.getString(10)), Optional.ofNullable(row.getString(11)));
    }
}
