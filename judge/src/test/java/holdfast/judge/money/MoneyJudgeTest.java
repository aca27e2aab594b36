package holdfast.judge.money;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.judge.money.MoneyEvidence.Charge;
import holdfast.judge.money.MoneyEvidence.Paid;
import holdfast.judge.money.MoneyEvidence.Sold;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// One correct story of each kind, and for each promise a lie that the judge must find.
class MoneyJudgeTest {
    private final List<Charge> charges = new ArrayList<>();
    private final List<Paid> payments = new ArrayList<>();
    private final List<Sold> bookings = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private static final Map<String, Long> CAPACITY = Map.of("floor", 2L);

    private Set<MoneyPromise> broken() {
        MoneyVerdict verdict = MoneyJudge.judge(
                new MoneyEvidence(charges, payments, bookings, events, CAPACITY));
        assertThat(verdict.clean()).isEqualTo(verdict.broken().isEmpty());
        return verdict.broken();
    }

    private void charge(String payment, long reserved, long captured, long refunded) {
        charges.add(new Charge("ch_" + charges.size(), Optional.of(payment), reserved, captured,
                refunded));
    }

    private void payment(String id, String state, long captured, long refunded) {
        payments.add(new Paid(id, "hold of " + id, state, 100, captured, refunded));
    }

    private void booking(String payment, boolean live, String unit) {
        bookings.add(new Sold("hold of " + payment, live, Optional.of(payment),
                Map.of(unit, 1L)));
    }

    private void correct(String id, String unit) {
        payment(id, "settled", 100, 0);
        charge(id, 0, 100, 0);
        booking(id, true, unit);
    }

    @Test
    void acceptsEachCorrectEnd() {
        correct("settled", "A-1");
        payment("owed", "owed", 0, 0);
        charge("owed", 100, 0, 0);
        booking("owed", true, "A-2");
        payment("cancelled", "settled", 100, 60);
        charge("cancelled", 0, 100, 60);
        booking("cancelled", false, "A-1");
        payment("closed", "closed", 0, 0);
        charge("closed", 0, 0, 0);
        payment("returned", "returned", 100, 100);
        charge("returned", 0, 100, 100);
        payment("open", "open", 0, 0);
        bookings.add(new Sold("on site", true, Optional.empty(), Map.of("floor", 2L)));
        events.addAll(List.of("evt_1", "evt_2"));
        MoneyVerdict verdict = MoneyJudge.judge(
                new MoneyEvidence(charges, payments, bookings, events, CAPACITY));
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.weighed().keySet())
                .isEqualTo(EnumSet.allOf(MoneyPromise.class));
    }

    @Test
    void findsMoneyThatIsKeptWithoutABooking() {
        payment("p", "closed", 0, 0);
        charge("p", 0, 100, 0);
        assertThat(broken()).contains(MoneyPromise.CHARGED_IS_BOOKED, MoneyPromise.RECORDED);
    }

    @Test
    void findsAChargeThatNoPaymentKnows() {
        charges.add(new Charge("ch_stray", Optional.empty(), 0, 5, 0));
        assertThat(broken()).containsExactly(MoneyPromise.CHARGED_IS_BOOKED);
    }

    @Test
    void findsASecondChargeForOneBooking() {
        correct("p", "A-1");
        charge("p", 0, 100, 0);
        assertThat(broken()).containsExactlyInAnyOrder(
                MoneyPromise.BOOKED_IS_CHARGED, MoneyPromise.RECORDED);
    }

    @Test
    void findsABookingThatWasNotCharged() {
        payment("p", "settled", 0, 0);
        booking("p", true, "A-1");
        assertThat(broken()).containsExactly(MoneyPromise.BOOKED_IS_CHARGED);
    }

    @Test
    void findsABookingWhosePaymentIsOver() {
        payment("p", "returned", 100, 100);
        charge("p", 0, 100, 100);
        booking("p", true, "A-1");
        assertThat(broken()).containsExactly(MoneyPromise.BOOKED_IS_CHARGED);
    }

    @Test
    void findsTwoBookingsByOnePayment() {
        correct("p", "A-1");
        booking("p", true, "A-2");
        assertThat(broken()).containsExactly(MoneyPromise.BOOKED_IS_CHARGED);
    }

    @Test
    void findsAPaymentWithoutItsBooking() {
        payment("p", "owed", 0, 0);
        assertThat(broken()).containsExactly(MoneyPromise.BOOKED_IS_CHARGED);
    }

    @Test
    void findsAnAmountThatStaysReserved() {
        payment("p", "closed", 0, 0);
        charge("p", 100, 0, 0);
        assertThat(broken()).containsExactly(MoneyPromise.RESERVED_IS_FREED);
    }

    @Test
    void findsARefundBeyondTheCharge() {
        payment("p", "settled", 100, 120);
        charge("p", 0, 100, 120);
        booking("p", false, "A-1");
        assertThat(broken()).containsExactly(MoneyPromise.REFUNDED_WAS_CHARGED);
    }

    @Test
    void findsARefundThatIsNotRecorded() {
        payment("p", "settled", 100, 50);
        charge("p", 0, 100, 80);
        booking("p", true, "A-1");
        assertThat(broken()).containsExactly(MoneyPromise.RECORDED);
    }

    @Test
    void findsAPaymentInMotion() {
        payment("p", "capturing", 0, 0);
        assertThat(broken()).containsExactly(MoneyPromise.AT_REST);
        payment("q", "open", 0, 0);
        charge("q", 100, 0, 0);
        assertThat(broken()).contains(MoneyPromise.AT_REST, MoneyPromise.RESERVED_IS_FREED);
    }

    @Test
    void findsAnEventThatWasReceivedTwice() {
        events.addAll(List.of("evt_1", "evt_1"));
        assertThat(broken()).containsExactly(MoneyPromise.EVENT_ONCE);
    }

    @Test
    void findsSeatsAndPlacesThatWereSoldTwice() {
        correct("p", "A-1");
        correct("q", "A-1");
        assertThat(broken()).containsExactly(MoneyPromise.SOLD_ONCE);
        bookings.clear();
        booking("p", true, "A-1");
        bookings.add(new Sold("hold of q", true, Optional.of("q"), Map.of("floor", 3L)));
        assertThat(broken()).containsExactly(MoneyPromise.SOLD_ONCE);
    }
}
