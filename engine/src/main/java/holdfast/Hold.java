package holdfast;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One or more claims, granted together or not at all. Its state is its type.
public sealed interface Hold {
    Basket basket();

    default String id() {
        return basket().id();
    }

    default int version() {
        return basket().version();
    }

    /// What every hold has, in any state.
    record Basket(
            String id,
            int version,
            Optional<String> customer,
            Instant madeAt,
            List<HeldItem> items,
            Notes notes) {
        public Basket {
            items = List.copyOf(items);
        }
    }

    /// The caller's notes: the hold's, from when it was made or last exchanged, and the booking's,
    /// from when it was confirmed.
    record Notes(Optional<String> hold, Optional<String> booking) {
        public static final Notes NONE = new Notes(Optional.empty(), Optional.empty());
    }

    /// Live until the deadline, on the database's clock: at the deadline it is over.
    record Held(Basket basket, Instant deadline) implements Hold {}

    record Booked(Basket basket, Instant at) implements Hold {}

    /// Taken out of sale by the venue, for a reason, until it is unblocked.
    record Blocked(Basket basket, String reason) implements Hold {}

    record Cancelled(Basket basket, Instant at) implements Hold {}

    record Expired(Basket basket, Instant at) implements Hold {}
}
