package holdfast.server.payment;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.Hold;
import holdfast.testkit.Scratch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every story of a payment is told once for each point at which the process can die: there the
/// first node ends, and another one goes on. It always ends as without a crash.
class PaymentCrashTest {
    @RegisterExtension
    final Scratch scratch = Scratch.recycled();

    private PaymentShop shop;
    private final List<String> points = new ArrayList<>();
    private Optional<String> others = Optional.empty();

    @BeforeEach
    void open() {
        shop = new PaymentShop(scratch, 200);
    }

    enum Story {
        PAID(PaymentState.SETTLED, 0),
        PAID_AT_ONCE(PaymentState.SETTLED, 0),
        CANCELLED(PaymentState.CLOSED, 0),
        PAID_LATE_AND_RETAKEN(PaymentState.SETTLED, 0),
        PAID_LATE_AND_GONE(PaymentState.CLOSED, 0),
        PAID_AT_ONCE_AND_GONE(PaymentState.RETURNED, PaymentShop.PRICE),
        BOOKING_CANCELLED(PaymentState.SETTLED, PaymentShop.PRICE),
        PARTLY_REFUNDED(PaymentState.SETTLED, 1_000),
        LEFT_UNTIL_THE_DEADLINE(PaymentState.CLOSED, 0);

        private final PaymentState end;
        private final long refunded;

        Story(PaymentState end, long refunded) {
            this.end = end;
            this.refunded = refunded;
        }
    }

    @ParameterizedTest
    @EnumSource(Story.class)
    void endsAlikeWhereverItDies(Story story) {
        shop.offer(story == Story.PAID_AT_ONCE || story == Story.PAID_AT_ONCE_AND_GONE
                ? "automatic" : "manual");
        int crashes = 0;
        while (dies(story, crashes + 1)) {
            crashes++;
            assertThat(crashes).isLessThan(100);
        }
        assertThat(crashes).as("points met: %s", points).isGreaterThan(5);
    }

    /// Tells the story with a crash at the nth point. False if it has fewer points.
    private boolean dies(Story story, int nth) {
        AtomicInteger left = new AtomicInteger(nth);
        Payments node = shop.node(point -> {
            points.add(point);
            if (left.decrementAndGet() == 0) {
                throw new PaymentShop.Crash();
            }
        });
        Payments other = shop.node();
        Hold hold = shop.hold();
        String id = begun(node, other, hold);
        tell(story, node, other, id);
        shop.settle(left.get() > 0 ? node : other, id);
        PaymentRow row = shop.settle(other, id);
        assertThat(row.state()).as("%s, crash %d: %s", story, nth, row).isEqualTo(story.end);
        assertThat(row.motion().stuck()).as("%s, crash %d: %s", story, nth, row).isFalse();
        shop.agrees(id);
        others.ifPresent(
                each -> shop.engine.cancel(new CancelRequest(PaymentShop.HERE, each, false)));
        others = Optional.empty();
        assertThat(shop.ledger(id).refunded()).isEqualTo(story.refunded);
        return left.get() <= 0;
    }

    /// A client whose request died sends it again.
    private String begun(Payments node, Payments other, Hold hold) {
        try {
            return shop.begin(node, hold).id();
        } catch (PaymentShop.Crash died) {
            shop.tick(Duration.ofMillis(5));
            PaymentRow row = shop.begin(other, hold);
            assertThat(shop.settle(other, row.id()).state()).isEqualTo(PaymentState.OPEN);
            return row.id();
        }
    }

    private void tell(Story story, Payments node, Payments other, String id) {
        PaymentRow row = shop.row(id);
        switch (story) {
            case PAID, PAID_AT_ONCE -> {
                shop.pay(row);
                hinted(node, other, id);
            }
            case CANCELLED -> {
                quietly(() -> node.leave(row, false));
                shop.tick(Duration.ofMillis(5));
                other.leave(row, false);
            }
            case LEFT_UNTIL_THE_DEADLINE -> shop.tick(Duration.ofMinutes(36));
            case PAID_LATE_AND_RETAKEN -> {
                shop.pay(row);
                shop.tick(Duration.ofMinutes(50));
            }
            case PAID_LATE_AND_GONE, PAID_AT_ONCE_AND_GONE -> {
                shop.pay(row);
                shop.tick(Duration.ofMinutes(50));
                others = Optional.of(shop.sellOut());
            }
            case BOOKING_CANCELLED -> {
                shop.pay(row);
                hinted(node, other, id);
                shop.settle(other, id);
                assertThat(shop.engine.cancel(
                        new CancelRequest(PaymentShop.HERE, row.hold(), true)))
                        .isInstanceOf(CancelOutcome.Done.class);
            }
            case PARTLY_REFUNDED -> {
                shop.pay(row);
                hinted(node, other, id);
                PaymentRow paid = shop.settle(other, id);
                StaffPayments.Wanted some = new StaffPayments.Wanted(Optional.of(
                        new holdfast.server.catalog.Money(1_000, "EUR")), Optional.empty(), "test",
                        Optional.of("some"));
                quietly(() -> node.staff().refund(paid, some));
                assertThat(other.staff().refund(paid, some))
                        .isInstanceOf(StaffPayments.RefundResult.Made.class);
            }
        }
    }

    private void hinted(Payments node, Payments other, String id) {
        quietly(() -> node.confirm(PaymentShop.HERE, shop.row(id).agreed().hold(), id,
                PaymentShop.ANN));
        shop.tick(Duration.ofMillis(5));
        other.confirm(PaymentShop.HERE, shop.row(id).agreed().hold(), id, PaymentShop.ANN);
    }

    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (PaymentShop.Crash died) {
            assertThat(died).isNotNull();
        }
    }
}
