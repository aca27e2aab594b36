package holdfast.server;

import holdfast.Hold;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.Payment;
import holdfast.server.catalog.Money;
import holdfast.server.mail.PaymentReads;
import holdfast.server.payment.CancelledItem;
import holdfast.server.payment.EventCancellations;
import holdfast.server.payment.NextStep;
import holdfast.server.payment.PaymentRow;
import holdfast.server.payment.PaymentState;
import holdfast.server.payment.Payments;
import holdfast.server.tickets.QrPicture;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads for mails what they say about payments.
final class PaymentMails implements PaymentReads {
    private final Payments payments;
    private final EventCancellations cancellations;

    PaymentMails(Payments payments, EventCancellations cancellations) {
        this.payments = payments;
        this.cancellations = cancellations;
    }

    @Override
    public Optional<Paid> payment(String workspace, String id) {
        return payments.find(workspace, id).map(row -> new Paid(payments.contact(row),
                row.agreed().amount(), row.agreed().rest(), progress(row), transfer(row),
                refunds(row)));
    }

    private Progress progress(PaymentRow row) {
        if (row.agreed().rest() && row.state() != PaymentState.OPEN) {
            return switch (row.state()) {
                case CAPTURING, SETTLED -> Progress.PAID;
                // The booking stands, and its rest is owed.
                case OWED, RELEASING, CLOSED -> Progress.OWED;
                case OPENING, OPEN, CLOSING, AUTHORISED, TAKEN, RETURNING, RETURNED ->
                        Progress.OTHER;
            };
        }
        return switch (row.state()) {
            case OPEN -> Progress.OPEN;
            case OWED -> row.isOwed() ? Progress.OWED : Progress.OTHER;
            case CLOSED -> payments.isFreed(row)
                    || payments.live(row.workspace(), row.agreed().hold()).isPresent()
                            ? Progress.OTHER : Progress.FAILED;
            case OPENING, CLOSING, AUTHORISED, TAKEN, CAPTURING, SETTLED, RELEASING, RETURNING,
                    RETURNED ->
                    Progress.OTHER;
        };
    }

    private static Optional<Transfer> transfer(PaymentRow row) {
        return NextStep.of(row).orElse(null) instanceof NextStep.Transfer account
                ? Optional.of(new Transfer(account.holder(), account.iban(), account.bic(),
                        account.reference(), row.link().deadline(),
                        new Picture(QrPicture.bytes(account.payload()).png())))
                : Optional.empty();
    }

    private List<Refund> refunds(PaymentRow row) {
        if (payments.isFreed(row)) {
            return List.of(new Refund("", row.agreed().amount(), Way.FREED));
        }
        return payments.refunds(row).stream()
                .filter(each -> each.state() != holdfast.server.payment.Refund.State.FAILED)
                .map(each -> refund(row, each)).toList();
    }

    private Refund refund(PaymentRow row, holdfast.server.payment.Refund refund) {
        Way way = !payments.isByHand(row) ? Way.BACK
                : refund.state() == holdfast.server.payment.Refund.State.DONE ? Way.BY_HAND_DONE
                        : Way.BY_HAND;
        return new Refund(refund.id(), new Money(refund.amount(),
                row.agreed().amount().currency()), way);
    }

    /// What comes back in the same way is said once, also where it was paid in parts.
    @Override
    public List<Refund> atCancel(String workspace, Hold booking) {
        Optional<String> own = BookingNote.of(booking).flatMap(BookingNote::payment)
                .flatMap(paid -> paid instanceof Payment.Online online
                        ? Optional.of(online.payment()) : Optional.empty());
        Map<Way, Refund> all = new EnumMap<>(Way.class);
        payments.ofHold(workspace, booking.id()).stream()
                .filter(row -> row.agreed().rest() || own.equals(Optional.of(row.id())))
                .flatMap(row -> atCancel(row).stream())
                .forEach(each -> all.merge(each.way(), each, (one, other) -> new Refund(
                        one.id(), one.amount().plus(other.amount()), one.way())));
        return List.copyOf(all.values());
    }

    /// What is not charged yet is refunded when it is.
    private List<Refund> atCancel(PaymentRow row) {
        long wanted = row.agreed().amount().amount() - row.marks().keepAtCancel().orElse(0L);
        if (row.state() == PaymentState.CAPTURING) {
            return wanted <= 0 ? List.of() : List.of(new Refund("",
                    new Money(wanted, row.agreed().amount().currency()), Way.BACK));
        }
        return payments.refunds(row).stream()
                .filter(each -> each.isOfWholeBooking()
                        && each.state() != holdfast.server.payment.Refund.State.FAILED)
                .map(each -> refund(row, each)).toList();
    }

    @Override
    public Optional<ItemOff> itemOff(String workspace, String hold, int version) {
        List<CancelledItem> all = payments.cancelledItems(workspace, hold).stream()
                .filter(each -> each.version() <= version).toList();
        return all.isEmpty() || all.getLast().version() != version ? Optional.empty()
                : Optional.of(all.getLast()).map(item -> new ItemOff(item.sold(), item.item(),
                        item.fee(), ofItem(workspace, hold, item.refund()), all.size()));
    }

    /// What a payment gives back; the venue says itself how it gives back what was paid elsewhere.
    private List<Refund> ofItem(String workspace, String hold, Money amount) {
        List<PaymentRow> rows = payments.ofHold(workspace, hold).stream()
                .filter(row -> row.state() == PaymentState.CAPTURING
                        || row.state() == PaymentState.SETTLED)
                .toList();
        return rows.isEmpty() || amount.amount() == 0 ? List.of() : List.of(new Refund("", amount,
                rows.stream().allMatch(payments::isByHand) ? Way.BY_HAND : Way.BACK));
    }

    @Override
    public Optional<EventOff> eventOff(String workspace, String hold) {
        return cancellations.of(workspace, hold)
                .map(found -> new EventOff(found.wish().message()));
    }
}
