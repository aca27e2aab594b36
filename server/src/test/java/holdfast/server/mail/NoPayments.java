package holdfast.server.mail;

import holdfast.Hold;
import java.util.List;
import java.util.Optional;

/// Where no payment was made and no event was cancelled.
final class NoPayments implements PaymentReads {
    @Override
    public Optional<Paid> payment(String workspace, String id) {
        return Optional.empty();
    }

    @Override
    public List<Refund> atCancel(String workspace, Hold booking) {
        return List.of();
    }

    @Override
    public Optional<ItemOff> itemOff(String workspace, String hold, int version) {
        return Optional.empty();
    }

    @Override
    public Optional<EventOff> eventOff(String workspace, String hold) {
        return Optional.empty();
    }
}
