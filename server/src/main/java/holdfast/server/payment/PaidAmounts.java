package holdfast.server.payment;

import holdfast.Hold;
import holdfast.server.booking.Balance;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.Payment;
import holdfast.server.catalog.Money;
import java.util.List;
import java.util.Optional;

/// What was paid for a booking, by whatever it was paid.
final class PaidAmounts {
    private PaidAmounts() {}

    /// What was paid and not refunded.
    ///
    /// @param price what the booking costs
    /// @param fees  what was charged for items of it that were cancelled
    static long paid(Hold booking, Money price, long fees, List<PaymentRow> rows) {
        Payment payment = BookingNote.of(booking).flatMap(BookingNote::payment).orElse(null);
        return switch (payment) {
            case Payment.OnSite _,Payment.Online _ ->
                    rows.stream().mapToLong(PaidAmounts::paid).sum();
            // The venue gives back what the booking costs less.
            case Payment.External external -> external.amount().amount() + rests(rows)
                    + Math.min(0, Balance.of(booking, Optional.empty()).amount());
            case Payment.Practice _ -> price.amount() + fees;
            case null -> price.amount();
        };
    }

    private static long rests(List<PaymentRow> rows) {
        return rows.stream().filter(row -> row.agreed().rest()).mapToLong(PaidAmounts::paid).sum();
    }

    /// What a payment has or will have charged, less what is refunded.
    static long paid(PaymentRow row) {
        return switch (row.state()) {
            case SETTLED -> row.left().amount();
            case CAPTURING -> row.agreed().amount().amount();
            case OWED, OPENING, OPEN, CLOSING, AUTHORISED, TAKEN, RELEASING, RETURNING, CLOSED,
                    RETURNED ->
                    0;
        };
    }

    /// What stays of a payment once its cancelled booking's refund is written.
    private static long kept(PaymentRow row) {
        return row.state() == PaymentState.CAPTURING
                ? row.marks().keepAtCancel().orElse(0L) : paid(row);
    }

    /// What is still due of a fee.
    static long due(Hold booking, Optional<Money> price, List<PaymentRow> rows, Fee fee) {
        if (fee.state() != Fee.State.CHARGED) {
            return 0;
        }
        boolean server = BookingNote.of(booking).flatMap(BookingNote::payment)
                .filter(each -> each instanceof Payment.Online || each instanceof Payment.OnSite)
                .isPresent();
        long kept = server
                ? rows.stream().mapToLong(booking instanceof Hold.Cancelled ? PaidAmounts::kept
                        : PaidAmounts::paid).sum()
                : price.map(each -> paid(booking, each, fee.amount().amount(), rows)).orElse(0L);
        return Math.max(0, fee.amount().amount() - kept);
    }

    /// Whether the payment is one of a booking.
    static boolean isBooked(PaymentRow row) {
        return switch (row.state()) {
            case CAPTURING, SETTLED, OWED -> true;
            case OPENING, OPEN, CLOSING, AUTHORISED, TAKEN, RELEASING, RETURNING, CLOSED,
                    RETURNED ->
                    false;
        };
    }
}
