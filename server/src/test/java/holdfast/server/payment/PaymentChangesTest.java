package holdfast.server.payment;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Hold;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import holdfast.server.outbox.Outbox;
import holdfast.testkit.Scratch;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What the outbox has about payments: each change once, whichever node made it.
class PaymentChangesTest {
    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private PaymentShop shop;
    private DataSource source;

    @BeforeEach
    void begin() {
        shop = new PaymentShop(scratch, 3);
        shop.offerTransfer();
        source = scratch.database().dataSource();
    }

    private List<String> ask(String sql) throws SQLException {
        try (Transaction tx = Transaction.begin(source)) {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<String> found = pipeline.query(sql, row -> row.getString(1),
                    PaymentShop.HERE);
            pipeline.run();
            return found.rows();
        }
    }

    private List<String> changes() throws SQLException {
        return ask("""
                SELECT kind FROM booking_change WHERE workspace = ? AND cause <> ''
                ORDER BY at, kind""");
    }

    /// Kinds and recipients of the mails.
    private List<String> mails() throws SQLException {
        new Outbox(source, workspace -> List.of("desk@example.org")).handOn();
        return ask("""
                SELECT kind || ' ' || recipient FROM mail WHERE workspace = ?
                 ORDER BY made_at, kind""");
    }

    private void worked(Duration time) {
        shop.tick(time);
        shop.work(shop.node());
        shop.work(shop.node());
    }

    @Test
    void aTransferIsMissedOnceAndThenFails() throws SQLException {
        PaymentRow row = shop.begin(shop.node(), shop.hold(), "bankTransfer");
        worked(Duration.ofDays(4));
        assertThat(changes()).containsExactly("transferBegun");
        assertThat(mails()).containsExactly("transfer ann@example.org");
        for (int hours = 0; hours < 30; hours++) {
            worked(Duration.ofHours(2));
        }
        assertThat(changes()).containsExactly("transferBegun", "transferMissing");
        worked(Duration.ofDays(2));
        assertThat(shop.row(row.id()).state()).isEqualTo(PaymentState.CLOSED);
        assertThat(changes())
                .containsExactly("transferBegun", "transferMissing", "paymentFailed");
        assertThat(mails()).containsExactlyInAnyOrder("transfer ann@example.org",
                "paymentLate ann@example.org", "paymentFailed ann@example.org");
    }

    @Test
    void whoLeavesAPaymentHearsNothing() throws SQLException {
        Hold hold = shop.hold();
        shop.begin(shop.node(), hold, "bankTransfer");
        assertThat(shop.node().withdraw(PaymentShop.HERE, hold.id(), true))
                .isInstanceOf(Payments.Withdrawal.Free.class);
        shop.begin(shop.node(), hold);
        worked(Duration.ofSeconds(1));
        assertThat(changes()).containsExactly("transferBegun");
    }

    @Test
    void settledOwedAndRefundedAreEachOnce() throws SQLException {
        PaymentRow paid = shop.begin(shop.node(), shop.hold());
        shop.pay(paid);
        shop.node().lookNow(shop.row(paid.id()));
        shop.settle(shop.node(), paid.id());
        assertThat(changes()).containsExactly("paymentSettled");
        assertThat(shop.node().staff().refund(shop.row(paid.id()), new StaffPayments.Wanted(
                Optional.empty(), Optional.empty(), "maya", Optional.of("key"))))
                .isInstanceOf(StaffPayments.RefundResult.Made.class);
        shop.settle(shop.node(), paid.id());
        shop.settle(shop.node(), paid.id());
        assertThat(changes()).containsExactly("paymentSettled", "paymentRefunded");
        assertThat(mails()).containsExactly("refunded ann@example.org");
        PaymentRow owed = shop.begin(shop.node(), shop.hold());
        shop.sandbox.fault(shop.key, "payment_intents.capture", "refuse");
        shop.pay(owed);
        shop.node().lookNow(shop.row(owed.id()));
        shop.settle(shop.node(), owed.id());
        assertThat(shop.row(owed.id()).state()).isEqualTo(PaymentState.OWED);
        assertThat(changes())
                .containsExactly("paymentSettled", "paymentRefunded", "paymentOwed");
        assertThat(mails()).contains("paymentOwed ann@example.org");
    }
}
