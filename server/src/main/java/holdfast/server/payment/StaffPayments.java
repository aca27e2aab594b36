package holdfast.server.payment;

import holdfast.HoldfastReads;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Retries;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.RandomIds;
import holdfast.server.outbox.PaymentChanges;
import holdfast.server.store.ShortTransactions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What staff does with a payment: refund, charge again, forgive, mark as received.
public final class StaffPayments {
    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final Duration BREATH = Duration.ofMillis(50);

    private final HoldfastReads engine;
    private final ShortTransactions store;
    private final ProviderAccounts accounts;
    private final PaymentDriver driver;
    private final PaymentLeases leases;

    StaffPayments(HoldfastReads engine, ShortTransactions store, ProviderAccounts accounts,
            PaymentDriver driver, PaymentLeases leases) {
        this.engine = engine;
        this.store = store;
        this.accounts = accounts;
        this.driver = driver;
        this.leases = leases;
    }

    public sealed interface RefundResult {
        record Made() implements RefundResult {}

        /// More than is left, or nothing was charged.
        record TooMuch(long left) implements RefundResult {}

        record KeyReused() implements RefundResult {}
    }

    /// What staff wants to refund.
    ///
    /// @param amount empty for all that is left
    public record Wanted(
            Optional<Money> amount, Optional<String> reason, String by, Optional<String> key) {}

    /// Writes a refund, which the worker sends. The booking is not changed.
    public RefundResult refund(PaymentRow payment, Wanted wanted) {
        return refund(payment, wanted, Refund.Origin.STAFF);
    }

    /// Refunds so much, or what is left, once for this key. Returns what that refund is of.
    long refundOnce(PaymentRow payment, String key, long amount, EventCancellation.Wish wish) {
        String id = id(payment, key);
        Optional<Refund> before = refunds(payment).stream()
                .filter(each -> each.id().equals(id)).findFirst();
        long much = Math.min(amount, leases.stored(payment).left().amount());
        if (before.isPresent() || much == 0) {
            return before.map(Refund::amount).orElse(0L);
        }
        RefundResult made = refund(payment, new Wanted(
                Optional.of(new Money(much, payment.agreed().amount().currency())), wish.reason(),
                wish.by(), Optional.of(key)), Refund.Origin.CANCELLED);
        return made instanceof RefundResult.Made ? much : refundOnce(payment, key, amount, wish);
    }

    private static String id(PaymentRow payment, String key) {
        return RandomIds.of("ref_", payment.id() + "\n" + key);
    }

    private RefundResult refund(PaymentRow payment, Wanted wanted, Refund.Origin origin) {
        String id = wanted.key().map(key -> id(payment, key))
                .orElseGet(() -> RandomIds.next("ref_"));
        Optional<Refund> before = refunds(payment).stream()
                .filter(each -> each.id().equals(id)).findFirst();
        if (before.isPresent()) {
            return wanted.amount().filter(much -> much.amount() != before.get().amount())
                    .isPresent() ? new RefundResult.KeyReused()
                            : new RefundResult.Made();
        }
        PaymentRow row = leases.stored(payment);
        long left = row.left().amount();
        long much = wanted.amount().map(Money::amount).orElse(left);
        boolean sameCurrency = wanted.amount()
                .filter(money -> !money.currency().equals(row.agreed().amount().currency()))
                .isEmpty();
        if (much < 1 || much > left || !sameCurrency) {
            return new RefundResult.TooMuch(left);
        }
        Refund refund = new Refund(row.workspace(), id, row.id(), much, Refund.State.ASKED,
                origin, wanted.reason(), wanted.by(), engine.now(),
                Optional.empty(), Optional.empty());
        try {
            store.change(tx -> {
                Pipeline pipeline = tx.pipeline();
                RefundTable.insert(pipeline, refund, row.agreed().provider());
                pipeline.run();
                return true;
            });
        } catch (ShortTransactions.RefusedException refused) {
            Optional<String> constraint = refused.constraint();
            if (constraint.equals(Optional.of(RefundTable.ONCE))) {
                return refund(payment, wanted, origin);
            }
            if (constraint.equals(Optional.of(RefundTable.AT_MOST_CAPTURED))) {
                return new RefundResult.TooMuch(leases.stored(row).left().amount());
            }
            throw refused;
        }
        leases.driven(row, engine.now());
        return new RefundResult.Made();
    }

    /// Says that staff has paid a refund by hand. False if no refund waits for it.
    public boolean paidBack(PaymentRow payment, String id) {
        Optional<Refund> refund = refunds(payment).stream()
                .filter(each -> each.id().equals(id)
                        && each.state() == Refund.State.DUE)
                .findFirst();
        refund.ifPresent(each -> {
            store.change(tx -> {
                Pipeline pipeline = tx.pipeline();
                RefundTable.change(pipeline, each, Refund.State.DONE, Optional.of(each.id()),
                        Optional.empty());
                pipeline.run();
                return true;
            });
            leases.driven(payment, engine.now());
        });
        return refund.isPresent();
    }

    /// Charges again what could not be charged. Empty if nothing is owed.
    public Optional<PaymentRow> captureAgain(PaymentRow payment) {
        PaymentRow row = leases.stored(payment);
        if (row.state() != PaymentState.OWED) {
            return Optional.empty();
        }
        PaymentRow capturing = leases.changed(row, each -> each.state() != PaymentState.OWED ? each
                : each.after(PaymentEvent.CAPTURE_AGAIN, each.motion().why(), engine.now()));
        return Optional.of(leases.driven(capturing, engine.now()).orElse(capturing));
    }

    /// Gives up an owed amount: the booking stays. Empty if nothing is owed.
    public Optional<PaymentRow> forgive(PaymentRow payment) {
        PaymentRow row = leases.changed(leases.stored(payment),
                each -> each.state() != PaymentState.OWED ? each
                        : each.marks(new PaymentRow.Marks(each.marks().contact(),
                                each.marks().cancelledAt(), each.marks().keepAtCancel(),
                                Optional.of(engine.now()), each.marks().dispute()))
                                .motion(new PaymentRow.Motion(each.state(), each.motion().leave(),
                                        false,
                                        each.motion().why(), 0, Instant.MAX)));
        return row.state() == PaymentState.OWED ? Optional.of(row) : Optional.empty();
    }

    /// Marks a bank transfer as received, and books. Empty if it is no bank transfer, or was marked
    /// before.
    public Optional<PaymentRow> received(PaymentRow payment) {
        Instant until = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(until)) {
            Optional<PaymentRow> leased = leases.leased(payment);
            if (leased.isPresent()) {
                return received(leased.get(), engine.now());
            }
            Retries.rest(BREATH);
        }
        return Optional.empty();
    }

    private Optional<PaymentRow> received(PaymentRow leased, Instant now) {
        boolean byHand = accounts.isByHand(leased);
        boolean waits = leased.state() == PaymentState.OPEN
                || leased.state() == PaymentState.CLOSING
                || leased.state() == PaymentState.CLOSED;
        if (!byHand || !waits || leased.link().ref().isEmpty()) {
            leases.released(leased);
            return Optional.empty();
        }
        return Optional.of(leases.released(driver.drive(driver.received(leased, now))));
    }

    /// Writes that staff has received the rest of a booking. Empty if another payment of it was made
    /// meanwhile, or it is no longer booked.
    ///
    /// @param seen the payments that the booking had
    public Optional<PaymentRow> receivedRest(
            String workspace, String hold, Money rest, List<PaymentRow> seen, String by) {
        String id = RandomIds.next("pay_");
        try {
            boolean made = store.change(tx -> {
                if (!PaymentTable.isBooked(tx, workspace, hold)
                        || PaymentTable.ofHold(tx, workspace, hold).size() != seen.size()) {
                    return false;
                }
                Pipeline pipeline = tx.pipeline();
                PaymentTable.received(pipeline, workspace, id, hold, rest, by);
                PaymentChanges.settled(pipeline, workspace, List.of(id));
                pipeline.run();
                return true;
            });
            return made ? leases.find(workspace, id) : Optional.empty();
        } catch (ShortTransactions.RefusedException refused) {
            if (refused.constraint().equals(Optional.of(PaymentTable.ONE_REST))) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    private List<Refund> refunds(PaymentRow payment) {
        return store.read(tx -> RefundTable.of(tx, payment.workspace(), payment.id()));
    }
}
