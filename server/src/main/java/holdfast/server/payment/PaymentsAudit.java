package holdfast.server.payment;

import holdfast.Hold;
import holdfast.change.AuditView;
import holdfast.server.booking.HoldsCheck;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Compares payments with bookings: each booking by a payment has one that is charged, being charged
/// or known to be owed, and each charged payment has its booking.
public final class PaymentsAudit implements HoldsCheck {
    private static final String PAID = "a booking by a payment has its payment, and only one";
    private static final String SUMS = "refunds add up to what a payment says";
    private static final int AT_ONCE = 1_000;

    private final AuditView view;
    private final Map<String, Hold> batch = new HashMap<>();
    private long compared;

    public PaymentsAudit(AuditView view) {
        this.view = view;
    }

    @Override
    public void hold(Hold hold) throws SQLException {
        Optional<String> payment = PaymentRows.payment(hold);
        if (payment.isEmpty()) {
            return;
        }
        if (batch.containsKey(payment.get())) {
            view.report(PAID, hold.id(), "another booking names " + payment.get() + ", too");
        }
        batch.put(payment.get(), hold);
        if (batch.size() == AT_ONCE) {
            compare();
        }
    }

    private static final String ROWS = """
            SELECT payment, coalesce(retaken, hold), state, cancelled_at IS NOT NULL FROM payment
            WHERE workspace = ? AND payment = ANY (?::text[])""";

    private void compare() throws SQLException {
        compared += batch.size();
        view.tx().each(ROWS, row -> compare(
                Objects.requireNonNull(batch.remove(row.getString(1))), row.getString(1),
                new Found(row.getString(2), PaymentState.of(row.getString(3)),
                        row.getBoolean(4))),
                view.workspace(), batch.keySet().toArray(new String[0]));
        batch.forEach((payment, hold) -> view.report(PAID, hold.id(),
                "its payment " + payment + " does not exist"));
        batch.clear();
    }

    private record Found(String hold, PaymentState state, boolean cancelled) {}

    private void compare(Hold hold, String payment, Found found) {
        boolean cancelled = hold instanceof Hold.Cancelled;
        boolean fits = switch (found.state) {
            case CAPTURING, SETTLED, OWED -> true;
            case RELEASING, RETURNING, CLOSED, RETURNED -> cancelled;
            case OPENING, OPEN, CLOSING, AUTHORISED, TAKEN -> false;
        };
        if (!fits) {
            view.report(PAID, hold.id(), "its payment " + payment + " is " + found.state.word());
        }
        if (!found.hold.equals(hold.id())) {
            view.report(PAID, hold.id(), "its payment " + payment + " is for " + found.hold);
        }
        if (fits && found.cancelled != cancelled) {
            view.report(PAID, hold.id(), "its payment " + payment + " says that it "
                    + (found.cancelled ? "was cancelled" : "was not cancelled"));
        }
    }

    // Cancelled bookings may be archived.
    private static final String UNBOOKED = """
            SELECT payment, coalesce(retaken, hold) FROM payment
            WHERE workspace = ? AND state IN ('capturing', 'settled', 'owed')
              AND cancelled_at IS NULL
              AND NOT EXISTS (
                  SELECT FROM booking WHERE booking.workspace = payment.workspace
                  AND booking.hold = coalesce(payment.retaken, payment.hold)
                  AND booking.state = 'booked')""";

    private static final String UNEQUAL = """
            SELECT payment FROM payment
            WHERE workspace = ? AND refunded <> (
                SELECT coalesce(sum(refund.amount), 0) FROM refund
                WHERE refund.workspace = payment.workspace AND refund.payment = payment.payment
                  AND refund.state <> 'failed')""";

    @Override
    public void finish() throws SQLException {
        compare();
        if (view.whole()) {
            view.tx().each(UNBOOKED, row -> view.report(PAID, row.getString(2),
                    "it is paid by " + row.getString(1) + " and is no booking"),
                    view.workspace());
            view.tx().each(UNEQUAL, row -> view.report(SUMS, row.getString(1),
                    "its refunds have another sum"), view.workspace());
        }
        view.checked("payments", compared);
    }
}
