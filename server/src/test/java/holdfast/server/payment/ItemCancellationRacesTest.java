package holdfast.server.payment;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.ExchangeOutcome;
import holdfast.ExchangeRequest;
import holdfast.Hold;
import holdfast.Holdfast;
import holdfast.RequestOptions;
import holdfast.server.booking.ReducedBookings;
import holdfast.testkit.Race;
import holdfast.testkit.Scratch;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Items are cancelled while the same bookings are cancelled, exchanged and charged: each item is
/// refunded once, less its fee, and three ledgers agree.
class ItemCancellationRacesTest {
    private static final String HERE = PaymentShop.HERE;
    private static final long PAID = 3_000;
    private static final long FEE = 1_000;
    private static final int FAIR = 0;
    private static final int TALK = 1;

    @RegisterExtension
    final Scratch scratch = Scratch.recycled();

    private PaymentShop shop;
    private Payments node;

    @BeforeEach
    void open() {
        shop = new PaymentShop(scratch, 20);
        node = shop.node();
    }

    private PaymentRow paid() {
        PaymentRow row = shop.begin(node, shop.fairAndTalk());
        shop.pay(row);
        node.lookNow(shop.row(row.id()));
        return shop.settle(node, row.id());
    }

    private Hold.Booked booking(PaymentRow row) {
        return (Hold.Booked) shop.engine.find(HERE, row.hold()).orElseThrow();
    }

    private ItemCancellations.Result cancelItem(
            Holdfast engine, Payments own, Hold.Booked booking, int item, String key) {
        return shop.items(engine, own).cancel(HERE, new ItemCancellations.Wish(booking,
                booking.version(), item, Optional.empty(), false, "customer", Optional.empty(),
                Optional.of(key), Optional.of("item " + item)));
    }

    private boolean cancel(Payments own, Hold.Booked booking) {
        assertThat(shop.cancellations(own).prepare(HERE, booking,
                new BookingCancellations.Wish(Optional.empty(), false, Optional.empty(), "maya")))
                .isInstanceOf(BookingCancellations.Prepared.Ready.class);
        return shop.engine
                .cancel(new CancelRequest(HERE, booking.id(), true)) instanceof CancelOutcome.Done;
    }

    /// The provider's ledger and the payment have this much refunded.
    private void refunded(PaymentRow row, long amount) {
        PaymentRow end = shop.settle(shop.node(), row.id());
        assertThat(end.state()).isEqualTo(PaymentState.SETTLED);
        assertThat(shop.ledger(row.id())).as("%s", end)
                .isEqualTo(new PaymentShop.Sums(PAID, amount, 0));
        assertThat(end.sums().refunded()).as("%s", end).isEqualTo(amount);
    }

    private void clean() {
        assertThat(shop.engine.audit(HERE).findings()).isEmpty();
    }

    @Test
    void meetsTheCancellationOfTheBooking() {
        List<PaymentRow> rows = new ArrayList<>();
        List<Callable<Boolean>> all = new ArrayList<>();
        for (int at = 0; at < 8; at++) {
            PaymentRow row = paid();
            Hold.Booked booking = booking(row);
            rows.add(row);
            int item = at % 2;
            for (Payments own : List.of(node, shop.node())) {
                all.add(() -> cancelItem(shop.engine, own, booking, item,
                        "one key of "
                                + booking.id()) instanceof ItemCancellations.Result.Cancelled);
            }
            all.add(() -> cancel(shop.node(), booking));
        }
        Race.run(all);
        for (PaymentRow row : rows) {
            refunded(row, PAID - FEE);
            assertThat(node.fees(HERE, List.of(row.hold()))).singleElement()
                    .extracting(fee -> fee.amount().amount()).isEqualTo(FEE);
        }
        clean();
    }

    @Test
    void ofTwoChangesOfOneVersionOneIsDone() {
        List<PaymentRow> rows = new ArrayList<>();
        List<Callable<Boolean>> all = new ArrayList<>();
        for (int at = 0; at < 8; at++) {
            PaymentRow row = paid();
            Hold.Booked booking = booking(row);
            rows.add(row);
            ReducedBookings.Without without = ((ReducedBookings.OneLess.Ready) shop.others()
                    .without(HERE, booking, TALK)).without();
            ExchangeRequest exchange = without.exchange(HERE, Optional.empty(),
                    RequestOptions.NONE.note(without.ready().note()));
            all.add(() -> cancelItem(shop.engine, node, booking, FAIR,
                    "a" + booking.id()) instanceof ItemCancellations.Result.Cancelled);
            all.add(() -> cancelItem(shop.engine, shop.node(), booking, TALK,
                    "b" + booking.id()) instanceof ItemCancellations.Result.Cancelled);
            all.add(() -> shop.engine.exchange(exchange) instanceof ExchangeOutcome.Exchanged);
        }
        List<Boolean> done = Race.run(all);
        for (int at = 0; at < rows.size(); at++) {
            List<Boolean> three = done.subList(3 * at, 3 * at + 3);
            assertThat(three).as("booking %d", at).containsOnlyOnce(true);
            refunded(rows.get(at), three.get(2) ? 0 : FEE);
            assertThat(booking(rows.get(at)).basket().items()).hasSize(1);
            assertThat(node.cancelledItems(HERE, rows.get(at).hold()))
                    .hasSize(three.get(2) ? 0 : 1);
        }
        clean();
    }

    /// The process dies when the booking is exchanged: the refund is written with it.
    @Test
    void losesNoRefundInACrash() {
        PaymentRow row = paid();
        Hold.Booked booking = booking(row);
        Holdfast dying = (Holdfast) Proxy.newProxyInstance(Holdfast.class.getClassLoader(),
                new Class<?>[] {Holdfast.class}, (proxy, method, arguments) -> {
                    Object answer = method.invoke(shop.engine, arguments);
                    if (arguments != null && arguments[0] instanceof ExchangeRequest) {
                        throw new PaymentShop.Crash();
                    }
                    return answer;
                });
        boolean died = false;
        try {
            cancelItem(dying, node, booking, FAIR, "the key");
        } catch (PaymentShop.Crash crash) {
            died = true;
        }
        assertThat(died).isTrue();
        assertThat(cancelItem(shop.engine, shop.node(), booking, FAIR, "the key"))
                .isInstanceOf(ItemCancellations.Result.Cancelled.class);
        refunded(row, FEE);
        assertThat(cancelItem(shop.engine, node, booking(row), FAIR, "another key"))
                .isInstanceOf(ItemCancellations.Result.LastItem.class);
        clean();
    }

    /// It is booked and not charged yet; what an item gives back is refunded when it is.
    @Test
    void refundsWhatIsChargedLater() {
        for (boolean whole : new boolean[] {false, true}) {
            PaymentRow row = shop.begin(node, shop.fairAndTalk());
            shop.pay(row);
            Payments dying = shop.node(point -> {
                if (point.equals("capture.sent")) {
                    throw new PaymentShop.Crash();
                }
            });
            try {
                dying.lookNow(shop.row(row.id()));
            } catch (PaymentShop.Crash died) {
                assertThat(died).isNotNull();
            }
            assertThat(shop.row(row.id()).state()).isEqualTo(PaymentState.CAPTURING);
            Hold.Booked booking = booking(row);
            assertThat(cancelItem(shop.engine, node, booking, FAIR, "k" + booking.id()))
                    .isInstanceOf(ItemCancellations.Result.Cancelled.class);
            assertThat(shop.row(row.id()).sums().refunded()).isZero();
            if (whole) {
                assertThat(cancel(node, booking(row))).isTrue();
            }
            refunded(row, whole ? PAID - FEE : FEE);
        }
        clean();
    }
}
