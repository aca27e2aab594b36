package holdfast.server.payment;

import holdfast.Hold;
import holdfast.change.HoldListener;
import holdfast.postgres.Pipeline;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.Payment;
import holdfast.server.outbox.PaymentChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Changes payments in the transaction that books or cancels their hold: a payment is captured if
/// and only if its hold is a booking, and a cancelled booking has its refund.
public final class PaymentRows implements HoldListener {

    @Override
    public void changed(Pipeline pipeline, String workspace, List<Hold> holds) {
        List<String> booked = new ArrayList<>();
        List<String> bookedHolds = new ArrayList<>();
        List<String> cancelled = new ArrayList<>();
        List<String> otherwise = new ArrayList<>();
        for (Hold hold : holds) {
            Optional<String> payment = payment(hold);
            switch (hold) {
                case Hold.Booked _ when payment.isPresent() -> {
                    booked.add(payment.get());
                    bookedHolds.add(hold.id());
                }
                case Hold.Cancelled _ when payment.isPresent() -> cancelled.add(payment.get());
                case Hold.Booked _,Hold.Cancelled _ -> otherwise.add(hold.id());
                case Hold.Held _,Hold.Expired _,Hold.Blocked _ -> {}
            }
        }
        if (!booked.isEmpty()) {
            book(pipeline, workspace, booked, bookedHolds);
        }
        ItemCancellationTable.done(pipeline, workspace,
                holds.stream().filter(each -> each instanceof Hold.Booked).toList());
        List<String> ended = holds.stream().filter(each -> each instanceof Hold.Cancelled
                && each.basket().notes().booking().isPresent()).map(Hold::id).toList();
        if (!ended.isEmpty()) {
            String[] ids = ended.toArray(new String[0]);
            pipeline.update(CANCEL, workspace, cancelled.toArray(new String[0]), ids);
            RefundTable.atCancel(pipeline, workspace, cancelled, ended);
            pipeline.update(LEAVE_REST, workspace, ids);
            FeeTable.charge(pipeline, workspace, ended);
        }
        if (!otherwise.isEmpty()) {
            pipeline.update(LEAVE, workspace, otherwise.toArray(new String[0]));
        }
    }

    /// The payment that the booking's note names.
    static Optional<String> payment(Hold hold) {
        return BookingNote.of(hold).flatMap(BookingNote::payment)
                .flatMap(payment -> payment instanceof Payment.Online online
                        ? Optional.of(online.payment()) : Optional.empty());
    }

    private static final String BOOK = """
            UPDATE payment SET state = CASE state WHEN 'authorised' THEN 'capturing'
                                                  ELSE 'settled' END,
                   version = version + 1, tries = 0, stuck = false, why = NULL,
                   due_at = the_clock(), changed_at = the_clock()
            FROM unnest(?::text[], ?::text[]) AS of (payment, hold)
            WHERE payment.workspace = ? AND payment.payment = of.payment
              AND coalesce(payment.retaken, payment.hold) = of.hold
              AND payment.state IN ('authorised', 'taken')""";

    // A booking that names a payment has one that is reserved or charged for its hold, or the whole
    // transaction is undone.
    private static final String PAID = """
            SELECT as_decided('payments of bookings', count(*), ?)
            FROM unnest(?::text[], ?::text[]) AS of (payment, hold)
            JOIN payment ON payment.workspace = ? AND payment.payment = of.payment
             AND coalesce(payment.retaken, payment.hold) = of.hold
             AND payment.state IN ('capturing', 'settled', 'owed')""";

    private static void book(
            Pipeline pipeline, String workspace, List<String> payments, List<String> holds) {
        String[] ids = payments.toArray(new String[0]);
        String[] of = holds.toArray(new String[0]);
        pipeline.update(BOOK, ids, of, workspace);
        pipeline.query(PAID, row -> row.getBoolean(1), (long) ids.length, ids, of, workspace);
        PaymentChanges.settled(pipeline, workspace, payments);
    }

    private static final String CANCEL = """
            UPDATE payment SET cancelled_at = the_clock(), version = version + 1,
                   due_at = the_clock(), changed_at = the_clock()
            WHERE workspace = ? AND (payment = ANY (?::text[])
                                     OR part = 'rest' AND hold = ANY (?::text[]))
              AND cancelled_at IS NULL
              AND state IN ('capturing', 'settled', 'owed')""";

    // The hold was cancelled, or booked in another way, while the customer could still pay.
    private static final String LEAVE = """
            UPDATE payment SET leave = 'cancel', version = version + 1, due_at = the_clock(),
                   changed_at = the_clock()
            WHERE workspace = ? AND hold = ANY (?::text[]) AND leave = '' AND part = 'booking'
              AND state IN ('opening', 'open')""";

    // The booking was cancelled while the customer could pay its rest.
    private static final String LEAVE_REST = """
            UPDATE payment SET leave = 'cancel', version = version + 1, due_at = the_clock(),
                   changed_at = the_clock()
            WHERE workspace = ? AND hold = ANY (?::text[]) AND leave = '' AND part = 'rest'
              AND state IN ('opening', 'open')""";
}
