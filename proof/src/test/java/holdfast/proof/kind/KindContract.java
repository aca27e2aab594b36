package holdfast.proof.kind;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.ExchangeOutcome;
import holdfast.ExchangeRequest;
import holdfast.ExtendOutcome;
import holdfast.ExtendRequest;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Inventory;
import holdfast.OfferOutcome;
import holdfast.RecordedAnswer;
import holdfast.Refusal;
import holdfast.engine.Limits;
import holdfast.testkit.Scratch;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The contract that every kind fulfils. A kind says what is offered, and the claims ("pieces")
/// that can all be granted together and leave nothing free.
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class KindContract {
    static final String HERE = "theatre";
    static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");
    private static final Duration QUARTER = Duration.ofMinutes(15);

    @RegisterExtension
    final Scratch scratch = Scratch.recycled();

    abstract List<Inventory> offered();

    abstract List<Claim> pieces();

    @BeforeEach
    void offer() {
        scratch.clock().set(NOW);
        for (Inventory inventory : offered()) {
            assertThat(scratch.engine().offer(HERE, inventory))
                    .isInstanceOf(OfferOutcome.Offered.class);
        }
    }

    @Test
    void holdsAllOfItAndNoMore() {
        assertThat(left(scratch.engine())).isEqualTo(pieces().size());
        granted(scratch.engine(), all());
        assertThat(left(scratch.engine())).isZero();
        for (Claim piece : pieces()) {
            assertThat(scratch.engine().hold(new HoldRequest(HERE, piece)))
                    .isInstanceOf(Refusal.Unavailable.class);
        }
        assertThat(scratch.engine().hold(all())).isInstanceOf(Refusal.Unavailable.class);
    }

    @Test
    void sellsOutOneByOne() {
        for (int sold = 0; sold < pieces().size(); sold++) {
            assertThat(left(scratch.engine())).isEqualTo(pieces().size() - sold);
            confirmed(granted(scratch.engine(), new HoldRequest(HERE, pieces().get(sold))));
        }
        assertThat(left(scratch.engine())).isZero();
    }

    @Test
    void holdsWhatWasCancelled() {
        Hold first = granted(scratch.engine(), all());
        cancel(first);
        assertThat(left(scratch.engine())).isEqualTo(pieces().size());
        Hold booking = confirmed(granted(scratch.engine(), all()));
        assertThat(scratch.engine().cancel(new CancelRequest(HERE, booking.id(), false)))
                .isInstanceOf(Refusal.Booked.class);
        assertThat(left(scratch.engine())).isZero();
        cancel(booking);
        assertThat(left(scratch.engine())).isEqualTo(pieces().size());
    }

    @Test
    void takesNothingForABasketThatDoesNotFit() {
        granted(scratch.engine(), new HoldRequest(HERE, pieces().getLast()));
        assertThat(scratch.engine().hold(all())).isInstanceOf(Refusal.Unavailable.class);
        assertThat(left(scratch.engine())).isEqualTo(pieces().size() - 1);
    }

    @Test
    void freesAHoldExactlyAtItsDeadline() {
        Hold.Held held = granted(scratch.engine(), all().holdFor(QUARTER));
        assertThat(held.deadline()).isEqualTo(NOW.plus(QUARTER));
        scratch.clock().set(held.deadline().minus(1, ChronoUnit.MICROS));
        assertThat(left(scratch.engine())).isZero();
        assertThat(scratch.engine().find(HERE, held.id())).contains(held);
        scratch.clock().set(held.deadline());
        assertThat(left(scratch.engine())).isEqualTo(pieces().size());
        assertThat(scratch.engine().confirm(new ConfirmRequest(HERE, held.id())))
                .isEqualTo(new Refusal.Expired(held.id(), held.deadline()));
        granted(scratch.engine(), all());
        assertThat(scratch.engine().expire(100)).isPositive();
        assertThat(left(scratch.engine())).isZero();
    }

    /// No other request took anything meanwhile; the hold is over all the same.
    @Test
    void refusesEveryVerbAtTheDeadline() {
        Hold.Held held = granted(scratch.engine(), all().holdFor(QUARTER));
        Refusal.Expired over = new Refusal.Expired(held.id(), held.deadline());
        scratch.clock().set(held.deadline());
        String id = held.id();
        assertThat(scratch.engine().confirm(new ConfirmRequest(HERE, id))).isEqualTo(over);
        assertThat(scratch.engine().extend(new ExtendRequest(HERE, id, QUARTER))).isEqualTo(over);
        assertThat(scratch.engine().cancel(new CancelRequest(HERE, id, true))).isEqualTo(over);
        assertThat(scratch.engine().exchange(
                new ExchangeRequest(HERE, id, held.version(), pieces().getFirst())))
                .isEqualTo(over);
        assertThat(scratch.engine().find(HERE, id)).get().isInstanceOf(Hold.Expired.class);
        assertThat(left(scratch.engine())).isEqualTo(pieces().size());
    }

    @Test
    void expiresHoldsAfterTheirDeadline() {
        Hold.Held held = granted(scratch.engine(), all().holdFor(QUARTER));
        scratch.clock().set(held.deadline());
        assertThat(scratch.engine().expire(100)).isEqualTo(1);
        assertThat(scratch.engine().expire(100)).isZero();
        assertThat(scratch.engine().find(HERE, held.id())).get().isInstanceOf(Hold.Expired.class);
        assertThat(left(scratch.engine())).isEqualTo(pieces().size());
    }

    @Test
    void keepsAnExtendedHoldUntilItsNewDeadline() {
        Hold.Held held = granted(scratch.engine(), all().holdFor(QUARTER));
        scratch.clock().tick(Duration.ofMinutes(10));
        Instant later = NOW.plus(Duration.ofMinutes(25));
        assertThat(scratch.engine().extend(new ExtendRequest(HERE, held.id(), QUARTER)))
                .isInstanceOfSatisfying(ExtendOutcome.Extended.class,
                        done -> assertThat(done.hold().deadline()).isEqualTo(later));
        scratch.clock().set(later.minus(1, ChronoUnit.MICROS));
        assertThat(left(scratch.engine())).isZero();
        scratch.clock().set(later);
        assertThat(left(scratch.engine())).isEqualTo(pieces().size());
    }

    @Test
    void exchangesOldClaimsForNewOnes() {
        Hold one = granted(scratch.engine(), new HoldRequest(HERE, pieces().getFirst()));
        Hold two = exchanged(one, pieces().getLast());
        assertThat(two.id()).isEqualTo(one.id());
        assertThat(left(scratch.engine())).isEqualTo(pieces().size() - 1);
        Hold whole = exchanged(two, pieces().toArray(new Claim[0]));
        assertThat(left(scratch.engine())).isZero();
        exchanged(confirmed(whole), pieces().getFirst());
        assertThat(left(scratch.engine())).isEqualTo(pieces().size() - 1);
    }

    @Test
    void changesNothingForARefusedExchange() {
        Hold mine = granted(scratch.engine(), new HoldRequest(HERE, pieces().getFirst()));
        granted(scratch.engine(), new HoldRequest(HERE, pieces().getLast()));
        assertThat(scratch.engine().exchange(new ExchangeRequest(
                HERE, mine.id(), mine.version(), pieces().toArray(new Claim[0]))))
                .isInstanceOf(Refusal.Unavailable.class);
        assertThat(scratch.engine().find(HERE, mine.id())).contains(mine);
        assertThat(left(scratch.engine())).isEqualTo(pieces().size() - 2);
    }

    @Test
    void returnsTheSameHoldForTheSameKey() {
        HoldRequest request = new HoldRequest(HERE, pieces().getFirst()).key("k");
        Hold.Held held = granted(scratch.engine(), request);
        assertThat(scratch.engine().hold(request))
                .isEqualTo(new HoldOutcome.Granted(held, true));
        assertThat(scratch.engine().hold(all().key("k"))).isEqualTo(new Refusal.KeyReused("k"));
        assertThat(left(scratch.engine())).isEqualTo(pieces().size() - 1);
    }

    @Test
    void recallsTheAnswerOfAKeyAndTakesNothing() {
        HoldRequest plain = new HoldRequest(HERE, pieces().getFirst()).key("k");
        HoldRequest request = new HoldRequest(HERE, plain.claims(), plain.holdFor(),
                plain.customer(), plain.limits(), plain.options().fingerprint("one"));
        assertThat(scratch.engine().recall(HERE, "k", "one")).isEmpty();
        assertThat(left(scratch.engine())).isEqualTo(pieces().size());
        Hold.Held held = granted(scratch.engine(), request);
        scratch.engine().cancel(new CancelRequest(HERE, held.id(), false));
        assertThat(scratch.engine().recall(HERE, "k", "one"))
                .contains(new RecordedAnswer.Done(held, false));
        assertThat(scratch.engine().recall(HERE, "k", "other"))
                .contains(new RecordedAnswer.Refused(new Refusal.KeyReused("k")));
        assertThat(left(scratch.engine())).isEqualTo(pieces().size());
    }

    @Test
    void keepsEverythingAcrossARestart() {
        HoldRequest request = all().key("k").customer("ann");
        Hold.Held held = granted(scratch.engine(), request);
        scratch.engine().close();
        Holdfast next = scratch.open(Limits.usual());
        assertThat(next.find(HERE, held.id())).contains(held);
        assertThat(next.hold(request)).isEqualTo(new HoldOutcome.Granted(held, true));
        assertThat(left(next)).isZero();
        assertThat(next.confirm(new ConfirmRequest(HERE, held.id())))
                .isInstanceOfSatisfying(ConfirmOutcome.Confirmed.class,
                        done -> assertThat(done.booking().basket().items())
                                .isEqualTo(held.basket().items()));
        assertThat(next.cancel(new CancelRequest(HERE, held.id(), true)))
                .isInstanceOf(CancelOutcome.Done.class);
        assertThat(left(next)).isEqualTo(pieces().size());
    }

    @Test
    void showsTheSameOnTwoEngines() {
        Holdfast one = scratch.engine();
        Holdfast other = scratch.open(Limits.usual().batch(1));
        for (int sold = 0; sold < pieces().size(); sold++) {
            Claim piece = pieces().get(sold);
            Hold held = granted(sold % 2 == 0 ? one : other, new HoldRequest(HERE, piece));
            assertThat(one.find(HERE, held.id())).isEqualTo(other.find(HERE, held.id()));
            assertThat(left(one)).isEqualTo(pieces().size() - 1 - sold);
            assertThat(left(other)).isEqualTo(pieces().size() - 1 - sold);
        }
    }

    /// An engine's fast refusals must not outlast a cancellation on another engine.
    @Test
    void sellsWhatAnotherEngineFreed() {
        Holdfast one = scratch.engine();
        Holdfast other = scratch.open(Limits.usual().batch(1));
        for (int turn = 0; turn < 3; turn++) {
            Hold held = granted(one, all());
            assertThat(other.hold(all())).isInstanceOf(Refusal.Unavailable.class);
            assertThat(one.cancel(new CancelRequest(HERE, held.id(), false)))
                    .isInstanceOf(CancelOutcome.Done.class);
            Hold next = granted(other, all());
            assertThat(one.hold(all())).isInstanceOf(Refusal.Unavailable.class);
            assertThat(one.cancel(new CancelRequest(HERE, next.id(), false)))
                    .isInstanceOf(CancelOutcome.Done.class);
        }
    }

    @Test
    void keepsHoldsOfWhatIsTakenOffSale() {
        Hold held = granted(scratch.engine(), new HoldRequest(HERE, pieces().getFirst()));
        for (Inventory inventory : offered()) {
            assertThat(scratch.engine().withdraw(HERE, inventory.kind(), inventory.id()))
                    .isInstanceOf(OfferOutcome.Offered.class);
        }
        assertThat(scratch.engine().hold(new HoldRequest(HERE, pieces().getLast())))
                .isInstanceOf(Refusal.NotOnSale.class);
        cancel(confirmed(held));
    }

    HoldRequest all() {
        return new HoldRequest(HERE, pieces().toArray(new Claim[0]));
    }

    /// How many pieces are free: holds each, and cancels what it got.
    long left(Holdfast engine) {
        List<String> got = new ArrayList<>();
        for (Claim piece : pieces()) {
            if (engine.hold(new HoldRequest(HERE, piece)) instanceof HoldOutcome.Granted granted) {
                got.add(granted.hold().id());
            }
        }
        got.forEach(id -> assertThat(engine.cancel(new CancelRequest(HERE, id, false)))
                .isInstanceOf(CancelOutcome.Done.class));
        return got.size();
    }

    static Hold.Held granted(Holdfast engine, HoldRequest request) {
        HoldOutcome outcome = engine.hold(request);
        assertThat(outcome).isInstanceOf(HoldOutcome.Granted.class);
        assertThat(((HoldOutcome.Granted) outcome).again()).isFalse();
        return ((HoldOutcome.Granted) outcome).hold();
    }

    private Hold confirmed(Hold hold) {
        ConfirmOutcome outcome = scratch.engine().confirm(new ConfirmRequest(HERE, hold.id()));
        assertThat(outcome).isInstanceOf(ConfirmOutcome.Confirmed.class);
        return ((ConfirmOutcome.Confirmed) outcome).booking();
    }

    private void cancel(Hold hold) {
        assertThat(scratch.engine().cancel(new CancelRequest(HERE, hold.id(), true)))
                .isInstanceOf(CancelOutcome.Done.class);
    }

    private Hold exchanged(Hold hold, Claim... claims) {
        ExchangeOutcome outcome = scratch.engine().exchange(
                new ExchangeRequest(HERE, hold.id(), hold.version(), claims));
        assertThat(outcome).isInstanceOf(ExchangeOutcome.Exchanged.class);
        Hold now = ((ExchangeOutcome.Exchanged) outcome).hold();
        assertThat(scratch.engine().find(HERE, hold.id())).isEqualTo(Optional.of(now));
        return now;
    }
}
