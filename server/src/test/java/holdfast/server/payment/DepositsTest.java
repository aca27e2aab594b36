package holdfast.server.payment;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.Hold;
import holdfast.server.booking.AuditTrail;
import holdfast.testkit.Race;
import holdfast.testkit.Scratch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The rest that a deposit leaves: paid once, or freed, or refunded, whatever dies or meets.
class DepositsTest {
    private static final long DEPOSIT = 1_050;
    private static final long REST = PaymentShop.PRICE - DEPOSIT;
    private static final PaymentShop.Sums FREED = new PaymentShop.Sums(0, 0, 0);

    @RegisterExtension
    final Scratch scratch = Scratch.recycled();

    private PaymentShop shop;
    private Payments node;

    @BeforeEach
    void open() {
        shop = new PaymentShop(scratch, 20);
        node = shop.node();
    }

    /// A booking whose deposit is paid.
    private Hold deposited() {
        return deposited(shop.course(), DEPOSIT);
    }

    private Hold deposited(Hold hold, long amount) {
        PaymentRow row = shop.begin(node, hold);
        assertThat(row.agreed().amount().amount()).isEqualTo(amount);
        shop.pay(row);
        assertThat(settled(row.id()).state()).isEqualTo(PaymentState.SETTLED);
        return shop.engine.find(PaymentShop.HERE, hold.id()).orElseThrow();
    }

    private PaymentRow settled(String id) {
        node.lookNow(shop.row(id));
        return shop.settle(node, id);
    }

    private PaymentRow paidRest(Hold booking) {
        PaymentRow rest = shop.begin(node, booking);
        assertThat(rest.agreed().rest()).isTrue();
        shop.pay(rest);
        return settled(rest.id());
    }

    private void cancel(Hold booking) {
        assertThat(shop.engine.cancel(new CancelRequest(PaymentShop.HERE, booking.id(), true)))
                .isInstanceOf(CancelOutcome.Done.class);
    }

    @Test
    void theRestIsChargedOnceWhereverItDies() {
        int crashes = 0;
        while (dies(crashes + 1)) {
            crashes++;
            assertThat(crashes).isLessThan(60);
        }
        assertThat(crashes).isGreaterThan(8);
    }

    /// Pays a rest with a crash at the nth point. False if there are fewer points.
    private boolean dies(int nth) {
        Hold booking = deposited();
        AtomicInteger left = new AtomicInteger(nth);
        Payments dying = shop.node(point -> {
            if (left.decrementAndGet() == 0) {
                throw new PaymentShop.Crash();
            }
        });
        quietly(() -> shop.begin(dying, booking));
        shop.tick(Duration.ofMillis(5));
        PaymentRow rest = shop.begin(node, booking);
        rest = shop.settle(node, rest.id());
        assertThat(rest.state()).as("crash %d: %s", nth, rest).isEqualTo(PaymentState.OPEN);
        shop.pay(rest);
        PaymentRow open = rest;
        quietly(() -> dying.lookNow(open));
        shop.tick(Duration.ofMillis(5));
        PaymentRow end = settled(rest.id());
        assertThat(end.state()).as("crash %d: %s", nth, end).isEqualTo(PaymentState.SETTLED);
        assertThat(end.motion().stuck()).isFalse();
        assertThat(shop.ledger(end.id())).isEqualTo(new PaymentShop.Sums(REST, 0, 0));
        assertThat(shop.owed(booking.id())).isZero();
        return left.get() <= 0;
    }

    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (PaymentShop.Crash died) {
            assertThat(died).isNotNull();
        }
    }

    @Test
    void whoPaysTheRestTwiceAtOncePaysOnce() {
        Hold booking = deposited();
        assertThat(shop.owed(booking.id())).isEqualTo(REST);
        List<Callable<String>> tabs = new ArrayList<>();
        for (int tab = 0; tab < 6; tab++) {
            Payments own = tab % 2 == 0 ? node : shop.node();
            tabs.add(() -> shop.begin(own, booking).id());
        }
        List<String> ids = Race.run(tabs).stream().distinct().toList();
        assertThat(ids).hasSize(1);
        PaymentRow rest = shop.settle(node, ids.getFirst());
        // Staff cannot receive it beside.
        assertThat(node.staff().receivedRest(PaymentShop.HERE, booking.id(),
                rest.agreed().amount(), node.ofHold(PaymentShop.HERE, booking.id()), "maya"))
                .isEmpty();
        shop.pay(rest);
        Race.run(List.of(() -> node.lookNow(rest), () -> shop.node().lookNow(rest)));
        assertThat(settled(rest.id()).state()).isEqualTo(PaymentState.SETTLED);
        assertThat(shop.ledger(rest.id()).captured()).isEqualTo(REST);
        assertThat(node.rest(PaymentShop.HERE, booking)).isEmpty();
        assertThat(node.ofHold(PaymentShop.HERE, booking.id())).hasSize(2);
    }

    /// The bank transfer of the rest is closed, it is paid by card, and the transfer arrives.
    @Test
    void aTransferBesideAnotherPaymentOfTheRestGoesBack() {
        shop.offerTransfer();
        Hold booking = deposited();
        PaymentRow transfer = shop.begin(node, booking, "bankTransfer");
        node.leave(transfer, true);
        PaymentRow card = shop.begin(node, booking);
        assertThat(node.staff().received(shop.row(transfer.id()))).get()
                .extracting(PaymentRow::state).isEqualTo(PaymentState.RETURNING);
        shop.pay(card);
        assertThat(settled(card.id()).state()).isEqualTo(PaymentState.SETTLED);
        assertThat(shop.owed(booking.id())).isZero();
    }

    @Test
    void aRestThatCannotBeChargedIsFreedAndPaidAgain() {
        Hold booking = deposited();
        PaymentRow rest = shop.begin(node, booking);
        shop.pay(rest);
        shop.sandbox.fault(shop.key, "payment_intents.capture", "refuse");
        assertThat(settled(rest.id()).state()).isEqualTo(PaymentState.CLOSED);
        assertThat(shop.ledger(rest.id())).isEqualTo(FREED);
        assertThat(shop.owed(booking.id())).isEqualTo(REST);
        assertThat(paidRest(booking).state()).isEqualTo(PaymentState.SETTLED);
        assertThat(shop.owed(booking.id())).isZero();
    }

    @Test
    void aCancellationMeetsThePaymentOfTheRest() {
        List<Hold> bookings = new ArrayList<>();
        List<Callable<Boolean>> all = new ArrayList<>();
        for (int at = 0; at < 8; at++) {
            Hold booking = deposited();
            bookings.add(booking);
            PaymentRow rest = shop.begin(node, booking);
            shop.pay(rest);
            Payments own = shop.node();
            all.add(() -> own.lookNow(rest).state().inMotion());
            all.add(() -> shop.engine.cancel(new CancelRequest(
                    PaymentShop.HERE, booking.id(), true)) instanceof CancelOutcome.Done);
        }
        Race.run(all);
        for (Hold booking : bookings) {
            for (PaymentRow row : node.ofHold(PaymentShop.HERE, booking.id())) {
                PaymentRow end = shop.settle(node, row.id());
                PaymentShop.Sums sums = shop.ledger(row.id());
                assertThat(end.state().inMotion()).as("%s", end).isFalse();
                assertThat(sums.reserved()).as("%s", end).isZero();
                assertThat(sums.refunded()).as("%s", end).isEqualTo(sums.captured());
                assertThat(end.sums().refunded()).as("%s", end).isEqualTo(sums.refunded());
            }
        }
    }

    /// A rest that was begun is closed with its booking, also if it is paid meanwhile.
    @Test
    void aCancellationFreesARestThatIsReserved() {
        Hold booking = deposited();
        PaymentRow rest = shop.begin(node, booking);
        cancel(booking);
        assertThat(settled(rest.id()).state()).isEqualTo(PaymentState.CLOSED);
        Hold other = deposited();
        PaymentRow reserved = shop.begin(node, other);
        shop.pay(reserved);
        cancel(other);
        assertThat(settled(reserved.id()).state()).isEqualTo(PaymentState.CLOSED);
        assertThat(shop.ledger(reserved.id())).isEqualTo(FREED);
    }

    /// One is paid in two parts; two others also have items that stay, of which one owes its rest.
    @Test
    void aCancelledEventRefundsWhatWasPaid() {
        Hold whole = deposited();
        paidRest(whole);
        Hold paid = deposited(shop.courseAndTalk(), DEPOSIT + 1_000);
        paidRest(paid);
        Hold owing = deposited(shop.courseAndTalk(), DEPOSIT + 1_000);
        EventCancellations cancellations = new EventCancellations(shop.engine, node,
                new AuditTrail(scratch.database().dataSource()), shop.others(),
                scratch.database().dataSource());
        cancellations.begin(PaymentShop.HERE, "evt_course", new EventCancellation.Wish(true,
                Optional.empty(), Optional.empty(), "maya"),
                Instant.parse("2036-05-03T22:00:00Z"));
        while (cancellations.some()) {
            shop.tick(Duration.ofMillis(1));
        }
        refunded(whole, DEPOSIT, REST);
        // 4500 were paid, and 1000 are kept for the other event.
        refunded(paid, DEPOSIT + 1_000, PaymentShop.PRICE - DEPOSIT - 1_000);
        // Of 2050 that were paid.
        refunded(owing, DEPOSIT);
        assertThat(shop.owed(owing.id())).isZero();
    }

    private void refunded(Hold booking, long... amounts) {
        List<PaymentRow> rows = node.ofHold(PaymentShop.HERE, booking.id());
        rows.forEach(row -> shop.settle(node, row.id()));
        assertThat(rows.stream().mapToLong(row -> shop.ledger(row.id()).refunded()).toArray())
                .containsExactly(amounts);
    }
}
