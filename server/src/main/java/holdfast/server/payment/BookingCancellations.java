package holdfast.server.payment;

import holdfast.Hold;
import holdfast.HoldfastReads;
import holdfast.postgres.Pipeline;
import holdfast.server.booking.Balance;
import holdfast.server.booking.BookingFees;
import holdfast.server.booking.BookingRules;
import holdfast.server.booking.PricedHolds;
import holdfast.server.catalog.Money;
import holdfast.server.store.ShortTransactions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// What cancelling a booking costs and gives back, and the fee of a visit that was missed.
public final class BookingCancellations {
    private final HoldfastReads engine;
    private final Payments payments;
    private final PricedHolds priced;
    private final BookingFees fees;
    private final BookingRules rules;
    private final ShortTransactions store;

    public BookingCancellations(HoldfastReads engine, DataSource source, Payments payments,
            PricedHolds priced, BookingRules rules) {
        this.engine = engine;
        this.payments = payments;
        this.priced = priced;
        this.fees = new BookingFees(priced, rules);
        this.rules = rules;
        this.store = new ShortTransactions(source);
    }

    /// What cancelling costs and gives back now.
    ///
    /// @param paid   what was paid and not refunded
    /// @param refund what comes back
    /// @param fee    the sum of the fees of all its items, of those too that were cancelled before
    /// @param due    what of the fee was not paid yet
    /// @param before what of the fee was charged for items that were cancelled before
    public record Quote(Money paid, Money fee, Money refund, Money due, Money before) {
        static Quote of(Money paid, Money fee, Money before) {
            long kept = Math.min(paid.amount(), fee.amount());
            return new Quote(paid, fee, new Money(paid.amount() - kept, paid.currency()),
                    new Money(fee.amount() - kept, paid.currency()), before);
        }

        /// What cancelling the rest of the booking costs.
        public Money more() {
            return new Money(Math.max(0, fee.amount() - before.amount()), fee.currency());
        }
    }

    /// Empty if the booking has no price.
    public Optional<Quote> quote(String workspace, Hold booking, Instant now) {
        return quote(workspace, booking, now, payments.ofHold(workspace, booking.id()));
    }

    private Optional<Quote> quote(
            String workspace, Hold booking, Instant now, List<PaymentRow> rows) {
        Optional<Money> total = priced.summary(workspace, booking).due();
        // An item that is cancelled meanwhile still counts with the others.
        long before = CancelledItem.fees(
                payments.cancelledItems(workspace, booking.id()), booking.version());
        return total.map(price -> Quote.of(
                new Money(PaidAmounts.paid(booking, price, before, rows), price.currency()),
                new Money(before + fees.cancelling(workspace, booking, now)
                        .map(Money::amount).orElse(0L), price.currency()),
                new Money(before, price.currency())));
    }

    /// What the caller says about the money.
    ///
    /// @param seen   the fee that the caller has seen, in the booking's currency
    /// @param waived whether staff waives the fee
    /// @param refund what staff wants to refund instead of what the rules say
    public record Wish(
            Optional<Long> seen, boolean waived, Optional<Money> refund, String by) {
        /// A customer cancels.
        public static Wish seen(String by, long fee) {
            return new Wish(Optional.of(fee), false, Optional.empty(), by);
        }
    }

    public sealed interface Prepared {
        /// The booking can be cancelled now.
        record Ready() implements Prepared {}

        /// The fee is not the one that the caller has seen. Nothing was changed.
        record FeeChanged(Quote quote) implements Prepared {}

        /// The customer did not come, and that was charged already.
        record Missed() implements Prepared {}
    }

    /// Writes what the cancellation keeps and charges. The transaction that cancels carries it
    /// out.
    public Prepared prepare(String workspace, Hold booking, Wish wish) {
        List<PaymentRow> rows = payments.ofHold(workspace, booking.id());
        Optional<Quote> quote = quote(workspace, booking, engine.now(), rows);
        long fee = quote.map(each -> each.fee().amount()).orElse(0L);
        if (quote.isPresent() && wish.seen().filter(seen -> seen != fee).isPresent()) {
            return new Prepared.FeeChanged(quote.get());
        }
        if (of(workspace, booking.id()).stream()
                .anyMatch(each -> each.kind() == Fee.Kind.NO_SHOW)) {
            return new Prepared.Missed();
        }
        boolean charged = fee > 0 && !wish.waived() && wish.refund().isEmpty();
        long left = wish.refund().map(Money::amount).orElse(Long.MAX_VALUE);
        long keep = charged ? fee : 0;
        for (PaymentRow row : rows) {
            if (PaidAmounts.isBooked(row)) {
                long paid = PaidAmounts.paid(row);
                long kept = Math.min(paid, keep);
                long back = Math.min(paid - kept, left);
                keep -= kept;
                left -= back;
                payments.keepAtCancel(row, back == paid
                        ? Optional.empty() : Optional.of(paid - back));
            }
        }
        store.change(tx -> {
            Pipeline pipeline = tx.pipeline();
            if (charged) {
                FeeTable.ask(pipeline, workspace, booking.id(), quote.orElseThrow().fee(),
                        wish.by());
            } else {
                FeeTable.clear(pipeline, workspace, booking.id());
            }
            pipeline.run();
            return true;
        });
        return new Prepared.Ready();
    }

    /// The fees that were charged for a booking.
    public List<Fee> of(String workspace, String hold) {
        return payments.fees(workspace, List.of(hold));
    }

    public sealed interface Missed {
        record Marked() implements Missed {}

        record TooEarly(Instant start) implements Missed {}
    }

    /// Marks that the customer did not come. A second time changes nothing.
    ///
    /// @param waived whether nothing is charged for it
    public Missed noShow(String workspace, Hold booking, boolean waived, String by) {
        Instant now = engine.now();
        Optional<Instant> early = rules.start(workspace, booking)
                .filter(start -> start.isAfter(now));
        if (early.isPresent()) {
            return new Missed.TooEarly(early.get());
        }
        Money price = priced.summary(workspace, booking).due().orElse(new Money(0, "EUR"));
        Money missed = waived ? new Money(0, price.currency())
                : fees.noShow(workspace, booking).orElse(new Money(0, price.currency()));
        boolean onSite = Balance.isOnSite(booking);
        long forgone = onSite ? Math.max(0, price.amount() - missed.amount()) : 0;
        // Nothing else says any more that the fees of its cancelled items are to be paid on site.
        long before = onSite ? CancelledItem.fees(
                payments.cancelledItems(workspace, booking.id()), booking.version()) : 0;
        Money amount = new Money(missed.amount() + before, missed.currency());
        store.change(tx -> {
            Pipeline pipeline = tx.pipeline();
            FeeTable.noShow(pipeline, workspace, new Fee(booking.id(), Fee.Kind.NO_SHOW, amount,
                    Fee.State.CHARGED, by, now), forgone);
            pipeline.run();
            return true;
        });
        return new Missed.Marked();
    }

    /// Says that what was due of a fee was received, or waives the fee; then what was kept of the
    /// payments for a cancellation is refunded. False if no such fee is charged.
    public boolean settle(String workspace, Hold booking, Fee.Kind kind, Fee.State state,
            String by) {
        Optional<Fee> found = of(workspace, booking.id()).stream()
                .filter(each -> each.kind() == kind && each.state() == Fee.State.CHARGED)
                .findFirst();
        if (found.isEmpty()) {
            return false;
        }
        List<PaymentRow> rows = payments.ofHold(workspace, booking.id());
        Fee fee = found.get();
        long due = state == Fee.State.RECEIVED
                ? PaidAmounts.due(booking, priced.summary(workspace, booking).due(), rows, fee) : 0;
        boolean settled = store.change(tx -> {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<Boolean> changed =
                    FeeTable.settle(pipeline, workspace, fee, state, due);
            pipeline.run();
            return changed.changed() == 1;
        });
        if (settled && state == Fee.State.WAIVED && kind == Fee.Kind.CANCELLED) {
            long back = fee.amount().amount();
            for (PaymentRow row : rows) {
                long some = Math.min(back, row.left().amount());
                if (some > 0) {
                    payments.staff().refund(row, new StaffPayments.Wanted(
                            Optional.of(new Money(some, row.left().currency())),
                            Optional.of("the fee was waived"), by, Optional.of("waived fee")));
                    back -= some;
                }
            }
        }
        return settled;
    }
}
