package holdfast.server.storefront;

import holdfast.Hold;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.Payment;
import holdfast.server.catalog.Money;
import holdfast.server.payment.BookingAmounts;
import holdfast.server.payment.PaymentRow;
import holdfast.server.payment.Payments;
import holdfast.server.payment.Refund;
import holdfast.server.receipts.Receipt;
import holdfast.server.receipts.ReceiptTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Says what was paid for a booking, what was refunded, and what is still due.
public final class PaidText {
    private final Payments payments;
    private final BookingAmounts amounts;
    private final ReceiptTable receipts;
    private final ItemLines lines;

    PaidText(Payments payments, BookingAmounts amounts, ReceiptTable receipts,
            ItemLines lines) {
        this.receipts = receipts;
        this.payments = payments;
        this.amounts = amounts;
        this.lines = lines;
    }

    /// What the booking's page says about money.
    ///
    /// @param facts    lines of a table
    /// @param notices  what the customer should know, such as that a card could not be charged
    /// @param refund   where the money of a cancelled booking is; empty if there was none
    /// @param returned what cancelling gives back; empty if nothing was charged
    /// @param receipts the numbers of its receipts and corrections
    public record Shown(
            List<Fact> facts, List<Notice> notices, String refund, String returned,
            List<String> receipts) {}

    public record Fact(String label, String value) {}

    /// What the page says first.
    ///
    /// @param warns whether something is to be done
    public record Notice(boolean warns, String title, String text) {}

    Shown of(Visitor visitor, Hold booking) {
        List<PaymentRow> all = payments.ofHold(visitor.workspace(), booking.id());
        Optional<PaymentRow> own = named(booking).flatMap(id -> all.stream()
                .filter(row -> row.id().equals(id)).findFirst()).map(payments::look);
        BookingAmounts.Amounts due = amounts.of(visitor.workspace(), booking);
        List<Fact> facts = new ArrayList<>();
        boolean parts = all.stream().anyMatch(row -> row.agreed().rest())
                || payments.rest(visitor.workspace(), booking).isPresent();
        BookingNote.of(booking).flatMap(BookingNote::payment).ifPresent(how -> facts.add(
                new Fact(visitor.say(parts ? "booking.deposit" : "checkout.pay"),
                        own.map(row -> paid(visitor, row))
                                .orElseGet(() -> how(visitor, how)))));
        if (facts.isEmpty() && lines.isPaid(visitor, booking)) {
            facts.add(new Fact(
                    visitor.say("checkout.pay"), visitor.say("booking.paid.nothing")));
        }
        due.owed().ifPresent(owed -> facts.add(new Fact(
                visitor.say("booking.owed"), visitor.language().money(owed))));
        due.fees().forEach(fee -> facts.add(new Fact(
                visitor.say("booking.fee." + fee.kind().word()),
                visitor.say("booking.fee." + fee.state().word(),
                        visitor.language().money(fee.amount())))));
        due.refundDue().ifPresent(much -> facts.add(new Fact(
                visitor.say("booking.refundDue"), visitor.language().money(much))));
        for (PaymentRow row : all) {
            boolean rest = row.agreed().rest();
            if (rest && row.sums().captured() > 0) {
                facts.add(new Fact(visitor.say("booking.rest"), paid(visitor, row)));
            }
            boolean surplus = !rest
                    && own.filter(mine -> mine.id().equals(row.id())).isEmpty();
            payments.refunds(row).forEach(refund -> facts.add(new Fact(
                    visitor.say(surplus ? "booking.refund.surplus" : "booking.refund"),
                    refunded(visitor, booking, row, refund))));
        }
        boolean live = booking instanceof Hold.Booked;
        List<PaymentRow> paying = Stream.concat(own.stream(),
                all.stream().filter(row -> row.agreed().rest())).toList();
        return new Shown(facts, live ? own.map(row -> notices(visitor, row)).orElse(List.of())
                : List.of(),
                live ? "" : returned(visitor, booking, paying),
                live ? paying.stream().map(PaymentRow::left).filter(left -> left.amount() > 0)
                        .reduce(Money::plus).map(visitor.language()::money).orElse("") : "",
                receipts.ofHold(visitor.workspace(), booking.id()).stream().map(Receipt::id)
                        .toList());
    }

    private static Optional<String> named(Hold booking) {
        return BookingNote.of(booking).flatMap(BookingNote::payment)
                .flatMap(payment -> payment instanceof Payment.Online online
                        ? Optional.of(online.payment()) : Optional.empty());
    }

    private static String how(Visitor visitor, Payment payment) {
        return switch (payment) {
            case Payment.OnSite later -> visitor.say("booking.paid.onSite");
            case Payment.External _,Payment.Online _ -> visitor.say("booking.paid.external");
            case Payment.Practice card -> visitor.say("booking.paid.practice");
        };
    }

    private static String method(PaymentRow row) {
        return switch (row.agreed().provider()) {
            case CheckoutPage.TRANSFER -> "transfer";
            case CheckoutPage.ON_SITE -> "received";
            default -> "card";
        };
    }

    private static String paid(Visitor visitor, PaymentRow row) {
        String amount = visitor.language().money(row.agreed().amount());
        return switch (row.state()) {
            case OWED -> visitor.say(row.isOwed() ? "booking.paid.owed" : "booking.paid.forgiven",
                    amount);
            case CLOSED -> visitor.say("booking.paid.none");
            case OPENING, OPEN, CLOSING, AUTHORISED, TAKEN, CAPTURING, SETTLED, RELEASING,
                    RETURNING, RETURNED ->
                    visitor.say("booking.paid." + method(row), amount);
        };
    }

    private String refunded(Visitor visitor, Hold booking, PaymentRow row, Refund refund) {
        String amount = visitor.language().money(
                new Money(refund.amount(), row.agreed().amount().currency()));
        return switch (refund.state()) {
            case ASKED, SENT -> visitor.say("booking.refund.sent", amount);
            case DUE -> visitor.say("booking.refund.due", amount);
            case DONE -> visitor.say("booking.refund.done", amount,
                    day(visitor, booking, refund.madeAt()));
            case FAILED -> visitor.say("booking.refund.failed", amount);
        };
    }

    private String day(Visitor visitor, Hold booking, Instant at) {
        return visitor.language().day(at.atZone(lines.zone(visitor, booking)).toLocalDate());
    }

    private static List<Notice> notices(Visitor visitor, PaymentRow row) {
        List<Notice> notices = new ArrayList<>();
        if (row.retake().hold().isPresent()) {
            notices.add(new Notice(false, visitor.say("booking.retaken.title"),
                    visitor.say("booking.retaken.text")));
        }
        if (row.isOwed()) {
            notices.add(new Notice(true, visitor.say("booking.owed.title"),
                    visitor.say("booking.owed.text",
                            visitor.language().money(row.agreed().amount()))));
        }
        return notices;
    }

    /// Where the money of a cancelled booking is. What comes back alike is said once.
    private String returned(Visitor visitor, Hold booking, List<PaymentRow> paying) {
        Map<List<String>, Money> sums = new LinkedHashMap<>();
        paying.stream().map(row -> returned(visitor, booking, row)).forEach(part -> sums.merge(
                List.of(part.key(), part.day()), part.amount(), Money::plus));
        if (sums.values().stream().anyMatch(much -> much.amount() > 0)) {
            sums.values().removeIf(much -> much.amount() == 0);
        }
        return sums.entrySet().stream().map(each -> visitor.say(each.getKey().getFirst(),
                visitor.language().money(each.getValue()), each.getKey().getLast()))
                .collect(Collectors.joining(" "));
    }

    /// What comes back of a payment.
    ///
    /// @param key of its sentence
    /// @param day empty where that does not matter
    private record Returned(String key, Money amount, String day) {}

    private Returned returned(Visitor visitor, Hold booking, PaymentRow row) {
        String currency = row.agreed().amount().currency();
        List<Refund> all = payments.refunds(row);
        Money none = new Money(0, currency);
        Money amount = new Money(all.stream().filter(each -> each.state() != Refund.State.FAILED)
                .mapToLong(Refund::amount).sum(), currency);
        return switch (row.state()) {
            // The refund is written when the amount has been charged.
            case CAPTURING, AUTHORISED, TAKEN -> new Returned("booking.returned.sent",
                    new Money(Math.max(0, row.agreed().amount().amount()
                            - row.marks().keepAtCancel().orElse(0L)), currency),
                    "");
            case OPENING, OPEN, CLOSING, OWED, CLOSED, RELEASING ->
                    new Returned("booking.returned.uncharged", none, "");
            case SETTLED, RETURNING, RETURNED -> all.isEmpty()
                    ? new Returned("booking.returned.none", none, "")
                    : switch (all.getLast().state()) {
                        case ASKED, SENT -> new Returned("booking.returned.sent", amount, "");
                        case DUE -> new Returned("booking.returned.due", amount, "");
                        case DONE -> new Returned("booking.returned.done", amount,
                                day(visitor, booking, all.getLast().madeAt()));
                        case FAILED -> new Returned("booking.returned.failed",
                                new Money(all.getLast().amount(), currency), "");
                    };
        };
    }
}
