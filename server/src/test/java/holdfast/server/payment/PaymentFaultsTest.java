package holdfast.server.payment;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.CancelRequest;
import holdfast.Hold;
import holdfast.server.catalog.Money;
import holdfast.testkit.Scratch;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a provider, a customer and the network can do to a payment.
class PaymentFaultsTest {
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
        return confirmed(row);
    }

    private PaymentRow confirmed(PaymentRow row) {
        node.confirm(PaymentShop.HERE, row.agreed().hold(), row.id(), PaymentShop.ANN);
        return shop.settle(node, row.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"loseReply", "loseRequest", "errorBefore", "errorAfter", "rateLimit"})
    void survivesEachFaultOfEachRequest(String fault) {
        Hold hold = shop.hold();
        shop.sandbox.fault(shop.key, SESSIONS, fault);
        PaymentRow row = shop.begin(node, hold);
        row = shop.settle(node, row.id());
        assertThat(row.state()).as(row.toString()).isEqualTo(PaymentState.OPEN);
        shop.pay(row);
        shop.sandbox.fault(shop.key, "payment_intents.capture", fault);
        row = confirmed(row);
        assertThat(row.state()).as(row.toString()).isEqualTo(PaymentState.SETTLED);
        shop.sandbox.fault(shop.key, "refunds.create", fault);
        node.staff().refund(row, new StaffPayments.Wanted(
                Optional.of(new Money(500, "EUR")), Optional.empty(), "test", Optional.empty()));
        shop.settle(node, row.id());
        shop.agrees(row.id());
        assertThat(shop.ledger(row.id()).refunded()).isEqualTo(500);

        shop.sandbox.fault(shop.key, "checkout.sessions.expire", fault);
        PaymentRow left = shop.begin(node, shop.hold());
        node.leave(left, false);
        assertThat(shop.settle(node, left.id()).state()).isEqualTo(PaymentState.CLOSED);

        PaymentRow late = shop.begin(node, shop.hold());
        shop.pay(late);
        shop.tick(Duration.ofMinutes(45));
        shop.sellOut();
        shop.sandbox.fault(shop.key, "payment_intents.cancel", fault);
        assertThat(shop.settle(node, late.id()).state()).isEqualTo(PaymentState.CLOSED);
        shop.agrees(late.id());
    }

    private static final String SESSIONS = "checkout.sessions.create";

    @Test
    void paysOnceInTwoTabs() {
        Hold hold = shop.hold();
        PaymentRow first = shop.begin(node, hold);
        PaymentRow second = shop.begin(shop.node(), hold);
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.link().next()).isEqualTo(first.link().next());
        shop.offerTransfer();
        assertThat(node.begin(PaymentShop.HERE, PaymentShop.wish(hold, "bankTransfer")))
                .isInstanceOf(Payments.Begun.Other.class);
    }

    @Test
    void staysOpenWhileACardIsDeclined() {
        PaymentRow row = shop.begin(node, shop.hold());
        assertThat(shop.sandbox.pay(shop.key, row.link().ref().orElseThrow(),
                PaymentShop.DECLINED)).isEqualTo("declined");
        assertThat(node.confirm(PaymentShop.HERE, row.hold(), row.id(), PaymentShop.ANN)
                .toString()).contains("open");
        shop.pay(row);
        assertThat(confirmed(row).state()).isEqualTo(PaymentState.SETTLED);
        shop.agrees(row.id());
    }

    @Test
    void keepsTheHoldWhileTheCustomerCanPay() {
        PaymentRow row = shop.begin(node, shop.hold());
        shop.tick(Duration.ofMinutes(34));
        assertThat(shop.settle(node, row.id()).state()).isEqualTo(PaymentState.OPEN);
        assertThat(shop.engine.find(PaymentShop.HERE, row.hold()).orElseThrow())
                .isInstanceOf(Hold.Held.class);
        shop.pay(row);
        assertThat(confirmed(row).retake().hold()).isEmpty();
        shop.agrees(row.id());
    }

    @Test
    void owesWhatCannotBeCaptured() {
        PaymentRow row = shop.begin(node, shop.hold());
        shop.pay(row);
        shop.sandbox.fault(shop.key, "payment_intents.capture", "refuse");
        row = confirmed(row);
        assertThat(row.state()).as(row.toString()).isEqualTo(PaymentState.OWED);
        assertThat(row.motion().stuck()).isTrue();
        assertThat(node.staff().captureAgain(row).orElseThrow().state()).isIn(
                PaymentState.SETTLED, PaymentState.CAPTURING);
        assertThat(shop.settle(node, row.id()).state()).isEqualTo(PaymentState.SETTLED);
        assertThat(node.staff().captureAgain(row)).isEmpty();
        shop.agrees(row.id());
    }

    /// A capture without an answer is carried out after a later one was refused.
    @Test
    void settlesWhatIsOwedWhenTheProviderCapturesLate() {
        PaymentRow row = shop.begin(node, shop.hold());
        shop.pay(row);
        shop.sandbox.fault(shop.key, "payment_intents.capture", "refuse");
        row = confirmed(row);
        assertThat(row.state()).as(row.toString()).isEqualTo(PaymentState.OWED);
        shop.sandbox.send(shop.key, "POST", "/v1/payment_intents/"
                + row.link().charge().orElseThrow() + "/capture", "");
        assertThat(compared().strays()).isEmpty();
        assertThat(shop.settle(node, row.id()).state()).isEqualTo(PaymentState.SETTLED);
        shop.agrees(row.id());
    }

    @Test
    void freesWhatIsOwedAndStillReservedWhenTheBookingIsCancelled() {
        PaymentRow row = shop.begin(node, shop.hold());
        shop.pay(row);
        shop.sandbox.fault(shop.key, "payment_intents.capture", "refuse");
        row = confirmed(row);
        assertThat(row.state()).as(row.toString()).isEqualTo(PaymentState.OWED);
        shop.engine.cancel(new CancelRequest(PaymentShop.HERE, row.hold(), true));
        row = shop.settle(node, row.id());
        assertThat(row.state()).isEqualTo(PaymentState.CLOSED);
        assertThat(node.isFreed(row)).isTrue();
        assertThat(compared().strays()).isEmpty();
        shop.agrees(row.id());
    }

    @Test
    void forgivesWhatIsOwed() {
        PaymentRow row = shop.begin(node, shop.hold());
        shop.pay(row);
        shop.sandbox.fault(shop.key, "payment_intents.capture", "refuse");
        row = confirmed(row);
        assertThat(node.staff().forgive(row).orElseThrow().marks().forgivenAt()).isPresent();
        assertThat(shop.row(row.id()).motion().stuck()).isFalse();
        shop.agrees(row.id());
    }

    @Test
    void findsThatTheReservationHasExpired() {
        PaymentRow row = shop.begin(node, shop.hold());
        shop.pay(row);
        shop.sandbox.fault(shop.key, "payment_intents.capture", "loseRequest");
        node.confirm(PaymentShop.HERE, row.hold(), row.id(), PaymentShop.ANN);
        String intent = shop.row(row.id()).link().charge().orElseThrow();
        shop.sandbox.send(shop.key, "POST", "/sandbox/payment_intents/" + intent + "/expire", "");
        assertThat(shop.settle(node, row.id()).state()).isEqualTo(PaymentState.OWED);
        shop.agrees(row.id());
        shop.engine.cancel(new CancelRequest(PaymentShop.HERE, row.hold(), true));
        assertThat(shop.settle(node, row.id()).state()).isEqualTo(PaymentState.CLOSED);
        shop.agrees(row.id());
    }

    @Test
    void recordsRefundsAndDisputesOfTheDashboard() {
        PaymentRow row = paid();
        String intent = row.link().charge().orElseThrow();
        shop.sandbox.send(shop.key, "POST", "/sandbox/payment_intents/" + intent + "/refund",
                "{\"amount\": 700}");
        shop.sandbox.send(shop.key, "POST", "/sandbox/payment_intents/" + intent + "/dispute",
                "{}");
        assertThat(event(intent, "evt_1", Instant.now(), "whsec_test", false)).isEmpty();
        row = shop.settle(node, row.id());
        assertThat(row.sums().refunded()).isEqualTo(700);
        assertThat(row.marks().dispute()).isPresent();
        assertThat(row.motion().stuck()).isTrue();
        assertThat(node.refunds(row)).singleElement().satisfies(refund -> {
            assertThat(refund.origin()).isEqualTo(Refund.Origin.PROVIDER);
            assertThat(refund.state()).isEqualTo(Refund.State.DONE);
        });
        assertThat(shop.engine.find(PaymentShop.HERE, row.hold()).orElseThrow())
                .isInstanceOf(Hold.Booked.class);
    }

    @Test
    void countsARefundThatFailsLaterNoMore() {
        PaymentRow row = paid();
        node.staff().refund(row,
                new StaffPayments.Wanted(Optional.empty(), Optional.of("ill"), "test",
                        Optional.of("all")));
        shop.settle(node, row.id());
        Refund refund = node.refunds(row).getFirst();
        assertThat(refund.state()).isEqualTo(Refund.State.DONE);
        shop.sandbox.send(shop.key, "POST",
                "/sandbox/refunds/" + refund.ref().orElseThrow() + "/fail", "{}");
        event(row.link().charge().orElseThrow(), "evt_2", Instant.now(), "whsec_test", false);
        row = shop.settle(node, row.id());
        assertThat(row.sums().refunded()).isZero();
        assertThat(row.motion().stuck()).isTrue();
        assertThat(node.refunds(row).getFirst().state()).isEqualTo(Refund.State.FAILED);
        shop.agrees(row.id());
    }

    /// A process that was away for longer than its lease goes on with a refund that another one has
    /// made meanwhile.
    @ParameterizedTest
    @ValueSource(longs = {500, PaymentShop.PRICE})
    void refundsOnceWhenALeaseEndsBeforeItsProcess(long amount) {
        PaymentRow row = paid();
        AtomicBoolean away = new AtomicBoolean();
        Payments slow = shop.node(point -> {
            if (point.equals("refund.before") && away.compareAndSet(false, true)) {
                shop.tick(Duration.ofMillis(5));
                shop.settle(node, row.id());
            }
        });
        slow.staff().refund(row, new StaffPayments.Wanted(Optional.of(new Money(amount, "EUR")),
                Optional.empty(), "test", Optional.empty()));
        PaymentRow end = shop.settle(node, row.id());
        assertThat(away).isTrue();
        assertThat(shop.ledger(row.id()).refunded()).isEqualTo(amount);
        assertThat(end.sums().refunded()).isEqualTo(amount);
        assertThat(node.refunds(end)).singleElement().extracting(Refund::state)
                .isEqualTo(Refund.State.DONE);
    }

    @Test
    void refundsNoMoreThanIsLeft() {
        PaymentRow row = paid();
        StaffPayments.Wanted most = new StaffPayments.Wanted(Optional.of(new Money(2_000, "EUR")),
                Optional.empty(), "test", Optional.empty());
        assertThat(node.staff().refund(row, most))
                .isInstanceOf(StaffPayments.RefundResult.Made.class);
        assertThat(node.staff().refund(row, most))
                .isEqualTo(new StaffPayments.RefundResult.TooMuch(1_500));
        shop.settle(node, row.id());
        shop.agrees(row.id());
    }

    @ParameterizedTest
    @CsvSource({"0, whsec_test, false, true", "-400, whsec_test, false, false",
            "0, whsec_other, false, false", "0, whsec_test, true, false"})
    void takesOnlySignedWebhooksOfItsMode(int seconds, String secret, boolean live,
            boolean taken) {
        PaymentRow row = shop.begin(node, shop.hold());
        shop.pay(row);
        Optional<String> rejected = event(row.link().ref().orElseThrow(), "evt_3",
                Instant.now().plusSeconds(seconds), secret, live);
        assertThat(rejected.isEmpty()).as(rejected.toString()).isEqualTo(taken);
        shop.work(node);
        assertThat(shop.row(row.id()).state()).isEqualTo(
                taken ? PaymentState.SETTLED : PaymentState.OPEN);
        // A second time it is the same event.
        assertThat(event(row.link().ref().orElseThrow(), "evt_3",
                Instant.now().plusSeconds(seconds), secret, live).isEmpty()).isEqualTo(taken);
    }

    @Test
    void ignoresWebhooksOfOtherPayments() {
        assertThat(event("cs_test_unknown", "evt_4", Instant.now(), "whsec_test", false)).isEmpty();
        assertThat(node.work(10)).isEmpty();
    }

    /// A webhook as the provider signs it.
    private Optional<String> event(
            String object, String id, Instant at, String secret, boolean live) {
        String body = """
                {"id": "%s", "object": "event", "type": "anything", "livemode": %s,
                 "data": {"object": {"id": "%s"}}}""".formatted(id, live, object);
        String signed = at.getEpochSecond() + "." + body;
        String header = "t=" + at.getEpochSecond() + ",v0=ffff,v1="
                + PaymentWebhooks.hmac(secret, signed);
        return node.event(PaymentShop.HERE, "sandbox", new ProviderClient.Delivery(
                name -> name.toLowerCase(Locale.ROOT).equals("stripe-signature")
                        ? Optional.of(header) : Optional.empty(),
                body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void booksABankTransferWhenItIsReceived() {
        shop.offerTransfer();
        PaymentRow row = shop.begin(node, shop.hold(), "bankTransfer");
        assertThat(row.link().next().orElseThrow()).contains("DE89370400440532013000",
                "BCD\\n002\\n1\\nSCT\\n\\nVenue\\nDE89370400440532013000\\nEUR35.00");
        shop.tick(Duration.ofDays(3));
        shop.work(node);
        assertThat(node.staff().received(row).orElseThrow().state())
                .isEqualTo(PaymentState.SETTLED);
        assertThat(node.staff().received(row)).isEmpty();
        shop.engine.cancel(new CancelRequest(PaymentShop.HERE, row.hold(), true));
        row = shop.settle(node, row.id());
        assertThat(row.motion().stuck()).isTrue();
        Refund due = node.refunds(row).getFirst();
        assertThat(due.state()).isEqualTo(Refund.State.DUE);
        assertThat(node.staff().paidBack(row, due.id())).isTrue();
        row = shop.settle(node, row.id());
        assertThat(row.motion().stuck()).isFalse();
        assertThat(row.sums().refunded()).isEqualTo(PaymentShop.PRICE);
    }

    @Test
    void takesTheClaimsAgainForALateBankTransfer() {
        shop.offerTransfer();
        PaymentRow row = shop.begin(node, shop.hold(), "bankTransfer");
        shop.tick(Duration.ofDays(8));
        assertThat(shop.settle(node, row.id()).state()).isEqualTo(PaymentState.CLOSED);
        row = node.staff().received(row).orElseThrow();
        assertThat(row.state()).isEqualTo(PaymentState.SETTLED);
        assertThat(row.retake().hold()).isPresent();
    }

    /// A use of a code is one of the hold's claims. If it is gone, so are the claims.
    @Test
    void takesACodeAgainWithTheClaims() {
        shop.offerTransfer();
        PaymentRow row = shop.begin(node, shop.discounted().orElseThrow(), "bankTransfer");
        assertThat(row.agreed().amount().amount()).isEqualTo(PaymentShop.PRICE * 9 / 10);
        assertThat(shop.discounted()).isEmpty();
        shop.tick(Duration.ofDays(8));
        assertThat(shop.settle(node, row.id()).state()).isEqualTo(PaymentState.CLOSED);
        assertThat(node.staff().received(row).orElseThrow().state())
                .isEqualTo(PaymentState.SETTLED);
        assertThat(shop.discounted()).isEmpty();
        assertThat(shop.engine.audit(PaymentShop.HERE).findings()).isEmpty();
    }

    @Test
    void refundsWhatWasPaidWhenTheCodeIsGone() {
        shop.offerTransfer();
        PaymentRow row = shop.begin(node, shop.discounted().orElseThrow(), "bankTransfer");
        shop.tick(Duration.ofDays(8));
        assertThat(shop.settle(node, row.id()).state()).isEqualTo(PaymentState.CLOSED);
        assertThat(shop.discounted()).isPresent();
        assertThat(node.staff().received(row).orElseThrow().state())
                .isEqualTo(PaymentState.RETURNING);
        assertThat(shop.engine.audit(PaymentShop.HERE).findings()).isEmpty();
    }

    @Test
    void findsChargesThatItNeverHeardOf() {
        PaymentRow row = shop.begin(node, shop.hold());
        shop.pay(row);
        Payments.Reconciled first = compared();
        assertThat(first.strays()).isEmpty();
        assertThat(first.notCompared()).isEmpty();
        shop.work(node);
        assertThat(shop.row(row.id()).state()).isEqualTo(PaymentState.SETTLED);
        shop.stray(990, Optional.of("pay_lost"));
        shop.stray(1_990, Optional.empty());
        assertThat(compared().strays()).extracting(Payments.Stray::amount)
                .containsExactlyInAnyOrder(990L, 1_990L);
    }

    private Payments.Reconciled compared() {
        return node.compare(PaymentShop.HERE, "sandbox", Instant.now().minus(Duration.ofDays(3)));
    }

    @Test
    void saysThatAProviderDidNotAnswerTheComparison() {
        shop.sandbox.fault(shop.key, "payment_intents.list", "errorBefore");
        assertThat(compared().notCompared()).isPresent();
        assertThat(compared().notCompared()).isEmpty();
    }

    @Test
    void namesNoPersonInWhatItSends() throws SQLException {
        PaymentRow row = shop.begin(node, shop.hold());
        List<String> asked = new ArrayList<>();
        try (Connection connection = scratch.database().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT asked FROM payment_step")) {
            while (rows.next()) {
                asked.add(rows.getString(1));
            }
        }
        assertThat(asked).hasSize(1).noneMatch(each -> each.contains("ann@"))
                .allMatch(each -> each.contains(row.id()));
    }
}
