package holdfast.server.payment;

import holdfast.Hold;
import holdfast.server.booking.Balance;
import holdfast.server.booking.PricedHolds;
import holdfast.server.catalog.Money;
import holdfast.server.store.ShortTransactions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/// What is due for a booking, by its payment: pages, mails, JSON and the door all ask here.
public final class BookingAmounts {
    private final ShortTransactions store;
    private final PricedHolds priced;

    public BookingAmounts(DataSource source, PricedHolds priced) {
        this.store = new ShortTransactions(source);
        this.priced = priced;
    }

    /// What is to be paid, or to be refunded. At most one of them is there.
    ///
    /// @param fees  what was charged for a cancellation or a missed visit
    /// @param items the items that were cancelled while the others stayed
    public record Amounts(Optional<Money> owed, Optional<Money> refundDue, List<Fee> fees,
            List<CancelledItem> items) {
        public static final Amounts NONE =
                new Amounts(Optional.empty(), Optional.empty(), List.of(), List.of());

        public Amounts {
            fees = List.copyOf(fees);
            items = List.copyOf(items);
        }
    }

    public Amounts of(String workspace, Hold booking) {
        return of(workspace, List.of(booking)).getOrDefault(booking.id(), Amounts.NONE);
    }

    /// The same for several bookings, by their ids, with three questions to the database.
    public Map<String, Amounts> of(String workspace, List<Hold> holds) {
        List<Hold> bookings = holds.stream()
                .filter(each -> each instanceof Hold.Booked || each instanceof Hold.Cancelled)
                .filter(each -> each.basket().notes().booking().isPresent()).toList();
        Map<String, Amounts> all = new HashMap<>();
        if (!bookings.isEmpty()) {
            List<String> ids = bookings.stream().map(Hold::id).toList();
            Map<String, List<PaymentRow>> rows = store.read(
                    tx -> PaymentTable.ofHolds(tx, workspace, ids)).stream()
                    .collect(Collectors.groupingBy(PaymentRow::hold));
            Map<String, List<Fee>> fees = store.read(
                    tx -> FeeTable.of(tx, workspace, ids)).stream()
                    .collect(Collectors.groupingBy(Fee::hold));
            Map<String, List<CancelledItem>> items = store.read(
                    tx -> ItemCancellationTable.of(tx, workspace, ids)).stream()
                    .collect(Collectors.groupingBy(CancelledItem::hold));
            bookings.forEach(each -> all.put(each.id(), amounts(workspace, each,
                    rows.getOrDefault(each.id(), List.of()),
                    new Charged(fees.getOrDefault(each.id(), List.of()),
                            items.getOrDefault(each.id(), List.of())))));
        }
        return all;
    }

    /// What of a booking's price can be paid by a payment of its own: what is owed, but for a payment
    /// that could not be charged. A booking that is paid on site is not paid otherwise.
    public Optional<Money> rest(String workspace, Hold booking) {
        if (Balance.isOnSite(booking)) {
            return Optional.empty();
        }
        long failed = store.read(tx -> PaymentTable.ofHolds(tx, workspace, List.of(booking.id())))
                .stream().filter(row -> row.isOwed() && !row.agreed().rest())
                .mapToLong(row -> row.agreed().amount().amount()).sum();
        Amounts amounts = of(workspace, booking);
        return amounts.fees().isEmpty() ? amounts.owed()
                .filter(owed -> owed.amount() > failed)
                .map(owed -> new Money(owed.amount() - failed, owed.currency())) : Optional.empty();
    }

    /// How much of a booking's price has to be refunded after it became lower by so much: what was
    /// still owed before is not.
    long refundable(String workspace, Hold booking, long less) {
        long now = unrefunded(workspace, booking, store.read(
                tx -> PaymentTable.ofHolds(tx, workspace, List.of(booking.id())))).amount();
        return Math.max(0, less - Math.max(0, now + less));
    }

    /// What a booking owes before its payments are refunded; negative if too much was paid.
    long owing(String workspace, Hold booking, List<PaymentRow> rows) {
        return unrefunded(workspace, booking, rows).amount();
    }

    private record Charged(List<Fee> fees, List<CancelledItem> items) {}

    private Amounts amounts(
            String workspace, Hold booking, List<PaymentRow> rows, Charged charged) {
        List<Fee> fees = charged.fees();
        Fee.Kind kind = booking instanceof Hold.Cancelled
                ? Fee.Kind.CANCELLED : Fee.Kind.NO_SHOW;
        Optional<Fee> fee = fees.stream().filter(each -> each.kind() == kind).findFirst();
        if (fee.isPresent()) {
            long due = PaidAmounts.due(
                    booking, priced.summary(workspace, booking).due(), rows, fee.get());
            return new Amounts(Optional.of(new Money(due, fee.get().amount().currency()))
                    .filter(much -> much.amount() > 0), Optional.empty(), fees,
                    charged.items());
        }
        if (booking instanceof Hold.Cancelled) {
            return new Amounts(Optional.empty(), Optional.empty(), fees, charged.items());
        }
        Balance balance = balance(workspace, booking, rows);
        return new Amounts(balance.owed(), balance.refundDue(), fees, charged.items());
    }

    /// What was refunded is no longer due.
    private Balance balance(String workspace, Hold booking, List<PaymentRow> rows) {
        Balance balance = unrefunded(workspace, booking, rows);
        if (balance.amount() < 0) {
            long refunded = rows.stream().filter(PaidAmounts::isBooked)
                    .mapToLong(row -> row.sums().refunded()).sum();
            return new Balance(Math.min(0, balance.amount() + refunded), balance.currency());
        }
        return balance;
    }

    /// What could not be charged is owed; what was paid of the rest is not.
    private Balance unrefunded(String workspace, Hold booking, List<PaymentRow> rows) {
        Balance balance = Balance.of(booking, priced.summary(workspace, booking).due());
        Optional<PaymentRow> payment = PaymentRows.payment(booking).flatMap(
                id -> rows.stream().filter(row -> row.id().equals(id)).findFirst());
        if (payment.isPresent()) {
            PaymentRow row = payment.get();
            if (row.isOwed()) {
                balance = balance.plus(row.agreed().amount().amount(),
                        row.agreed().amount().currency());
            }
        }
        for (PaymentRow row : rows) {
            if (row.agreed().rest() && PaidAmounts.isBooked(row)
                    && row.state() != PaymentState.OWED) {
                balance = balance.plus(-row.agreed().amount().amount(),
                        row.agreed().amount().currency());
            }
        }
        return balance;
    }
}
