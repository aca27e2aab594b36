package holdfast.server.tickets;

import holdfast.Hold;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.Payment;
import holdfast.server.booking.PricedHolds;
import holdfast.server.catalog.Money;
import java.util.Optional;

/// The whole price of a booking that is paid on site.
public final class DueOnSite implements AmountDue {
    private final PricedHolds priced;

    public DueOnSite(PricedHolds priced) {
        this.priced = priced;
    }

    @Override
    public Optional<Money> of(String workspace, Hold booking) {
        boolean onSite = BookingNote.of(booking).flatMap(BookingNote::payment)
                .filter(payment -> payment instanceof Payment.OnSite).isPresent();
        return onSite ? PricedHolds.total(priced.lines(workspace, booking))
                .filter(total -> total.amount() > 0) : Optional.empty();
    }
}
