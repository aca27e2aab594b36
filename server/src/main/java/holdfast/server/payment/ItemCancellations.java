package holdfast.server.payment;

import holdfast.ExchangeOutcome;
import holdfast.Hold;
import holdfast.Holdfast;
import holdfast.Invalid;
import holdfast.RecordedAnswer;
import holdfast.Refusal;
import holdfast.RequestOptions;
import holdfast.postgres.Pipeline;
import holdfast.server.booking.AuditTrail;
import holdfast.server.booking.BookingFees;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.BookingRules;
import holdfast.server.booking.Payment;
import holdfast.server.booking.PriceSummary;
import holdfast.server.booking.PricedHolds;
import holdfast.server.booking.ReducedBookings;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.RandomIds;
import holdfast.server.catalog.TaxRate;
import holdfast.server.store.ShortTransactions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/// Cancels one item of a booking that has others too. The booking is exchanged for the other items,
/// and the transaction that exchanges it writes the refund. No provider is asked before that.
public final class ItemCancellations {
    private final Holdfast engine;
    private final Payments payments;
    private final ReducedBookings reduced;
    private final PricedHolds priced;
    private final BookingFees fees;
    private final AuditTrail trail;
    private final BookingAmounts amounts;
    private final ShortTransactions store;

    public ItemCancellations(Holdfast engine, DataSource source, Payments payments,
            ReducedBookings reduced, PricedHolds priced, BookingRules rules) {
        this.engine = engine;
        this.payments = payments;
        this.reduced = reduced;
        this.priced = priced;
        this.fees = new BookingFees(priced, rules);
        this.trail = new AuditTrail(source);
        this.amounts = new BookingAmounts(source, priced);
        this.store = new ShortTransactions(source);
    }

    /// What cancelling an item costs and gives back now.
    ///
    /// @param item   its number in the booking, from 0
    /// @param fee    what of its price the customer owes all the same
    /// @param refund what comes back
    /// @param owed   what is still to be paid for the booking then
    public record Quote(int item, Money fee, Money refund, Money owed) {}

    private record Plan(Quote quote, ReducedBookings.Without without, Money price) {}

    private sealed interface Planned {
        record Ready(Plan plan) implements Planned {}

        record Refused(Refusal refusal) implements Planned {}
    }

    /// What cancelling each item costs. The last one of a booking is not among them, and none that
    /// cannot be taken out.
    public List<Quote> quotes(String workspace, Hold booking, Instant now) {
        int items = priced.lines(workspace, booking).size();
        if (!(booking instanceof Hold.Booked booked) || items < 2) {
            return List.of();
        }
        List<PaymentRow> rows = payments.ofHold(workspace, booking.id());
        Map<String, Long> pending = pending(workspace, booking);
        return IntStream.range(0, items)
                .mapToObj(item -> plan(workspace, booked, new Wanted(item, false, now),
                        new Paid(rows, pending)))
                .filter(Planned.Ready.class::isInstance)
                .map(each -> ((Planned.Ready) each).plan().quote()).toList();
    }

    private Map<String, Long> pending(String workspace, Hold booking) {
        return store.read(tx -> ItemCancellationTable.pending(tx, workspace, booking.id()));
    }

    private record Wanted(int item, boolean waived, Instant now) {}

    /// The payments of a booking.
    ///
    /// @param pending what they give back when they are charged
    private record Paid(List<PaymentRow> rows, Map<String, Long> pending) {
        long left(PaymentRow row) {
            return Math.max(0, PaidAmounts.isBooked(row)
                    ? PaidAmounts.paid(row) - pending.getOrDefault(row.id(), 0L) : 0);
        }
    }

    private Planned plan(
            String workspace, Hold.Booked booking, Wanted wanted, Paid paid) {
        return switch (reduced.without(workspace, booking, wanted.item())) {
            case ReducedBookings.OneLess.Refused refused -> new Planned.Refused(refused.refusal());
            case ReducedBookings.OneLess.Ready ready -> {
                ReducedBookings.Without without = ready.without();
                String currency = without.before().due().map(Money::currency).orElse("EUR");
                long fee = wanted.waived() ? 0 : fees.cancelling(
                        workspace, booking, wanted.item(), wanted.now())
                        .map(Money::amount).orElse(0L);
                long owing = amounts.owing(workspace, booking, paid.rows());
                long net = without.less() - fee;
                long back = Math.max(0, net - Math.max(0, owing));
                long most = isOnline(booking)
                        ? paid.rows().stream().mapToLong(paid::left).sum() : back;
                yield new Planned.Ready(new Plan(new Quote(wanted.item(),
                        new Money(fee, currency), new Money(Math.min(back, most), currency),
                        new Money(Math.max(0, owing - net), currency)), without,
                        new Money(without.less(), currency)));
            }
        };
    }

    private static boolean isOnline(Hold booking) {
        return BookingNote.of(booking).flatMap(BookingNote::payment)
                .filter(Payment.Online.class::isInstance).isPresent();
    }

    /// A request to cancel an item.
    ///
    /// @param version that the caller has seen
    /// @param seen    the fee that the caller has seen, in the booking's currency
    /// @param waived  whether staff waives the fee
    /// @param key     with the fingerprint, makes it one request however often it is sent
    public record Wish(
            Hold.Booked booking, int version, int item, Optional<Long> seen, boolean waived,
            String by, Optional<String> reason, Optional<String> key,
            Optional<String> fingerprint) {}

    public sealed interface Result {
        record Cancelled(Hold booking) implements Result {}

        /// The fee is not the one that the caller has seen.
        record FeeChanged(Quote quote) implements Result {}

        /// The booking has no other item.
        record LastItem() implements Result {}

        /// The customer did not come, and that was charged already.
        record Missed() implements Result {}

        /// The customer is paying the rest of the booking just now.
        record Paying(PaymentRow payment) implements Result {}

        record Refused(Refusal refusal) implements Result {}
    }

    /// Cancels an item, or changes nothing.
    public Result cancel(String workspace, Wish wish) {
        Optional<Result> before = before(workspace, wish);
        if (before.isPresent()) {
            return before.get();
        }
        Hold.Booked booking = wish.booking();
        int items = priced.lines(workspace, booking).size();
        if (booking.version() != wish.version()) {
            return new Result.Refused(new Refusal.Stale(booking.id(), booking.version()));
        }
        if (wish.item() < 0 || wish.item() >= items) {
            throw new Invalid("item", "must be from 0 to " + (items - 1));
        }
        if (items < 2) {
            return new Result.LastItem();
        }
        if (payments.fees(workspace, List.of(booking.id())).stream()
                .anyMatch(fee -> fee.kind() == Fee.Kind.NO_SHOW)) {
            return new Result.Missed();
        }
        Optional<PaymentRow> rest = payments.liveRest(workspace, booking.id());
        if (rest.isPresent() && !(payments.leave(rest.get(),
                true) instanceof Payments.Withdrawal.Free)) {
            return new Result.Paying(rest.get());
        }
        Paid paid = new Paid(payments.ofHold(workspace, booking.id()),
                pending(workspace, booking));
        return switch (plan(workspace, booking,
                new Wanted(wish.item(), wish.waived(), engine.now()), paid)) {
            case Planned.Refused refused -> new Result.Refused(refused.refusal());
            case Planned.Ready ready -> wish.seen().filter(
                    seen -> seen != ready.plan().quote().fee().amount()).isPresent()
                            ? new Result.FeeChanged(ready.plan().quote())
                            : cancel(workspace, wish, ready.plan(), paid);
        };
    }

    private Optional<Result> before(String workspace, Wish wish) {
        return wish.key().flatMap(key -> engine.recall(
                workspace, key, wish.fingerprint().orElse(""))).map(answer -> switch (answer) {
                    case RecordedAnswer.Done done -> new Result.Cancelled(done.hold());
                    case RecordedAnswer.Refused refused -> new Result.Refused(refused.refusal());
                });
    }

    private Result cancel(String workspace, Wish wish, Plan plan, Paid paid) {
        Quote quote = plan.quote();
        String id = RandomIds.next("itc_");
        PricedHolds.Line line = priced.lines(workspace, wish.booking()).get(wish.item());
        ItemCancellationTable.Asked asked = new ItemCancellationTable.Asked(workspace,
                wish.booking().id(), id, line.stamp().version(), line.item(), plan.price(),
                quote.fee(), quote.refund(), rate(plan.without().before(), wish.item()),
                wish.by(), parts(quote.refund().amount(), paid));
        store.change(tx -> {
            Pipeline pipeline = tx.pipeline();
            ItemCancellationTable.ask(pipeline, asked);
            pipeline.run();
            return true;
        });
        trail.record(workspace, wish.booking().id(), "cancel an item", wish.by(), wish.reason());
        return switch (engine.exchange(plan.without().exchange(workspace,
                Optional.of(quote.fee()).filter(fee -> fee.amount() > 0),
                new RequestOptions(wish.key(), wish.fingerprint(), Optional.of(
                        ItemCancellationTable.named(plan.without().ready().note(), id)),
                        List.of())))) {
            case ExchangeOutcome.Exchanged done -> new Result.Cancelled(done.hold());
            case Refusal refused -> new Result.Refused(refused);
        };
    }

    private static Optional<Integer> rate(PriceSummary summary, int item) {
        List<Optional<TaxRate>> rates = summary.lines().stream()
                .filter(line -> line.item() == item).map(PriceSummary.Line::tax).distinct()
                .toList();
        return rates.size() == 1 ? rates.getFirst().map(TaxRate::basisPoints)
                : Optional.empty();
    }

    private static List<ItemCancellationTable.Part> parts(long refund, Paid paid) {
        List<ItemCancellationTable.Part> parts = new ArrayList<>();
        long left = refund;
        for (PaymentRow row : paid.rows()) {
            long some = Math.min(left, paid.left(row));
            if (some > 0) {
                parts.add(new ItemCancellationTable.Part(
                        row.id(), RandomIds.next("ref_"), some));
                left -= some;
            }
        }
        return parts;
    }
}
