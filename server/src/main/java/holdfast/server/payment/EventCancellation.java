package holdfast.server.payment;

import holdfast.server.catalog.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The cancellation of all bookings of an event, and how far it is.
///
/// @param running until every booking that there was has been looked at
/// @param left    bookings that are not cancelled yet
public record EventCancellation(
        String event, Wish wish, Instant askedAt, boolean running, Optional<Instant> doneAt,
        Counts bookings, long left, List<Refunds> refunds) {

    public EventCancellation {
        refunds = List.copyOf(refunds);
    }

    /// What was asked for.
    ///
    /// @param refund  whether everything that was charged is refunded
    /// @param reason  for staff
    /// @param message for customers
    public record Wish(
            boolean refund, Optional<String> reason, Optional<String> message, String by) {}

    /// Bookings by result.
    ///
    /// @param reduced have items of other events or visits too, and keep those
    /// @param refused could not be cancelled
    public record Counts(long cancelled, long reduced, long refused) {}

    /// The refunds in one state.
    public record Refunds(String state, long count, Money amount) {}
}
