package holdfast.server.payment;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.AuditReport;
import holdfast.CancelRequest;
import holdfast.server.catalog.Money;
import holdfast.testkit.Scratch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The audit says exactly what disagrees with the provider's list, and says so when it could not
/// read it.
class ProviderAuditTest {
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
        PaymentRow row = shop.begin(node, shop.hold());
        shop.pay(row);
        node.confirm(PaymentShop.HERE, row.hold(), row.id(), PaymentShop.ANN);
        return shop.settle(node, row.id());
    }

    private void refund(PaymentRow row, long amount) {
        node.staff().refund(row, new StaffPayments.Wanted(Optional.of(new Money(amount, "EUR")),
                Optional.empty(), "test", Optional.empty()));
        shop.settle(node, row.id());
    }

    private ProviderAudit.Compared audit() {
        List<ProviderAudit.Compared> all = shop.audit().audit(PaymentShop.HERE);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private void finds(String... parts) {
        ProviderAudit.Compared compared = audit();
        assertThat(compared.notCompared()).isEmpty();
        assertThat(compared.clean()).isFalse();
        assertThat(compared.findings()).singleElement()
                .extracting(AuditReport.Finding::detail).asString().contains(parts);
    }

    private void damage(String sql) {
        scratch.leaveUnaudited();
        scratch.database().run(sql);
    }

    @Test
    void isCleanAfterEveryKindOfEnd() {
        paid();
        refund(paid(), 700);
        shop.engine.cancel(new CancelRequest(PaymentShop.HERE, paid().hold(), true));
        PaymentRow left = shop.begin(node, shop.hold());
        node.leave(left, false);
        PaymentRow owed = shop.begin(node, shop.hold());
        shop.pay(owed);
        shop.sandbox.fault(shop.key, "payment_intents.capture", "refuse");
        node.confirm(PaymentShop.HERE, owed.hold(), owed.id(), PaymentShop.ANN);
        PaymentRow late = shop.begin(node, shop.hold());
        shop.pay(late);
        shop.tick(Duration.ofMinutes(45));
        shop.sellOut();
        for (PaymentRow each : node.page(PaymentShop.HERE, PaymentShop.EVERYTHING)) {
            shop.settle(node, each.id());
        }
        assertThat(shop.row(late.id()).state()).isEqualTo(PaymentState.CLOSED);
        ProviderAudit.Compared compared = audit();
        assertThat(compared.findings()).isEmpty();
        assertThat(compared.clean()).isTrue();
        // The one that was freed is no charge, and is listed as refunded.
        assertThat(compared.charges()).isEqualTo(4);
        assertThat(compared.refunds()).isEqualTo(3);
    }

    @Test
    void findsAChargeThatNamesAPaymentWhichDoesNotExist() {
        shop.stray(990, Optional.of("pay_lost"));
        finds("charged 990 EUR", "no payment here", "pay_lost");
    }

    @Test
    void findsAChargeThatNamesNoPayment() {
        shop.stray(1_990, Optional.empty());
        finds("charged 1990 EUR", "it names none");
    }

    @Test
    void findsAnotherAmount() {
        PaymentRow row = paid();
        damage("UPDATE payment SET amount = 3000, captured = 3000");
        finds("3500 EUR", row.id() + " is for 3000 EUR");
    }

    @Test
    void findsAChargeOfAPaymentThatIsClosedHere() {
        PaymentRow row = paid();
        damage("UPDATE payment SET state = 'closed', captured = 0");
        finds("charged 3500 EUR", row.id() + " is closed with 0 charged");
    }

    @Test
    void findsAReservationThatIsKeptWithoutAPayment() {
        PaymentRow row = shop.begin(node, shop.hold());
        shop.pay(row);
        damage("UPDATE payment SET state = 'closed', due_at = 'infinity'");
        finds("reserved 3500 EUR", row.id() + " is closed");
    }

    @Test
    void findsAPaymentThatTheProviderDoesNotHave() {
        PaymentRow row = paid();
        damage("UPDATE payment SET charge_ref = 'pi_false'");
        shop.anotherAccount();
        finds(row.id() + " is settled with 3500 charged", "does not know it");
    }

    @Test
    void findsAChargeWhoseHoldIsNoBooking() {
        PaymentRow row = paid();
        shop.engine.cancel(new CancelRequest(PaymentShop.HERE, row.hold(), true));
        damage("UPDATE payment SET cancelled_at = NULL, refunded = 0, due_at = 'infinity';"
                + " DELETE FROM refund");
        finds(row.id() + " is charged", "is no booking");
    }

    @Test
    void findsARefundThatIsUnknownHere() {
        PaymentRow row = paid();
        shop.sandbox.send(shop.key, "POST", "/sandbox/payment_intents/"
                + row.link().charge().orElseThrow() + "/refund", "{\"amount\": 700}");
        finds("refund re_", "of 700", "unknown here");
        // A look records it, and then it is known.
        node.compare(PaymentShop.HERE, "sandbox", shop.engine.now().minus(Duration.ofDays(1)));
        shop.settle(node, row.id());
        assertThat(audit().clean()).isTrue();
    }

    @Test
    void findsARefundOfAnotherAmount() {
        refund(paid(), 700);
        damage("UPDATE refund SET amount = 600; UPDATE payment SET refunded = 600");
        finds("of 700", "is of 600");
    }

    @Test
    void findsARefundThatFailedLater() {
        PaymentRow row = paid();
        refund(row, 700);
        shop.sandbox.send(shop.key, "POST", "/sandbox/refunds/"
                + node.refunds(row).getFirst().ref().orElseThrow() + "/fail", "{}");
        finds("of 700", "which failed", "is done");
    }

    @Test
    void findsARefundThatTheProviderDoesNotHave() {
        paid();
        damage("""
                INSERT INTO refund (workspace, refund, payment, provider, provider_ref, amount,
                       state, origin, made_by, made_at, changed_at)
                SELECT workspace, 'ref_false', payment, 'sandbox', 're_false', 500, 'done',
                       'staff', '', the_clock(), the_clock()
                FROM payment""");
        finds("ref_false", "of 500", "does not list it");
    }

    @Test
    void saysThatItWasNotCompared() {
        paid();
        shop.sandbox.fault(shop.key, "payment_intents.list", "errorBefore");
        assertThat(audit().notCompared().orElseThrow()).contains("does not answer");
        shop.sandbox.fault(shop.key, "refunds.list", "rateLimit");
        ProviderAudit.Compared compared = audit();
        assertThat(compared.notCompared()).isPresent();
        assertThat(compared.clean()).isFalse();
        assertThat(audit().clean()).isTrue();
    }

    @Test
    void saysThatTheSecondLookWasNotAnswered() {
        paid();
        damage("UPDATE payment SET state = 'closed', captured = 0");
        shop.sandbox.fault(shop.key, "payment_intents.retrieve", "errorBefore");
        ProviderAudit.Compared compared = audit();
        assertThat(compared.notCompared().orElseThrow()).contains("does not answer");
        assertThat(compared.clean()).isFalse();
        assertThat(audit().findings()).hasSize(1);
    }

    @Test
    void saysThatTheKeysCannotBeRead() {
        assertThat(shop.auditWithAnotherKey().audit(PaymentShop.HERE)).singleElement()
                .satisfies(each -> assertThat(each.notCompared().orElseThrow())
                        .contains("cannot be decrypted"));
    }

    @Test
    void readsEveryPageOfALongList() {
        for (int at = 0; at < 103; at++) {
            shop.stray(100 + at, Optional.of("pay_" + at));
        }
        ProviderAudit.Compared compared = audit();
        assertThat(compared.charges()).isEqualTo(103);
        assertThat(compared.findings()).hasSize(103);
    }
}
