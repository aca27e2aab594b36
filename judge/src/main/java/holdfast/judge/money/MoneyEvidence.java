package holdfast.judge.money;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the parties say of one workspace.
///
/// @param charges  by the provider's own ledger
/// @param bookings all, cancelled ones too
/// @param events   the ids of the provider's events, as often as each was stored
/// @param capacity how much of each unit can be sold; a unit that is not named can be sold once
public record MoneyEvidence(
        List<Charge> charges, List<Paid> payments, List<Sold> bookings, List<String> events,
        Map<String, Long> capacity) {

    public MoneyEvidence {
        charges = List.copyOf(charges);
        payments = List.copyOf(payments);
        bookings = List.copyOf(bookings);
        events = List.copyOf(events);
        capacity = Map.copyOf(capacity);
    }

    /// One charge at the provider.
    ///
    /// @param payment  the payment that it was opened for, if the provider knows one
    /// @param reserved what is reserved still
    /// @param refunded without the refunds that failed
    public record Charge(
            String id, Optional<String> payment, long reserved, long captured, long refunded) {}

    /// One payment, as its row or the API says.
    ///
    /// @param hold     the hold that is or becomes the booking
    /// @param refunded without the refunds that failed
    public record Paid(
            String id, String hold, String state, long amount, long captured, long refunded) {}

    /// One booking.
    ///
    /// @param payment the payment that it names; empty if it was paid in another way
    /// @param units   seats and pools, and how much of each was sold
    public record Sold(
            String id, boolean live, Optional<String> payment, Map<String, Long> units) {
        public Sold {
            units = Map.copyOf(units);
        }
    }
}
