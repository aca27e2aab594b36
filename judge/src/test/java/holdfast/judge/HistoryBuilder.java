package holdfast.judge;

import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Builds a history for a test. Its database clock shows as many milliseconds after ten o'clock as
/// the monotonic clock shows nanoseconds.
final class HistoryBuilder {
    static final Instant TEN = Instant.parse("2026-12-01T10:00:00Z");

    private final List<Operation> operations = new ArrayList<>();

    static Instant at(long millis) {
        return TEN.plus(Duration.ofMillis(millis));
    }

    private static Moment moment(long millis) {
        return new Moment(millis, at(millis));
    }

    /// Adds a request at `from`, answered at `to`. A granted hold was made when it was requested,
    /// and lasts until its deadline.
    HistoryBuilder call(long from, long to, RecordedCall call, Object answer) {
        if (call instanceof RecordedCall.Hold(HoldRequest request)
                && answer instanceof HoldOutcome.Granted(Hold.Held held, boolean again)) {
            Hold.Basket was = held.basket();
            Hold.Basket basket = new Hold.Basket(
                    was.id(), was.version(), was.customer(), at(from), was.items(), was.notes());
            Duration length = Duration.between(at(from), held.deadline());
            return add(from, to, new RecordedCall.Hold(request.holdFor(length)),
                    new HoldOutcome.Granted(
                            new Hold.Held(basket, held.deadline()), again));
        }
        return add(from, to, call, answer);
    }

    private HistoryBuilder add(long from, long to, RecordedCall call, Object answer) {
        operations.add(new Operation(operations.size() + 1, "anna", call,
                moment(from), moment(to), answer));
        return this;
    }

    /// The same, as part of the final reads.
    HistoryBuilder closing(long from, long to, RecordedCall call, Object answer) {
        operations.add(new Operation(operations.size() + 1, FinalReads.CLIENT, call,
                moment(from), moment(to), answer));
        return this;
    }

    History history() {
        return new History(operations);
    }

    static Hold.Basket basket(String hold, int version, HeldItem... items) {
        return new Hold.Basket(
                hold, version, Optional.empty(), TEN, List.of(items), Hold.Notes.NONE);
    }

    static Hold.Held held(String hold, long deadline, HeldItem... items) {
        return new Hold.Held(basket(hold, 1, items), at(deadline));
    }
}
