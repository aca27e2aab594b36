package holdfast.server.payment;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.CancelRequest;
import holdfast.ExchangeRequest;
import holdfast.Hold;
import holdfast.Holdfast;
import holdfast.server.booking.AuditTrail;
import holdfast.testkit.Race;
import holdfast.testkit.Scratch;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
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

/// All bookings of an event are cancelled and refunded once, by several nodes and over crashes.
class EventCancellationsTest {
    private static final String EVENT = "evt_gig";
    private static final Instant ENDS = Instant.parse("2036-05-01T22:00:00Z");
    private static final int BOOKINGS = 70;
    private static final int MIXED = 5;

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private PaymentShop shop;
    private final List<String> payments = new ArrayList<>();
    private final List<String> mixed = new ArrayList<>();

    @BeforeEach
    void sell() {
        shop = new PaymentShop(scratch, 500);
        shop.offerTransfer();
        Payments node = shop.node();
        for (int at = 0; at < BOOKINGS; at++) {
            PaymentRow row = shop.begin(node, shop.hold(), at < 3 ? "sandbox" : "bankTransfer");
            payments.add(row.id());
            if (at < 3) {
                shop.pay(row);
            } else {
                assertThat(node.staff().received(row)).isPresent();
            }
        }
        // A payment is looked at 20 seconds after it began; a fast machine gets here within one.
        shop.tick(Duration.ofSeconds(2));
        payments.subList(0, 3).forEach(id -> shop.settle(node, id));
        for (int at = 0; at < MIXED; at++) {
            PaymentRow row = shop.begin(node, shop.mixed(), "bankTransfer");
            assertThat(node.staff().received(row)).isPresent();
            mixed.add(row.id());
        }
    }

    private EventCancellations node(Holdfast engine) {
        return new EventCancellations(engine, shop.node(),
                new AuditTrail(scratch.database().dataSource()), shop.others(),
                scratch.database().dataSource());
    }

    private EventCancellation begin(boolean refund) {
        return node(shop.engine).begin(PaymentShop.HERE, EVENT,
                new EventCancellation.Wish(refund, Optional.of("ill"), Optional.empty(), "maya"),
                ENDS);
    }

    private EventCancellation now() {
        return node(shop.engine).find(PaymentShop.HERE, EVENT).orElseThrow();
    }

    private void allCancelled(long refunded) {
        EventCancellation done = now();
        assertThat(done.running()).isFalse();
        assertThat(done.left()).isZero();
        assertThat(done.bookings()).isEqualTo(new EventCancellation.Counts(BOOKINGS, MIXED, 0));
        for (String id : payments) {
            PaymentRow row = shop.row(id);
            assertThat(shop.engine.find(PaymentShop.HERE, row.hold()).orElseThrow())
                    .isInstanceOf(Hold.Cancelled.class);
            assertThat(row.sums().refunded()).as("%s", row).isEqualTo(refunded);
            assertThat(shop.node().refunds(row)).hasSize(refunded > 0 ? 1 : 0);
        }
        assertThat(done.refunds().stream().mapToLong(EventCancellation.Refunds::count).sum())
                .isEqualTo(refunded > 0 ? BOOKINGS + MIXED : 0);
        for (String id : mixed) {
            PaymentRow row = shop.row(id);
            Hold kept = shop.engine.find(PaymentShop.HERE, row.hold()).orElseThrow();
            assertThat(kept).isInstanceOf(Hold.Booked.class);
            assertThat(kept.basket().items()).hasSize(1);
            assertThat(row.sums().refunded()).as("%s", row).isEqualTo(refunded);
        }
        assertThat(shop.engine.freePlaces(PaymentShop.HERE, EVENT + ":floor").orElseThrow()
                .places()).isEqualTo(500);
    }

    @Test
    void cancelsOnSeveralNodesAtOnce() {
        begin(true);
        List<Callable<Integer>> nodes = new ArrayList<>();
        for (int at = 0; at < 4; at++) {
            EventCancellations each = node(shop.engine);
            nodes.add(() -> {
                int rounds = 0;
                while (now().running()) {
                    each.some();
                    rounds++;
                }
                return rounds;
            });
        }
        Race.run(nodes);
        allCancelled(PaymentShop.PRICE);
        for (String id : payments.subList(0, 3)) {
            shop.settle(shop.node(), id);
            shop.agrees(id);
        }
        assertThat(node(shop.engine).some()).as("it rests").isFalse();
    }

    @Test
    void keepsTheMoneyIfAsked() {
        begin(false);
        finish(node(shop.engine));
        allCancelled(0);
    }

    private void finish(EventCancellations node) {
        for (int rounds = 0; rounds < 100 && now().running(); rounds++) {
            if (!node.some()) {
                // The lease of the node that died ends.
                shop.tick(Duration.ofSeconds(31));
            }
        }
    }

    /// Every exchange is done and its answer lost: the process dies before the refund is written.
    @Test
    void refundsWhatWasReducedBeforeACrash() {
        begin(true);
        Holdfast dying = (Holdfast) Proxy.newProxyInstance(Holdfast.class.getClassLoader(),
                new Class<?>[] {Holdfast.class}, (proxy, method, arguments) -> {
                    Object answer = method.invoke(shop.engine, arguments);
                    if (arguments != null && arguments[0] instanceof ExchangeRequest) {
                        throw new PaymentShop.Crash();
                    }
                    return answer;
                });
        EventCancellations first = new EventCancellations(dying, shop.node(),
                new AuditTrail(scratch.database().dataSource()), shop.others(),
                scratch.database().dataSource());
        first.some();
        first.some();
        assertThat(mixed).anyMatch(id -> shop.engine.find(
                PaymentShop.HERE, shop.row(id).hold()).orElseThrow().basket().items().size() == 1);
        finish(node(shop.engine));
        allCancelled(PaymentShop.PRICE);
        finish(node(shop.engine));
        allCancelled(PaymentShop.PRICE);
    }

    /// Every third cancellation is done and its answer lost; the process dies at the fortieth.
    @Test
    void goesOnAfterACrash() {
        begin(true);
        AtomicInteger cancelled = new AtomicInteger();
        Holdfast dying = (Holdfast) Proxy.newProxyInstance(Holdfast.class.getClassLoader(),
                new Class<?>[] {Holdfast.class}, (proxy, method, arguments) -> {
                    boolean cancel = arguments != null && arguments[0] instanceof CancelRequest;
                    int count = cancel ? cancelled.incrementAndGet() : 0;
                    if (cancelled.get() >= 40) {
                        throw new PaymentShop.Crash();
                    }
                    try {
                        Object answer = method.invoke(shop.engine, arguments);
                        if (count % 3 == 1) {
                            throw new PaymentShop.Crash();
                        }
                        return answer;
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
        EventCancellations first = node(dying);
        first.some();
        first.some();
        assertThat(now().bookings().cancelled()).isBetween(1L, 40L);
        assertThat(now().left()).isBetween(20L, (long) BOOKINGS);
        finish(node(shop.engine));
        allCancelled(PaymentShop.PRICE);
    }
}
