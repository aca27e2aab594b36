package holdfast.claims;

import holdfast.Verb;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The states of a hold, and of its claims while it lives.
public enum HoldState {
    HELD,
    BOOKED,
    BLOCKED,
    CANCELLED,
    EXPIRED;

    /// The state in which a verb leaves a hold. An exchange keeps the state, and a hold of a venue
    /// for its listing is booked at once; both are told from a held one by the missing deadline.
    ///
    /// @param until the deadline from then on, or null for none
    public static HoldState after(Verb verb, @Nullable Instant until) {
        return switch (verb) {
            case CANCEL, UNBLOCK -> CANCELLED;
            case EXPIRE -> EXPIRED;
            case BLOCK -> BLOCKED;
            case HOLD, EXTEND, EXCHANGE, CONFIRM -> until == null ? BOOKED : HELD;
            case OFFER, WITHDRAW ->
                    throw new IllegalArgumentException(verb + " leaves no hold behind");
        };
    }
}
