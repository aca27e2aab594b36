package holdfast.server.payment;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Hold;
import holdfast.testkit.Sabotage;
import holdfast.testkit.Scratch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A payment begins while another process begins one for the same hold.
class PaymentBeginTest {
    private static final String INSERT = "INSERT INTO payment \\(";
    private static final String LIVE = "SELECT \\* FROM payment WHERE workspace = \\? AND hold";

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private PaymentShop shop;
    private Hold hold;
    private final AtomicReference<PaymentRow> first = new AtomicReference<>();

    @BeforeEach
    void open() {
        shop = new PaymentShop(scratch, 5);
        shop.offer("manual");
        hold = shop.hold();
    }

    private Sabotage anotherIsFirst() {
        return new Sabotage(scratch.database().dataSource())
                .before(INSERT, () -> first.set(shop.begin(shop.node(), hold)));
    }

    private PaymentRow begun(Sabotage meeting) {
        PaymentRow row = shop.begin(shop.node(
                meeting.source(), Providers.shipped(), PaymentFaults.NONE), hold);
        assertThat(meeting.missed()).isEmpty();
        return row;
    }

    @Test
    void returnsThePaymentThatWasFirst() {
        PaymentRow row = begun(anotherIsFirst());
        assertThat(row.id()).isEqualTo(first.get().id());
    }

    /// The hold has room for another payment by the time at which the first one is looked for.
    @Test
    void beginsWhenThePaymentThatWasFirstHasEnded() {
        PaymentRow row = begun(anotherIsFirst().before(LIVE, () -> assertThat(
                shop.node().leave(first.get(), true))
                .isInstanceOf(Payments.Withdrawal.Free.class)));
        assertThat(row.id()).isNotEqualTo(first.get().id());
        assertThat(row.state()).isEqualTo(PaymentState.OPEN);
    }
}
