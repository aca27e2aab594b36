package holdfast.lifecycle;

import holdfast.Refusal;
import holdfast.Verb;
import holdfast.claims.HoldChange;
import holdfast.claims.HoldState;
import java.util.List;

/// Every legal change of a hold, and the answer to every other one. `hold` makes a held hold and
/// `block` a blocked one. A held one whose deadline has passed counts as expired.
final class Lifecycle {
    private Lifecycle() {}

    sealed interface Step {
        /// The change is legal and leaves the hold in this state.
        record To(HoldState state) implements Step {}
    }

    /// Nothing changes: the same was done before, or the verb is refused.
    enum No implements Step {
        AGAIN,
        UNKNOWN,
        BOOKED,
        CANCELLED,
        EXPIRED
    }

    /// What a verb does to a hold in a state.
    ///
    /// @param block      whether the hold is a block of the venue, also when it has ended
    /// @param evenBooked whether the request wants to cancel a booking, too
    static Step step(Verb verb, HoldState state, boolean block, boolean evenBooked) {
        return switch (verb) {
            case CONFIRM -> switch (state) {
                case HELD -> new Step.To(HoldState.BOOKED);
                case BOOKED -> No.AGAIN;
                case BLOCKED -> No.UNKNOWN;
                case CANCELLED -> No.CANCELLED;
                case EXPIRED -> No.EXPIRED;
            };
            case EXTEND -> switch (state) {
                case HELD -> new Step.To(HoldState.HELD);
                case BOOKED -> No.BOOKED;
                case BLOCKED -> No.UNKNOWN;
                case CANCELLED -> No.CANCELLED;
                case EXPIRED -> No.EXPIRED;
            };
            case EXCHANGE -> switch (state) {
                case HELD, BOOKED -> new Step.To(state);
                case BLOCKED -> No.UNKNOWN;
                case CANCELLED -> No.CANCELLED;
                case EXPIRED -> No.EXPIRED;
            };
            case CANCEL -> block ? No.UNKNOWN : switch (state) {
                case HELD -> new Step.To(HoldState.CANCELLED);
                case BOOKED -> evenBooked ? new Step.To(HoldState.CANCELLED) : No.BOOKED;
                case BLOCKED -> No.UNKNOWN;
                case CANCELLED -> No.AGAIN;
                case EXPIRED -> No.EXPIRED;
            };
            case UNBLOCK -> !block ? No.UNKNOWN : switch (state) {
                case BLOCKED -> new Step.To(HoldState.CANCELLED);
                case CANCELLED -> No.AGAIN;
                case HELD, BOOKED, EXPIRED -> No.UNKNOWN;
            };
            case EXPIRE -> switch (state) {
                case HELD -> new Step.To(HoldState.EXPIRED);
                case BOOKED -> No.BOOKED;
                case BLOCKED -> No.UNKNOWN;
                case CANCELLED -> No.CANCELLED;
                case EXPIRED -> No.AGAIN;
            };
            case OFFER, WITHDRAW, HOLD, BLOCK ->
                    throw new IllegalArgumentException(verb + " changes no hold");
        };
    }

    /// The refusal of a change that is not legal; `hold` is the one that the request names.
    static Refusal refusal(No why, HoldRow hold) {
        return switch (why) {
            case UNKNOWN -> new Refusal.Unknown(List.of(hold.hold()));
            case BOOKED -> new Refusal.Booked(hold.hold());
            case CANCELLED -> new Refusal.Cancelled(hold.hold(), hold.end());
            case EXPIRED -> new Refusal.Expired(hold.hold(), hold.end());
            case AGAIN ->
                    throw new IllegalArgumentException("done before, not refused: " + hold.hold());
        };
    }

    /// Fails if the engine is about to write a change that is not legal.
    static void check(HoldRow before, HoldChange change) {
        Step step = step(change.verb(), before.life().state(), before.isBlock(), true);
        if (!step.equals(new Step.To(change.state()))) {
            throw new IllegalStateException(change.verb() + " of " + before.hold() + ": " + step);
        }
    }
}
