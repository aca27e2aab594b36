package holdfast.server.receipts;

import holdfast.Hold;
import holdfast.Invalid;
import holdfast.change.AuditView;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.HoldsCheck;
import holdfast.server.booking.Payment;
import holdfast.server.booking.PricedHolds;
import holdfast.server.catalog.Money;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Compares receipts with what was paid: numbers without a gap, one receipt for each payment,
/// refund and booking, and sums that agree. What is to be made and is not made yet is no finding.
public final class ReceiptsAudit implements HoldsCheck {
    private static final String NUMBERS = "receipts are numbered without gaps";
    private static final String MADE = "what is paid or refunded has its receipt";
    private static final String SUMS = "a receipt is of what was paid or refunded";
    private static final int AT_ONCE = 1_000;

    private final AuditView view;
    private final Set<String> batch = new TreeSet<>();

    public ReceiptsAudit(AuditView view) {
        this.view = view;
    }

    @Override
    public void hold(Hold hold) throws SQLException {
        if (hold instanceof Hold.Booked && ReceiptRows.method(hold).isPresent()
                && price(hold).filter(price -> price.amount() > 0).isPresent()) {
            batch.add(ReceiptRows.booked(hold.id()));
            if (batch.size() == AT_ONCE) {
                compare();
            }
        }
    }

    private static Optional<Money> price(Hold hold) {
        return BookingNote.of(hold).flatMap(BookingNote::payment)
                .flatMap(payment -> payment instanceof Payment.External paid
                        ? Optional.of(paid.amount()) : Optional.empty())
                .or(() -> PricedHolds.frozen(hold).flatMap(sold -> sold.total()));
    }

    private static final String KNOWN = """
            SELECT cause FROM receipt WHERE workspace = ? AND cause = ANY (?::text[])
            UNION
            SELECT cause FROM receipt_due WHERE workspace = ? AND cause = ANY (?::text[])""";

    private void compare() throws SQLException {
        String[] causes = batch.toArray(new String[0]);
        view.tx().each(KNOWN, row -> batch.remove(row.getString(1)), view.workspace(), causes,
                view.workspace(), causes);
        batch.forEach(cause -> view.report(MADE, cause, "it has no receipt"));
        batch.clear();
    }

    private static final String GAPS = """
            SELECT series, coalesce(made.count, 0), coalesce(made.last, 0),
                   coalesce(counter.last_number, 0)
            FROM (SELECT series, count(*) AS count, max(number) AS last FROM receipt
                   WHERE workspace = ? GROUP BY series) AS made
            FULL JOIN (SELECT series, last_number FROM receipt_counter WHERE workspace = ?)
                 AS counter USING (series)
            WHERE made.count IS DISTINCT FROM made.last
               OR made.last IS DISTINCT FROM counter.last_number""";

    private static final String DOUBLES = """
            SELECT cause, count(*) FROM receipt WHERE workspace = ?
            GROUP BY cause HAVING count(*) > 1
            UNION ALL
            SELECT series || '-' || number, count(*) FROM receipt WHERE workspace = ?
            GROUP BY series, number HAVING count(*) > 1""";

    private static final String MISSING =
            """
            SELECT paid.cause
            FROM (SELECT 'payment ' || payment AS cause FROM payment
                   WHERE workspace = ? AND state = 'settled'
                  UNION ALL
                  SELECT 'refund ' || refund.refund FROM refund
                    JOIN payment ON payment.workspace = refund.workspace
                     AND payment.payment = refund.payment
                   WHERE refund.workspace = ? AND refund.state = 'done'
                     AND payment.state = 'settled'
                  UNION ALL
                  SELECT 'fee ' || hold FROM booking_fee
                   WHERE workspace = ? AND kind = 'cancelled' AND received > 0
                  UNION ALL
                  SELECT 'item ' || item.cancellation FROM item_cancellation AS item
                    JOIN receipt ON receipt.workspace = item.workspace
                     AND receipt.cause = 'booked ' || item.hold
                   WHERE item.workspace = ? AND item.state = 'done' AND item.price > item.fee
                  UNION ALL
                  SELECT 'cancelled ' || receipt.hold FROM receipt
                    JOIN booking ON booking.workspace = receipt.workspace
                     AND booking.hold = receipt.hold
                   WHERE receipt.workspace = ? AND receipt.cause = 'booked ' || receipt.hold
                     AND booking.state = 'cancelled') AS paid
            WHERE NOT EXISTS (SELECT FROM receipt
                              WHERE receipt.workspace = ? AND receipt.cause = paid.cause)
              AND NOT EXISTS (SELECT FROM receipt_due
                              WHERE receipt_due.workspace = ? AND receipt_due.cause = paid.cause)""";

    private static final String UNEQUAL =
            """
            SELECT series || '-' || number, cause
            FROM receipt
            LEFT JOIN payment ON payment.workspace = receipt.workspace
             AND payment.payment = split_part(receipt.cause, ' ', 2)
            WHERE receipt.workspace = ? AND receipt.cause LIKE 'payment %'
              AND (payment.state IS DISTINCT FROM 'settled'
                   OR payment.amount IS DISTINCT FROM receipt.paid
                   OR payment.currency IS DISTINCT FROM receipt.currency)
            UNION ALL
            SELECT series || '-' || number, cause
            FROM receipt
            LEFT JOIN booking_fee ON booking_fee.workspace = receipt.workspace
             AND booking_fee.hold = receipt.hold AND booking_fee.kind = 'cancelled'
            WHERE receipt.workspace = ? AND receipt.cause LIKE 'fee %'
              AND booking_fee.received IS DISTINCT FROM receipt.paid
            UNION ALL
            SELECT series || '-' || number, cause
            FROM receipt
            LEFT JOIN refund ON refund.workspace = receipt.workspace
             AND refund.refund = split_part(receipt.cause, ' ', 2)
            WHERE receipt.workspace = ?
              AND (receipt.cause LIKE 'refund %' OR receipt.cause LIKE 'failed %')
              AND refund.amount IS DISTINCT FROM
                  CASE WHEN receipt.cause LIKE 'failed %' THEN receipt.paid ELSE -receipt.paid END""";

    private static final String ALL = """
            SELECT series, number, total, paid, content FROM receipt WHERE workspace = ?""";

    @Override
    public void finish() throws SQLException {
        compare();
        if (!view.whole()) {
            return;
        }
        String here = view.workspace();
        view.tx().each(GAPS, row -> view.report(NUMBERS, row.getString(1),
                row.getLong(2) + " receipts, the last number is " + row.getLong(3)
                        + ", and the counter is at " + row.getLong(4)),
                here, here);
        view.tx().each(DOUBLES, row -> view.report(NUMBERS, row.getString(1),
                "it is there " + row.getLong(2) + " times"), here, here);
        view.tx().each(MISSING, row -> view.report(MADE, row.getString(1), "it has no receipt"),
                here, here, here, here, here, here, here);
        view.tx().each(UNEQUAL, row -> view.report(SUMS, row.getString(1),
                "it is not of the same amount as " + row.getString(2)), here, here, here);
        long[] compared = {0};
        view.tx().each(ALL, row -> {
            compared[0]++;
            compare(Receipt.id(row.getString(1), row.getLong(2)), row.getLong(3), row.getLong(4),
                    row.getString(5));
        }, here);
        view.checked("receipts", compared[0]);
    }

    private void compare(String id, long total, long paid, String text) {
        ReceiptContent content;
        try {
            content = ReceiptContent.read(text);
        } catch (Invalid unreadable) {
            view.report(AuditView.READABLE, id, "its content cannot be read");
            return;
        }
        content.wrong().forEach(wrong -> view.report(SUMS, id, wrong));
        if (content.total() != total || content.paid() != paid) {
            view.report(SUMS, id, "its lines have another sum");
        }
    }
}
