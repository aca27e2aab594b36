package holdfast.server.payment;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.judge.money.MoneyPromise;
import holdfast.judge.money.MoneyVerdict;
import holdfast.server.catalog.Money;
import holdfast.testkit.Sabotage;
import holdfast.testkit.Scratch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Negative controls: each removes one guard of payments, and the judge must report it; with the
/// guard the same story ends without a finding. The product itself is unchanged: a proxy rewrites
/// its statements, a constraint is dropped, or a provider does not do what it says.
class PaymentControlTest {
    private static final long PART = 1_500;

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private PaymentShop shop;

    @BeforeEach
    void open() {
        shop = new PaymentShop(scratch, 5);
    }

    private MoneyVerdict judged(boolean guarded) {
        if (!guarded) {
            scratch.leaveUnaudited();
        }
        return ShopEvidence.judged(shop, scratch);
    }

    /// Two nodes send one refund at the same time. The step that is written before gives both the
    /// same key; without it the provider gets two keys.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refundsOnceByTheStepThatIsWrittenBefore(boolean guarded) {
        Sabotage steps = new Sabotage(scratch.database().dataSource());
        if (!guarded) {
            steps.replace("AND answered_at IS NULL\\s+AND starts_with",
                    "AND false AND starts_with");
        }
        Payments other = shop.node(steps.source(), Providers.shipped(), PaymentFaults.NONE);
        AtomicBoolean met = new AtomicBoolean();
        Payments node = shop.node(steps.source(), Providers.shipped(), point -> {
            if (point.equals("refund.written") && !met.getAndSet(true)) {
                shop.tick(Duration.ofSeconds(1));
                shop.work(other);
            }
        });
        PaymentRow row = shop.begin(node, shop.hold());
        shop.pay(row);
        node.confirm(PaymentShop.HERE, row.hold(), row.id(), PaymentShop.ANN);
        row = shop.settle(node, row.id());
        node.staff().refund(row, new StaffPayments.Wanted(Optional.of(new Money(PART, "EUR")),
                Optional.empty(), "staff", Optional.empty()));
        shop.settle(node, row.id());
        assertThat(met).isTrue();
        assertThat(steps.missed()).isEmpty();
        MoneyVerdict verdict = judged(guarded);
        assertThat(verdict.broken()).as(verdict::toString).isEqualTo(
                guarded ? Set.of() : Set.of(MoneyPromise.RECORDED));
        assertThat(shop.ledger(row.id()).refunded()).isEqualTo(guarded ? PART : 2 * PART);
    }

    /// A webhook that is delivered twice is stored once. Without the constraint it is stored twice,
    /// and still nothing is charged twice: an event is only a reason to look.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void receivesAnEventOnceByItsConstraint(boolean guarded) {
        Sabotage inbox = new Sabotage(scratch.database().dataSource());
        if (!guarded) {
            scratch.database().run(
                    "ALTER TABLE provider_event DROP CONSTRAINT provider_event_once");
            inbox.replace("ON CONFLICT ON CONSTRAINT provider_event_once DO NOTHING", "");
        }
        Payments node = shop.node(inbox.source(), Providers.shipped(), PaymentFaults.NONE);
        try (PaymentWebhooks webhooks = new PaymentWebhooks(shop, () -> node)) {
            shop.signedWith(webhooks.secret());
            shop.offer("manual");
            shop.sandbox.send(shop.key, "POST", "/sandbox/webhooks/behaviours", """
                    {"event": "*", "do": "repeat", "copies": 1, "times": -1}""");
            PaymentRow row = shop.begin(node, shop.hold());
            shop.pay(row);
            shop.settle(node, row.id());
            Instant until = Instant.now().plusSeconds(20);
            while (webhooks.taken.get() < 6 && Instant.now().isBefore(until)) {
                Thread.onSpinWait();
            }
            shop.settle(node, row.id());
        }
        assertThat(inbox.missed()).isEmpty();
        MoneyVerdict verdict = judged(guarded);
        assertThat(verdict.weighed(MoneyPromise.EVENT_ONCE)).isPositive();
        assertThat(verdict.broken()).as(verdict::toString).isEqualTo(
                guarded ? Set.of() : Set.of(MoneyPromise.EVENT_ONCE));
    }

    /// A hold is cancelled while the customer has the provider's page open. If its claims are given
    /// away before the provider has closed, the customer pays for nothing. The daily comparison
    /// finds it then, and the money goes back.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void givesAwayOnlyWhatTheProviderHasClosed(boolean guarded) {
        shop.offer("automatic");
        Providers providers = guarded ? Providers.shipped()
                : new Providers(List.of(new Unclosing(StripeProvider.sandbox())));
        Payments node =
                shop.node(scratch.database().dataSource(), providers, PaymentFaults.NONE);
        PaymentRow row = shop.begin(node, shop.hold());
        assertThat(node.leave(row, false)).isInstanceOf(Payments.Withdrawal.Free.class);
        shop.sellOut();
        assertThat(shop.pay(row)).isEqualTo(guarded ? "notOpen" : "paid");
        shop.settle(node, row.id());
        MoneyVerdict verdict = judged(guarded);
        if (guarded) {
            assertThat(verdict.findings()).isEmpty();
            return;
        }
        assertThat(verdict.broken()).as(verdict::toString).containsExactlyInAnyOrder(
                MoneyPromise.CHARGED_IS_BOOKED, MoneyPromise.RECORDED);
        node.compare(PaymentShop.HERE, "sandbox", Instant.now().minus(Duration.ofDays(1)));
        assertThat(shop.settle(node, row.id()).state()).isEqualTo(PaymentState.RETURNED);
        assertThat(ShopEvidence.judged(shop, scratch).findings()).isEmpty();
    }

    /// Says that it has closed, and has not.
    private record Unclosing(PaymentProvider real) implements PaymentProvider {
        @Override
        public String name() {
            return real.name();
        }

        @Override
        public Capabilities capabilities() {
            return real.capabilities();
        }

        @Override
        public List<ProviderSetting> settings() {
            return real.settings();
        }

        @Override
        public Optional<String> complaint(Money amount) {
            return real.complaint(amount);
        }

        @Override
        public ProviderClient connect(Map<String, String> settings) {
            return new UnclosingClient(real.connect(settings));
        }
    }

    private record UnclosingClient(ProviderClient real) implements ProviderClient {
        @Override
        public Answer<String> close(String key, Refs refs) {
            return Answer.done("expired");
        }

        @Override
        public Duration window() {
            return real.window();
        }

        @Override
        public Answer<Opened> open(String key, Opening what) {
            return real.open(key, what);
        }

        @Override
        public Answer<Look> look(Refs refs) {
            return real.look(refs);
        }

        @Override
        public Answer<String> capture(String key, Refs refs, Money amount) {
            return real.capture(key, refs, amount);
        }

        @Override
        public Answer<String> release(String key, Refs refs) {
            return real.release(key, refs);
        }

        @Override
        public Answer<ProviderRefund> refund(String key, Refs refs, RefundOrder order) {
            return real.refund(key, refs, order);
        }

        @Override
        public Answer<List<ProviderRefund>> refunds(Refs refs) {
            return real.refunds(refs);
        }

        @Override
        public Answer<Page<ProviderPayment>> payments(Instant since, Optional<String> after) {
            return real.payments(since, after);
        }

        @Override
        public Answer<Page<ProviderRefund>> refunds(Instant since, Optional<String> after) {
            return real.refunds(since, after);
        }

        @Override
        public Hint read(Delivery delivery, Instant now) {
            return real.read(delivery, now);
        }
    }
}
