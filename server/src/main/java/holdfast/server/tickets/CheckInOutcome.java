package holdfast.server.tickets;

import holdfast.Hold;
import holdfast.server.catalog.Money;
import java.util.Optional;

/// The answer to a scan.
public sealed interface CheckInOutcome {

    /// The person is in, or out.
    ///
    /// @param again whether an earlier request with this nonce did it
    record Passed(Ticket ticket, Optional<Hold> booking, CheckIn checkIn, boolean again)
            implements CheckInOutcome {}

    /// It changes nothing.
    ///
    /// @param ticket  the ticket, if the code is one's
    /// @param earlier the entry that it has already
    /// @param due     what is to be paid first
    record Refused(
            Reason reason, Optional<Ticket> ticket, Optional<Hold> booking,
            Optional<CheckIn> earlier, Optional<Money> due) implements CheckInOutcome {}

    /// A scan that was made offline and would have been refused: a line for the desk.
    record Conflict(String id, Reason reason, Optional<CheckIn> earlier)
            implements CheckInOutcome {}

    /// Why a ticket is refused, in this precedence.
    enum Reason {
        /// No ticket of this workspace.
        NOT_A_TICKET("notATicket"),
        /// The nonce is another scan's.
        NONCE_REUSED("nonceReused"),
        /// The booking was cancelled.
        CANCELLED("cancelled"),
        /// The ticket, or this code of it, was replaced.
        REVOKED("revoked"),
        NOT_INSIDE("notInside"),
        BLOCKED("blocked"),
        WRONG_DOOR("wrongDoor"),
        TOO_EARLY("tooEarly"),
        /// Someone is inside with it.
        ALREADY("already"),
        UNPAID("unpaid");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        /// Whether staff may let the person in all the same.
        public boolean forceable() {
            return switch (this) {
                case BLOCKED, WRONG_DOOR, TOO_EARLY, UNPAID -> true;
                case NOT_A_TICKET, NONCE_REUSED, CANCELLED, REVOKED, NOT_INSIDE, ALREADY -> false;
            };
        }
    }
}
