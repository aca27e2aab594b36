package holdfast.server.payment;

import holdfast.Hold;
import holdfast.Holdfast;
import holdfast.Refusal;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Retries;
import holdfast.server.booking.Checkout;
import holdfast.server.booking.ClaimMapper;
import holdfast.server.booking.Contact;
import holdfast.server.booking.Deposits;
import holdfast.server.booking.PriceSummary;
import holdfast.server.booking.PricedHolds;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.RandomIds;
import holdfast.server.json.Json;
import holdfast.server.store.ShortTransactions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;

/// Payments of holds: begin, look, cancel, refund. What is begun here goes on by itself, in the
/// worker of any node.
public final class Payments {
    /// How long one process works at a payment before another may.
    private static final Duration LEASE = Duration.ofSeconds(20);
    private static final Duration SELDOM = Duration.ofSeconds(18);
    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final Duration BREATH = Duration.ofMillis(50);

    private final Holdfast engine;
    private final PricedHolds priced;
    private final ShortTransactions store;
    private final ProviderAccounts accounts;
    private final PaymentDriver driver;
    private final BookingAmounts amounts;
    private final PaymentLeases leases;
    private final StaffPayments staff;

    /// What payments need of the server.
    public record Parts(
            Holdfast engine, DataSource source, Checkout checkout, PricedHolds priced,
            ClaimMapper mapper) {}

    /// @param providers the providers of this server
    /// @param cipher    encrypts the workspaces' keys
    public Payments(Parts parts, Providers providers, SecretCipher cipher) {
        this(parts, providers, cipher, PaymentFaults.NONE, LEASE);
    }

    /// The same, with points at which a test may stop it, and another lease.
    Payments(Parts parts, Providers providers, SecretCipher cipher, PaymentFaults faults,
            Duration lease) {
        this.engine = parts.engine();
        this.priced = parts.priced();
        this.store = new ShortTransactions(parts.source());
        this.accounts = new ProviderAccounts(store, providers, cipher);
        this.amounts = new BookingAmounts(parts.source(), priced);
        this.driver = new PaymentDriver(store, accounts, new PaidBookings(
                engine, parts.checkout(), priced, parts.mapper(), amounts), faults);
        this.leases = new PaymentLeases(store, driver, lease);
        this.staff = new StaffPayments(engine, store, accounts, driver, leases);
    }

    public ProviderAccounts accounts() {
        return accounts;
    }

    public StaffPayments staff() {
        return staff;
    }

    /// A customer's wish to pay for a hold.
    ///
    /// @param returnTo where the provider sends the customer afterwards
    /// @param key      the request's idempotency key
    public record Begin(
            String hold, String provider, String returnTo, Contact contact, String by,
            Optional<String> key) {}

    public sealed interface Begun {
        /// `again` if it began before.
        record Going(PaymentRow payment, boolean again) implements Begun {}

        /// The key was that of another request for this hold.
        record KeyReused() implements Begun {}

        /// The workspace does not offer this provider.
        record NotOffered(List<String> offered) implements Begun {}

        record Unpayable(String why) implements Begun {}

        /// The provider needs an address to which it sends the customer afterwards.
        record AddressMissing() implements Begun {}

        record Refused(Refusal refusal) implements Begun {}

        /// A payment with another provider is under way.
        record Other(PaymentRow payment) implements Begun {}
    }

    /// Begins a payment, or returns the one that the hold has.
    public Begun begin(String workspace, Begin wish) {
        Optional<PaymentRow> before = wish.key().flatMap(
                key -> find(workspace, id(workspace, wish.hold(), key)));
        if (before.isPresent()) {
            return repeated(before.get(), wish);
        }
        Optional<ProviderAccounts.Connected> to = accounts.connect(workspace, wish.provider())
                .filter(ProviderAccounts.Connected::offered);
        if (to.isEmpty()) {
            return new Begun.NotOffered(accounts.offered(workspace));
        }
        Optional<Hold> hold = engine.find(workspace, wish.hold())
                .filter(found -> !(found instanceof Hold.Blocked));
        if (hold.isEmpty()) {
            return new Begun.Refused(new Refusal.Unknown(List.of(wish.hold())));
        }
        Optional<Money> rest = hold.get() instanceof Hold.Booked booked
                ? amounts.rest(workspace, booked) : Optional.empty();
        Optional<PaymentRow> live = rest.isPresent() ? liveRest(workspace, wish.hold())
                : live(workspace, wish.hold());
        if (live.isPresent()) {
            return again(live.get(), wish);
        }
        Optional<Refusal> over = rest.isPresent() ? Optional.empty() : over(hold.get());
        if (over.isPresent()) {
            return new Begun.Refused(over.get());
        }
        if (wish.returnTo().isEmpty() && to.get().provider().capabilities().remote()) {
            return new Begun.AddressMissing();
        }
        Optional<Money> total = rest.or(() -> Deposits.now(priced, workspace, hold.get()))
                .or(() -> priced.summary(workspace, hold.get()).due())
                .filter(much -> much.amount() > 0);
        if (total.isEmpty()) {
            return new Begun.Unpayable("There is nothing to pay.");
        }
        Optional<String> complaint = to.get().provider().complaint(total.get());
        if (complaint.isPresent()) {
            return new Begun.Unpayable(complaint.get());
        }
        return begin(workspace, wish, new Due(total.get(), rest.isPresent()), to.get());
    }

    /// What is to be paid now, and whether it is the rest of a booking.
    private record Due(Money amount, boolean rest) {}

    private static String id(String workspace, String hold, String key) {
        return RandomIds.of("pay_", workspace + "\n" + hold + "\n" + key);
    }

    private Begun repeated(PaymentRow row, Begin wish) {
        boolean same = row.agreed().provider().equals(wish.provider())
                && row.agreed().returnTo().equals(wish.returnTo());
        return same ? new Begun.Going(look(row), false) : new Begun.KeyReused();
    }

    private static Optional<Refusal> over(Hold hold) {
        return switch (hold) {
            case Hold.Held _ -> Optional.empty();
            case Hold.Booked booked -> Optional.of(new Refusal.Booked(booked.id()));
            case Hold.Cancelled gone ->
                    Optional.of(new Refusal.Cancelled(gone.id(), gone.at()));
            case Hold.Expired late -> Optional.of(new Refusal.Expired(late.id(), late.at()));
            case Hold.Blocked block -> Optional.of(new Refusal.Unknown(List.of(block.id())));
        };
    }

    private Begun again(PaymentRow live, Begin wish) {
        return live.agreed().provider().equals(wish.provider())
                ? new Begun.Going(look(live), true) : new Begun.Other(live);
    }

    private Begun begin(
            String workspace, Begin wish, Due due, ProviderAccounts.Connected to) {
        Instant now = engine.now();
        String id = wish.key().map(key -> id(workspace, wish.hold(), key))
                .orElseGet(() -> RandomIds.next("pay_"));
        PaymentRow row = new PaymentRow(workspace, id, 1,
                new PaymentRow.Agreed(wish.hold(), wish.provider(), due.amount(),
                        wish.returnTo(), wish.by(), now, due.rest()),
                PaymentRow.Retake.NONE,
                new PaymentRow.Link(Optional.empty(), Optional.empty(), Optional.empty(),
                        now.plus(to.client().window())),
                PaymentRow.Sums.NONE,
                new PaymentRow.Motion(PaymentState.OPENING, PaymentRow.Leave.NO, false,
                        Optional.empty(), 0, now),
                new PaymentRow.Marks(contact(wish.contact()), Optional.empty(), Optional.empty(),
                        Optional.empty(), Optional.empty()));
        try {
            store.change(tx -> {
                Pipeline pipeline = tx.pipeline();
                PaymentTable.insert(pipeline, row, leases.lease());
                pipeline.run();
                return true;
            });
        } catch (ShortTransactions.RefusedException refused) {
            // Another request was first: by the same key, or by the hold.
            Optional<PaymentRow> same = find(workspace, id);
            if (same.isEmpty() && refused.constraint().filter(
                    Set.of(PaymentTable.ONE_LIVE, PaymentTable.ONE_REST)::contains).isEmpty()) {
                throw refused;
            }
            // What it began may have ended already.
            return same.map(each -> repeated(each, wish)).orElseGet(() -> begin(workspace, wish));
        }
        return new Begun.Going(leases.released(driver.drive(leases.stored(row))), false);
    }

    private static Optional<String> contact(Contact contact) {
        return contact.equals(Contact.NONE) ? Optional.empty()
                : Optional.of(Json.text(contact::write));
    }

    /// Who pays; empty once the person is forgotten.
    public Optional<Contact> contact(PaymentRow row) {
        return row.marks().contact().map(text -> Contact.read(Json.read(text)));
    }

    /// Whether staff pays back what is refunded.
    public boolean isByHand(PaymentRow row) {
        return accounts.isByHand(row);
    }

    public Optional<PaymentRow> find(String workspace, String id) {
        return leases.find(workspace, id);
    }

    /// The payment that may become, or is, the hold's booking.
    public Optional<PaymentRow> live(String workspace, String hold) {
        return store.read(tx -> PaymentTable.live(tx, workspace, hold));
    }

    /// The payment of a booking's rest that is under way.
    public Optional<PaymentRow> liveRest(String workspace, String hold) {
        return store.read(tx -> PaymentTable.liveRest(tx, workspace, hold));
    }

    /// What of the rest of a booking can be paid now.
    public Optional<Money> rest(String workspace, Hold booking) {
        return booking instanceof Hold.Booked ? amounts.rest(workspace, booking)
                : Optional.empty();
    }

    /// What is to be paid for a hold now, if it is a deposit.
    public Optional<Money> deposit(String workspace, Hold hold) {
        return accounts.offered(workspace).isEmpty() ? Optional.empty()
                : Deposits.now(priced, workspace, hold);
    }

    /// The providers with which customers can pay so much, each with how long that may take.
    public Map<String, Duration> offered(String workspace, Money amount) {
        Map<String, Duration> offered = new LinkedHashMap<>();
        for (String name : accounts.offered(workspace)) {
            accounts.connect(workspace, name)
                    .filter(to -> to.provider().complaint(amount).isEmpty())
                    .ifPresent(to -> offered.put(name, to.client().window()));
        }
        return offered;
    }

    /// Whether a customer may confirm the hold without paying before: if there is nothing to pay, or
    /// the workspace lets customers pay at the venue.
    public boolean mayPayLater(String workspace, String hold) {
        Optional<Hold> found = engine.find(workspace, hold);
        return found.flatMap(each -> priced.summary(workspace, each).due())
                .filter(due -> due.amount() > 0).isEmpty()
                || (accounts.onSite(workspace)
                        && found.flatMap(each -> deposit(workspace, each)).isEmpty());
    }

    /// Whether an amount was reserved and is not charged: it is freed, or being freed.
    public boolean isFreed(PaymentRow row) {
        return row.state() == PaymentState.RELEASING || (row.state() == PaymentState.CLOSED
                && store.read(tx -> StepTable.released(tx, row.workspace(), row.id())));
    }

    public List<PaymentRow> ofHold(String workspace, String hold) {
        return store.read(tx -> PaymentTable.ofHold(tx, workspace, hold));
    }

    /// The fees that were charged for these bookings.
    List<Fee> fees(String workspace, List<String> holds) {
        return store.read(tx -> FeeTable.of(tx, workspace, holds));
    }

    /// The items of a booking that were cancelled, in their sequence.
    public List<CancelledItem> cancelledItems(String workspace, String hold) {
        return store.read(tx -> ItemCancellationTable.of(tx, workspace, List.of(hold)));
    }

    public List<PaymentRow> page(String workspace, PaymentSearch search) {
        return store.read(tx -> PaymentTable.page(tx, workspace, search));
    }

    /// What the payment's hold costs.
    public Optional<PriceSummary> summary(PaymentRow payment) {
        return engine.find(payment.workspace(), payment.hold())
                .map(hold -> priced.summary(payment.workspace(), hold));
    }

    public List<Refund> refunds(PaymentRow payment) {
        return store.read(tx -> RefundTable.of(tx, payment.workspace(), payment.id()));
    }

    /// The payment after the provider was asked, if it is in motion and was not asked just now.
    public PaymentRow look(PaymentRow row) {
        if (!row.state().inMotion()) {
            return row;
        }
        Instant now = engine.now();
        boolean seldom = row.state() == PaymentState.OPEN;
        if (row.motion().dueAt().isAfter(seldom ? now.plus(SELDOM) : now)) {
            return row;
        }
        return leases.driven(row, now).orElseGet(() -> leases.stored(row));
    }

    /// The same for a customer who comes back from the provider, however lately that was asked.
    public PaymentRow lookNow(PaymentRow row) {
        return row.state().inMotion()
                ? leases.driven(row, engine.now()).orElseGet(() -> leases.stored(row)) : row;
    }

    /// Drives what is due, each payment on a thread of its own. Returns the threads.
    List<Thread> work(int most) {
        List<PaymentRow> due = store.change(tx -> PaymentTable.due(tx, leases.lease(), most));
        return due.stream().map(row -> Thread.ofVirtual().name("payment-" + row.id())
                .unstarted(() -> leases.released(driver.drive(row)))).toList();
    }

    PaymentTable.Counts counts() {
        return store.read(PaymentTable::counts);
    }

    /// Whether a hold's claims can be given away.
    public sealed interface Withdrawal {
        /// No money can come.
        record Free() implements Withdrawal {}

        /// The provider has not answered; the payment is being closed.
        record Closing(PaymentRow payment) implements Withdrawal {}

        /// The customer has paid: it is or becomes a booking.
        record Paid(PaymentRow payment) implements Withdrawal {}
    }

    /// Closes the payment of a hold that is to be cancelled or changed.
    ///
    /// @param keep whether the hold stays when the payment is closed
    public Withdrawal withdraw(String workspace, String hold, boolean keep) {
        Optional<PaymentRow> live = live(workspace, hold);
        return live.isEmpty() ? new Withdrawal.Free() : leave(live.get(), keep);
    }

    /// Closes a payment that is not paid yet.
    public Withdrawal leave(PaymentRow payment, boolean keep) {
        PaymentRow.Leave how = keep ? PaymentRow.Leave.KEEP : PaymentRow.Leave.CANCEL;
        PaymentRow row = leases.changed(payment, each -> each.state().canBePaid()
                ? each.motion(each.motion().leave(how)) : each);
        Instant until = Instant.now().plus(PATIENCE);
        while (row.state().canBePaid() && Instant.now().isBefore(until)) {
            Optional<PaymentRow> driven = leases.driven(row, engine.now());
            if (driven.isPresent()) {
                row = driven.get();
                break;
            }
            Retries.rest(BREATH);
            row = leases.stored(row);
        }
        return switch (row.state()) {
            case CLOSED, RETURNED, RELEASING, RETURNING -> new Withdrawal.Free();
            case OPENING, OPEN, CLOSING -> new Withdrawal.Closing(row);
            case AUTHORISED, TAKEN, CAPTURING, SETTLED, OWED -> new Withdrawal.Paid(row);
        };
    }

    /// Confirms a hold with its payment. It fails unless the amount is reserved or charged.
    public Checkout.Result confirm(String workspace, String hold, String id, Contact contact) {
        Optional<PaymentRow> found = find(workspace, id)
                .filter(row -> row.agreed().hold().equals(hold) || row.hold().equals(hold));
        if (found.isEmpty()) {
            return new Checkout.Result.PaymentFailed("The hold has no such payment.");
        }
        PaymentRow row = found.get();
        boolean again = PaidAmounts.isBooked(row);
        Optional<String> named = contact(contact);
        if (row.marks().contact().isEmpty() && named.isPresent()) {
            named(row, named.get());
        }
        Instant until = Instant.now().plus(PATIENCE);
        while (!PaidAmounts.isBooked(row) && row.state().inMotion()) {
            Optional<PaymentRow> driven = leases.driven(row, engine.now());
            if (driven.isPresent() || Instant.now().isAfter(until)) {
                row = driven.orElse(row);
                break;
            }
            Retries.rest(BREATH);
            row = leases.stored(row);
        }
        if (!PaidAmounts.isBooked(row)) {
            return new Checkout.Result.PaymentFailed("The payment is " + row.state().word() + ".");
        }
        return engine.find(workspace, row.hold()).orElse(null) instanceof Hold.Booked booked
                ? new Checkout.Result.Confirmed(booked, again)
                : new Checkout.Result.Refused(new Refusal.Cancelled(row.hold(),
                        row.marks().cancelledAt().orElse(engine.now())));
    }

    private static final String NAMED = """
            UPDATE payment SET contact = ?, version = version + 1
            WHERE workspace = ? AND payment = ? AND contact IS NULL
              AND state IN ('opening', 'open', 'closing', 'authorised', 'taken')""";

    private void named(PaymentRow row, String contact) {
        store.change(tx -> {
            Pipeline pipeline = tx.pipeline();
            pipeline.update(NAMED, contact, row.workspace(), row.id());
            pipeline.run();
            return true;
        });
    }

    /// How much of a payment a cancellation of its booking keeps. The rest is refunded, less what is
    /// refunded until then.
    ///
    /// @param amount empty for nothing
    void keepAtCancel(PaymentRow row, Optional<Long> amount) {
        if (!row.marks().keepAtCancel().equals(amount)) {
            leases.changed(row, each -> each.marks(new PaymentRow.Marks(each.marks().contact(),
                    each.marks().cancelledAt(), amount, each.marks().forgivenAt(),
                    each.marks().dispute())));
        }
    }

    /// The booking is about to be cancelled by the venue, without a fee.
    ///
    /// @param refund whether everything that was paid is refunded, but for the fees of items that
    ///               were cancelled before, or nothing
    void withoutFee(String workspace, String hold, boolean refund) {
        long keep = CancelledItem.fees(cancelledItems(workspace, hold));
        for (PaymentRow row : ofHold(workspace, hold)) {
            if (PaidAmounts.isBooked(row)) {
                long kept = refund ? Math.min(PaidAmounts.paid(row), keep)
                        : row.agreed().amount().amount();
                keep -= kept;
                keepAtCancel(row, kept == 0 ? Optional.empty() : Optional.of(kept));
            }
        }
        store.change(tx -> {
            Pipeline pipeline = tx.pipeline();
            FeeTable.clear(pipeline, workspace, hold);
            pipeline.run();
            return true;
        });
    }

    /// Refunds what a booking costs less without the items of a cancelled event, once. False if a
    /// payment of it is still being charged.
    boolean refundReduced(String workspace, String hold, long amount, CancellationTable.Work work) {
        if (amount == 0) {
            return true;
        }
        List<PaymentRow> rows = ofHold(workspace, hold);
        if (rows.stream().anyMatch(row -> row.state() == PaymentState.CAPTURING)) {
            return false;
        }
        // What was not paid yet is not refunded.
        long back = engine.find(workspace, hold)
                .map(booking -> amounts.refundable(workspace, booking, amount)).orElse(0L);
        for (PaymentRow row : rows) {
            if (row.state() == PaymentState.SETTLED) {
                back -= staff.refundOnce(row, "event " + work.event(), back, work.wish());
            }
        }
        return true;
    }

    // Webhooks

    private static final String EVENT = """
            INSERT INTO provider_event (workspace, provider, event, kind, at)
            VALUES (?, ?, ?, left(?, 200), the_clock())
            ON CONFLICT ON CONSTRAINT provider_event_once DO NOTHING""";

    private static final String OF = """
            UPDATE provider_event SET payment = ?
            WHERE workspace = ? AND provider = ? AND event = ?""";

    /// Takes a webhook into the inbox and makes its payment due. Returns why it is rejected.
    public Optional<String> event(
            String workspace, String provider, ProviderClient.Delivery delivery) {
        Optional<ProviderAccounts.Connected> to = accounts.connect(workspace, provider);
        if (to.isEmpty()) {
            return Optional.of("the provider is not set up");
        }
        return switch (to.get().client().read(delivery, engine.now())) {
            case ProviderClient.Rejected rejected -> Optional.of(rejected.why());
            case ProviderClient.About about -> {
                store.change(tx -> {
                    Pipeline inbox = tx.pipeline();
                    Pipeline.Answer<Boolean> first = inbox.update(
                            EVENT, workspace, provider, about.event(), about.kind());
                    inbox.run();
                    if (first.changed() == 0) {
                        return false;
                    }
                    Pipeline hint = tx.pipeline();
                    Pipeline.Answer<String> hinted =
                            PaymentTable.hinted(hint, workspace, provider, about.refs());
                    hint.run();
                    if (!hinted.rows().isEmpty()) {
                        Pipeline of = tx.pipeline();
                        of.update(OF, hinted.rows().getFirst(), workspace, provider,
                                about.event());
                        of.run();
                    }
                    return true;
                });
                yield Optional.empty();
            }
        };
    }

    // Reconciliation

    /// What the provider has and this server does not know.
    ///
    /// @param charge  the provider's id
    /// @param payment the payment that the provider says it is for
    public record Stray(String workspace, String provider, String charge, long amount,
            Optional<String> payment) {}

    /// What was found in a provider's list.
    ///
    /// @param notCompared why not all of it was read; empty if it was
    public record Reconciled(String workspace, String provider, List<Stray> strays,
            Optional<String> notCompared) {
        public Reconciled {
            strays = List.copyOf(strays);
        }
    }

    /// Looks at the payments that the provider lists, of the last days, for the account that was not
    /// reconciled for longest. Empty if none is due.
    Optional<Reconciled> reconcile(Duration every, Duration back) {
        return accounts.reconcileNext(every)
                .map(due -> compare(due.workspace(), due.provider(), due.at().minus(back)));
    }

    /// The provider's charges that belong to no payment. Those that do are made due.
    public Reconciled compare(String workspace, String provider, Instant since) {
        Optional<ProviderAccounts.Connected> to = accounts.connect(workspace, provider);
        if (to.isEmpty()) {
            return new Reconciled(workspace, provider, List.of(),
                    Optional.of("the provider is not set up"));
        }
        List<Stray> strays = new ArrayList<>();
        Optional<String> missed = ProviderListing.each(
                after -> to.get().client().payments(since, after),
                page -> page.stream().filter(each -> !known(workspace, provider, each))
                        .forEach(each -> strays.add(new Stray(workspace, provider, each.charge(),
                                each.captured(), each.payment()))));
        return new Reconciled(workspace, provider, strays, missed);
    }

    private boolean known(
            String workspace, String provider, ProviderClient.ProviderPayment charge) {
        return store.change(tx -> {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<String> known = PaymentTable.hinted(pipeline, workspace, provider,
                    Stream.concat(Stream.of(charge.charge()), charge.payment().stream())
                            .toList());
            pipeline.run();
            return !known.rows().isEmpty();
        });
    }
}
