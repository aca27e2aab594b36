package holdfast.judge;

import holdfast.BlockOutcome;
import holdfast.CancelOutcome;
import holdfast.ConfirmOutcome;
import holdfast.ExchangeOutcome;
import holdfast.ExtendOutcome;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.Refusal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A hold's state in an answer, valid at some moment from `since` to `until`. `at` is its deadline
/// or the moment it ended; `hold` is absent where a refusal gave only the state.
record ObservedHold(
        Operation by,
        long since,
        long until,
        State state,
        @Nullable Hold hold,
        @Nullable Instant at) {

    enum State {
        HELD,
        BLOCKED,
        BOOKED,
        CANCELLED,
        EXPIRED;

        boolean live() {
            return this == HELD || this == BLOCKED || this == BOOKED;
        }

        /// Whether this state may become the other one.
        boolean leadsTo(State later) {
            return switch (this) {
                case HELD -> later != BLOCKED;
                case BLOCKED -> later == BLOCKED || later == CANCELLED;
                case BOOKED -> later == BOOKED || later == CANCELLED;
                case CANCELLED, EXPIRED -> later == this;
            };
        }
    }

    /// The id of the hold in the answer.
    static Optional<String> of(Operation operation) {
        Hold hold = shown(operation);
        if (hold != null) {
            return Optional.of(hold.id());
        }
        return switch (operation.answer()) {
            case Refusal.Expired(String id, _) -> Optional.of(id);
            case Refusal.Cancelled(String id, _) -> Optional.of(id);
            case Refusal.Booked(String id) -> Optional.of(id);
            default -> Optional.empty();
        };
    }

    static ObservedHold in(Operation operation, long since) {
        long until = operation.answered().nanos();
        Hold hold = shown(operation);
        if (hold != null) {
            return new ObservedHold(operation, since, until, state(hold), hold, at(hold));
        }
        return switch (operation.answer()) {
            case Refusal.Expired(_, Instant at) ->
                    new ObservedHold(operation, since, until, State.EXPIRED, null, at);
            case Refusal.Cancelled(_, Instant at) ->
                    new ObservedHold(operation, since, until, State.CANCELLED, null, at);
            case Refusal.Booked(_) ->
                    new ObservedHold(operation, since, until, State.BOOKED, null, null);
            default -> throw new IllegalArgumentException("shows no hold: " + operation);
        };
    }

    private static @Nullable Hold shown(Operation operation) {
        return switch (operation.answer()) {
            case HoldOutcome.Granted granted -> granted.hold();
            case BlockOutcome.Blocked blocked -> blocked.block();
            case ConfirmOutcome.Confirmed confirmed -> confirmed.booking();
            case CancelOutcome.Done done -> done.hold();
            case ExtendOutcome.Extended extended -> extended.hold();
            case ExchangeOutcome.Exchanged exchanged -> exchanged.hold();
            case Optional<?> found when found.orElse(null) instanceof Hold hold -> hold;
            default -> null;
        };
    }

    private static State state(Hold hold) {
        return switch (hold) {
            case Hold.Held _ -> State.HELD;
            case Hold.Booked _ -> State.BOOKED;
            case Hold.Blocked _ -> State.BLOCKED;
            case Hold.Cancelled _ -> State.CANCELLED;
            case Hold.Expired _ -> State.EXPIRED;
        };
    }

    private static @Nullable Instant at(Hold hold) {
        return switch (hold) {
            case Hold.Held held -> held.deadline();
            case Hold.Booked booked -> booked.at();
            case Hold.Blocked _ -> null;
            case Hold.Cancelled cancelled -> cancelled.at();
            case Hold.Expired expired -> expired.at();
        };
    }

    /// Whether the answer says that this call caused the state.
    boolean first() {
        return switch (by.answer()) {
            case HoldOutcome.Granted granted -> !granted.again();
            case BlockOutcome.Blocked blocked -> !blocked.again();
            case ConfirmOutcome.Confirmed confirmed -> !confirmed.again();
            case CancelOutcome.Done done -> !done.again();
            case ExtendOutcome.Extended extended -> !extended.again();
            case ExchangeOutcome.Exchanged exchanged -> !exchanged.again();
            default -> false;
        };
    }
}
