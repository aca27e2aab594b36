package holdfast.judge;

import static holdfast.judge.HistoryBuilder.at;
import static holdfast.judge.HistoryBuilder.basket;
import static holdfast.judge.HistoryBuilder.held;
import static org.assertj.core.api.Assertions.assertThat;

import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.Effect;
import holdfast.ExtendOutcome;
import holdfast.ExtendRequest;
import holdfast.Free;
import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Inventory;
import holdfast.JournalLine;
import holdfast.Kind;
import holdfast.Limit;
import holdfast.OfferOutcome;
import holdfast.Refusal;
import holdfast.Shortage;
import holdfast.Verb;
import holdfast.Window;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Tests where the judge draws the line between certain and only possible.
class JudgeTest {
    private static final Inventory.SeatMap HALL = new Inventory.SeatMap("hall", List.of(
            new Inventory.Row(List.of(new Inventory.Seat("A-1"), new Inventory.Seat("A-2")))));

    private static HistoryBuilder builder() {
        return new HistoryBuilder()
                .call(0, 1, new RecordedCall.Offer("w", HALL), new OfferOutcome.Offered("hall", 1))
                .call(0, 1, new RecordedCall.Offer("w", new Inventory.Pool("p", 3)),
                        new OfferOutcome.Offered("p", 1))
                .call(0, 1, new RecordedCall.Offer("w", new Inventory.Calendar("maya")),
                        new OfferOutcome.Offered("maya", 1));
    }

    private static RecordedCall.Hold asks(Claim... claims) {
        return new RecordedCall.Hold(new HoldRequest("w", claims));
    }

    private static RecordedCall.Hold seat() {
        return asks(new Claim.Seats("hall", "A-1"));
    }

    private static HoldOutcome.Granted seat(String hold, long deadline) {
        return new HoldOutcome.Granted(
                held(hold, deadline, new HeldItem.Seats("hall", List.of("A-1"))), false);
    }

    private static HoldOutcome.Granted places(String hold, long quantity) {
        return places(hold, quantity, 1_000);
    }

    private static HoldOutcome.Granted places(String hold, long quantity, long deadline) {
        return new HoldOutcome.Granted(
                held(hold, deadline, new HeldItem.Capacity("p", quantity)), false);
    }

    private static RecordedCall.Confirm confirm(String hold) {
        return new RecordedCall.Confirm(new ConfirmRequest("w", hold));
    }

    private static ConfirmOutcome.Confirmed confirmed(String hold, long at) {
        return new ConfirmOutcome.Confirmed(new Hold.Booked(
                basket(hold, 2, new HeldItem.Seats("hall", List.of("A-1"))), at(at)), false);
    }

    private static RecordedCall.Cancel cancel(String hold) {
        return new RecordedCall.Cancel(new CancelRequest("w", hold, true));
    }

    private static CancelOutcome.Done cancelled(String hold, long at, boolean again) {
        return new CancelOutcome.Done(new Hold.Cancelled(
                basket(hold, 3, new HeldItem.Seats("hall", List.of("A-1"))), at(at)), again);
    }

    private static void finds(HistoryBuilder builder, Promise... broken) {
        Verdict verdict = Judge.judge(builder.history(), Duration.ZERO);
        assertThat(verdict.broken()).as(verdict::toString).containsExactlyInAnyOrder(broken);
    }

    @Test
    void findsASeatThatTwoCertainlyHadAtOnce() {
        finds(builder().call(2, 3, seat(), seat("h1", 100)).call(4, 5, seat(), seat("h2", 100)),
                Promise.SEAT_ONCE);
    }

    @Test
    void acceptsASeatThatMayHaveExpiredBeforeTheSecondHold() {
        finds(builder().call(2, 3, seat(), seat("h1", 10)).call(4, 12, seat(), seat("h2", 100)));
    }

    @Test
    void findsASeatHeldAfterItWasBooked() {
        finds(builder().call(2, 3, seat(), seat("h1", 10))
                .call(4, 5, confirm("h1"), confirmed("h1", 4))
                .call(12, 13, seat(), seat("h2", 100)),
                Promise.SEAT_ONCE);
    }

    @Test
    void acceptsASeatThatMayHaveBeenCancelled() {
        finds(builder().call(2, 3, seat(), seat("h1", 100))
                .call(4, 9, cancel("h1"), new NoAnswer("cut", false))
                .call(5, 6, seat(), seat("h2", 100)));
    }

    @Test
    void findsAPoolThatHadLess() {
        finds(builder().call(2, 3, asks(new Claim.Capacity("p", 2)), places("h1", 2))
                .call(4, 5, asks(new Claim.Capacity("p", 2)), places("h2", 2)),
                Promise.NEVER_OVERSOLD);
    }

    @Test
    void acceptsARefusalWhileAnotherMayHaveHadThePlaces() {
        Refusal.Unavailable refused = new Refusal.Unavailable(
                List.of(new Shortage(0, "p", 2, 1, List.of())));
        finds(builder().call(2, 9, asks(new Claim.Capacity("p", 2)), places("h1", 2))
                .call(3, 4, asks(new Claim.Capacity("p", 2)), refused));
    }

    @Test
    void findsARefusalOfFreePlaces() {
        Refusal.Unavailable refused = new Refusal.Unavailable(
                List.of(new Shortage(0, "p", 2, 1, List.of())));
        finds(builder().call(2, 3, asks(new Claim.Capacity("p", 2)), refused)
                .call(4, 5, asks(new Claim.Capacity("p", 2)), places("h1", 2)),
                Promise.HONEST);
    }

    @Test
    void findsARefusalOfAFreeTime() {
        Window window = new Window(at(0), at(1_000));
        finds(builder().call(2, 3, asks(new Claim.Time("maya", window)), new Refusal.Unavailable(
                List.of(new Shortage(0, "maya", 1, 0, List.of("maya"))))), Promise.HONEST);
    }

    @Test
    void findsTwoVisitsInOneLane() {
        Window window = new Window(at(0), at(1_000));
        HeldItem.Time time = new HeldItem.Time(
                List.of(new HeldItem.Stretch("maya", 0, window, window)));
        RecordedCall.Hold asked = asks(new Claim.Time("maya", window));
        finds(builder()
                .call(2, 3, asked, new HoldOutcome.Granted(held("h1", 100, time), false))
                .call(4, 5, asked, new HoldOutcome.Granted(held("h2", 100, time), false)),
                Promise.NO_OVERLAP);
    }

    @Test
    void findsAConfirmationAfterTheDeadline() {
        finds(builder().call(2, 3, seat(), seat("h1", 10))
                .call(10, 11, confirm("h1"), confirmed("h1", 9)),
                Promise.EXACT_EXPIRY);
    }

    @Test
    void findsAnExpiryBeforeTheDeadline() {
        finds(builder().call(2, 3, seat(), seat("h1", 10))
                .call(4, 5, confirm("h1"), new Refusal.Expired("h1", at(10))),
                Promise.EXACT_EXPIRY);
    }

    @Test
    void findsAHoldThatIsLost() {
        finds(builder().call(2, 3, seat(), seat("h1", 10))
                .call(4, 5, new RecordedCall.Find("w", "h1"), Optional.empty()),
                Promise.VISIBLE);
    }

    @Test
    void findsABookingThatIsHeldAgain() {
        finds(builder().call(2, 3, seat(), seat("h1", 100))
                .call(4, 5, confirm("h1"), confirmed("h1", 4))
                .call(6, 7, new RecordedCall.Find("w", "h1"),
                        Optional.of(seat("h1", 100).hold())),
                Promise.VISIBLE);
    }

    @Test
    void findsAHoldThatWasCancelledTwice() {
        finds(builder().call(2, 3, seat(), seat("h1", 100))
                .call(4, 5, cancel("h1"), cancelled("h1", 4, false))
                .call(6, 7, cancel("h1"), cancelled("h1", 6, false)),
                Promise.BACK_ONCE, Promise.ENDS_ONCE);
    }

    @Test
    void findsTwoHoldsOfOneKey() {
        RecordedCall.Hold asked = new RecordedCall.Hold(
                new HoldRequest("w", new Claim.Capacity("p", 1)).key("k"));
        finds(builder().call(2, 3, asked, places("h1", 1, 1_000))
                .call(4, 5, asked, places("h2", 1, 1_002)),
                Promise.SAME_ANSWER);
    }

    @Test
    void findsAKeyWithoutAnAnswer() {
        RecordedCall.Hold asked = new RecordedCall.Hold(
                new HoldRequest("w", new Claim.Capacity("p", 1)).key("k"));
        finds(builder().call(2, 3, asked, new NoAnswer("cut", false))
                .closing(4, 5, new RecordedCall.Find("w", "nobody"), Optional.empty()),
                Promise.RESOLVABLE);
    }

    @Test
    void findsACustomerBeyondTheLimit() {
        RecordedCall.Hold asked =
                new RecordedCall.Hold(new HoldRequest("w", new Claim.Capacity("p", 1))
                        .customer("c", new Limit("event", 1, 1)));
        finds(builder().call(2, 3, asked, places("h1", 1)).call(4, 5, asked, places("h2", 1)),
                Promise.LIMITED);
    }

    private static RecordedCall.Extend extend() {
        return new RecordedCall.Extend(new ExtendRequest("w", "h1", Duration.ofMillis(90)));
    }

    private static ExtendOutcome.Extended extended() {
        return new ExtendOutcome.Extended(new Hold.Held(
                basket("h1", 2, new HeldItem.Seats("hall", List.of("A-1"))), at(100)), false);
    }

    private static RecordedCall.FreeSeats list() {
        return new RecordedCall.FreeSeats("w", "hall");
    }

    private static Optional<Free.Seats> bothFree() {
        return Optional.of(new Free.Seats("hall", 2, true, List.of(
                new Free.Place("A-1", Free.State.FREE, false, Optional.of(at(10))),
                new Free.Place("A-2", Free.State.FREE, false, Optional.empty()))));
    }

    @Test
    void acceptsEitherListWhileAnExtensionIsUnderWay() {
        finds(builder().call(2, 3, seat(), seat("h1", 10))
                .call(8, 14, extend(), extended())
                .call(11, 12, list(), bothFree()));
    }

    @Test
    void findsAListWithoutTheExtendedHold() {
        finds(builder().call(2, 3, seat(), seat("h1", 10))
                .call(8, 14, extend(), extended())
                .call(15, 16, list(), bothFree()),
                Promise.VISIBLE);
    }

    @Test
    void findsAListWithoutAHoldBeforeItsDeadline() {
        finds(builder().call(2, 3, seat(), seat("h1", 10))
                .call(7, 14, extend(), extended())
                .call(8, 9, list(), bothFree()),
                Promise.VISIBLE);
    }

    @Test
    void findsAListWithoutAHoldExtendedInTime() {
        finds(builder().call(2, 3, seat(), seat("h1", 10))
                .call(8, 9, extend(), extended())
                .call(11, 12, list(), bothFree()),
                Promise.VISIBLE);
    }

    private static JournalLine offered(long version, long millis, int lanes) {
        return new JournalLine(Kind.TIME, "maya", version, at(millis),
                new JournalLine.Happening(Verb.OFFER, Effect.OFFER, Optional.empty()),
                new JournalLine.Subject(Optional.empty(), 0,
                        new JournalLine.Calendar(lanes, Optional.empty(), true),
                        Optional.empty()));
    }

    /// A calendar with a second lane, and a visit in it.
    private static HistoryBuilder secondLane(Object answer, int noted) {
        Window window = new Window(at(0), at(1_000));
        HeldItem.Time time =
                new HeldItem.Time(List.of(new HeldItem.Stretch("maya", 1, window, window)));
        JournalLine visit = new JournalLine(Kind.TIME, "maya", 3, at(4),
                new JournalLine.Happening(Verb.HOLD, Effect.TAKE, Optional.empty()),
                new JournalLine.Subject(Optional.of("h1"), 1,
                        new JournalLine.Stretch(0, 0, 1, window, window),
                        Optional.of(at(100))));
        return builder()
                .call(2, 3, new RecordedCall.Offer("w", new Inventory.Calendar("maya", 2, null)),
                        answer)
                .call(4, 5, asks(new Claim.Time("maya", window)),
                        new HoldOutcome.Granted(held("h1", 100, time), false))
                .closing(6, 7, new RecordedCall.InventoryHistory("w", Kind.TIME, "maya", 0, 500),
                        List.of(offered(1, 0, 1), offered(2, 2, noted), visit));
    }

    @Test
    void acceptsALaneOfAnUnansweredOffer() {
        finds(secondLane(new NoAnswer("cut", false), 2));
    }

    /// A retry that finds the offer done gets the journal's version of that moment.
    @Test
    void acceptsALaneOfAnOfferAnsweredLater() {
        finds(secondLane(new OfferOutcome.Offered("maya", 3), 2));
    }

    @Test
    void findsALaneThatWasNotOffered() {
        finds(secondLane(new NoAnswer("cut", false), 1), Promise.NO_OVERLAP);
    }

    @Test
    void findsAnOfferThatDiffersFromTheJournal() {
        finds(secondLane(new OfferOutcome.Offered("maya", 2), 3), Promise.CONSERVED);
    }

    @Test
    void findsAPartOfABasket() {
        finds(builder().call(2, 3,
                asks(new Claim.Capacity("p", 1), new Claim.Seats("hall", "A-2")),
                places("h1", 1)),
                Promise.WHOLE);
    }
}
