package holdfast.server.payment;

import holdfast.server.booking.Item;
import holdfast.server.catalog.Money;
import java.time.Instant;
import java.util.List;

/// An item that was cancelled while the rest of its booking stayed.
///
/// @param sold    the version of the catalogue entry that was sold, as in `evt_1@3`
/// @param fee     what the customer owes for it all the same
/// @param refund  what comes back
/// @param version the version of the booking from then on
public record CancelledItem(
        String hold, String sold, Item item, Money fee, Money refund, int version,
        String by, Instant at) {

    /// The sum of their fees.
    static long fees(List<CancelledItem> items) {
        return fees(items, Integer.MAX_VALUE);
    }

    /// The sum of the fees of those that a version of the booking has no more.
    static long fees(List<CancelledItem> items, int version) {
        return items.stream().filter(each -> each.version() <= version)
                .mapToLong(each -> each.fee().amount()).sum();
    }
}
