package holdfast.server.payment;

import holdfast.Hold;
import holdfast.server.booking.Balance;
import holdfast.server.booking.PricedHolds;
import holdfast.server.catalog.Money;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is due for a booking, by its payment: pages, mails, JSON and the door all ask here.
public final class BookingAmounts {
    private final Payments payments;
    private final PricedHolds priced;

    public BookingAmounts(Payments payments, PricedHolds priced) {
        this.payments = payments;
        this.priced = priced;
    }

    /// What is to be paid, or to be refunded. At most one of them is there.
    public record Amounts(Optional<Money> owed, Optional<Money> refundDue) {
        public static final Amounts NONE = new Amounts(Optional.empty(), Optional.empty());
    }

    public Amounts of(String workspace, Hold booking) {
        return of(workspace, List.of(booking)).getOrDefault(booking.id(), Amounts.NONE);
    }

    /// The same for several bookings, by their ids, with one question to the database.
    public Map<String, Amounts> of(String workspace, List<Hold> bookings) {
        List<String> named = new ArrayList<>();
        bookings.stream().filter(each -> each instanceof Hold.Booked)
                .forEach(each -> PaymentRows.payment(each).ifPresent(named::add));
        Map<String, PaymentRow> rows = new HashMap<>();
        if (!named.isEmpty()) {
            payments.all(workspace, named).forEach(row -> rows.put(row.id(), row));
        }
        Map<String, Amounts> all = new HashMap<>();
        for (Hold each : bookings) {
            Optional<PaymentRow> row = PaymentRows.payment(each)
                    .flatMap(id -> Optional.ofNullable(rows.get(id)));
            all.put(each.id(), each instanceof Hold.Booked
                    ? amounts(balance(workspace, each), row) : Amounts.NONE);
        }
        return all;
    }

    private Balance balance(String workspace, Hold booking) {
        return Balance.of(booking, priced.summary(workspace, booking).due());
    }

    /// What could not be charged is owed; what was refunded is no longer due.
    private static Amounts amounts(Balance noted, Optional<PaymentRow> payment) {
        Balance balance = noted;
        if (payment.isPresent()) {
            PaymentRow row = payment.get();
            String currency = row.agreed().amount().currency();
            if (row.isOwed()) {
                balance = balance.plus(row.agreed().amount().amount(), currency);
            }
            if (balance.amount() < 0) {
                balance = new Balance(Math.min(0, balance.amount() + row.sums().refunded()),
                        balance.currency());
            }
        }
        return new Amounts(balance.owed(), balance.refundDue());
    }
}
