package holdfast.server.tickets;

import holdfast.Hold;
import holdfast.server.catalog.Money;
import java.util.Optional;

/// What is still to be paid for a booking when its people arrive. The door asks for it before it
/// lets anyone in.
@FunctionalInterface
public interface AmountDue {
    /// Empty if nothing is to be paid. It must be quick: each scan asks.
    Optional<Money> of(String workspace, Hold booking);
}
