package holdfast.server.webhooks;

import holdfast.server.booking.References;
import holdfast.server.json.Json;
import holdfast.server.outbox.ChangeFeed;
import holdfast.server.outbox.ChangeKind;

/// What a change is about, as webhooks and the list of changes say it: ids and no person.
public final class ChangeJson {
    private ChangeJson() {}

    public static String type(ChangeFeed.Change change) {
        return ChangeKind.of(change.kind()).orElseThrow().type();
    }

    /// A booking's change names the booking; a payment's names the payment and its hold, which may
    /// never become a booking.
    public static void write(Json json, ChangeFeed.Change change) {
        json.put("change", change.number());
        if (!ChangeKind.of(change.kind()).orElseThrow().isOfBooking()) {
            int slash = change.cause().indexOf('/');
            json.put("payment", slash < 0 ? change.cause() : change.cause().substring(0, slash))
                    .put("hold", change.hold());
            if (slash > 0) {
                json.put("refund", change.cause().substring(slash + 1));
            }
            return;
        }
        json.put("booking", bookingId(change.hold()))
                .put("reference", References.of(change.hold()));
        if (change.version() > 0) {
            json.put("version", change.version());
        }
        if (!change.cause().isEmpty()) {
            json.put("event", change.cause().substring(0, change.cause().indexOf('@')));
        }
    }

    private static String bookingId(String hold) {
        return hold.startsWith("hld_") ? "bkg_" + hold.substring(4) : hold;
    }
}
