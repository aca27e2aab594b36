package holdfast.server.receipts;

import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.change.HoldListener;
import holdfast.postgres.ColumnArrays;
import holdfast.postgres.Pipeline;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.Payment;
import holdfast.server.booking.ReductionPools;
import java.util.List;
import java.util.Optional;

/// Writes that a receipt is to be made for a booking that is paid without a payment of this server,
/// in the transaction that books or cancels it. What a payment of this server needs is written by
/// triggers of its tables.
public final class ReceiptRows implements HoldListener {
    private static final String BOOKED = "booked ";
    private static final String CANCELLED = "cancelled ";

    @Override
    public void changed(Pipeline pipeline, String workspace, List<Hold> holds) {
        ColumnArrays due = new ColumnArrays(3);
        for (Hold hold : holds) {
            if (method(hold).isPresent()) {
                switch (hold) {
                    case Hold.Booked _ -> due.row(booked(hold.id()), hold.id(), "");
                    case Hold.Cancelled _ -> due.row(
                            CANCELLED + hold.id(), hold.id(), booked(hold.id()));
                    case Hold.Held _,Hold.Expired _,Hold.Blocked _ -> {}
                }
            }
        }
        if (!due.isEmpty()) {
            pipeline.update(DUE, due.after(workspace));
        }
    }

    static String booked(String hold) {
        return BOOKED + hold;
    }

    // An exchange changes a booking that has its receipt already.
    private static final String DUE = """
            INSERT INTO receipt_due (workspace, cause, hold, corrects, at, due_at, tries, forgotten)
            SELECT here.workspace, new.cause, new.hold, nullif(new.corrects, ''), the_clock(),
                   the_clock(), 0, false
            FROM (SELECT ?::text AS workspace) AS here
                 CROSS JOIN unnest(?::text[], ?::text[], ?::text[]) AS new (cause, hold, corrects)
            WHERE NOT EXISTS (SELECT FROM receipt AS made
                              WHERE made.workspace = here.workspace AND made.cause = new.cause)
            ON CONFLICT ON CONSTRAINT receipt_due_once DO NOTHING""";

    /// How a booking is paid without a payment of this server; empty where it is not, or by a
    /// practice payment.
    static Optional<String> method(Hold hold) {
        Optional<BookingNote> note = BookingNote.of(hold);
        if (note.isEmpty()) {
            return Optional.empty();
        }
        Payment payment = note.get().payment().orElse(null);
        return switch (payment) {
            case Payment.OnSite _ -> Optional.of("onSite");
            case Payment.External _ -> Optional.of("external");
            case Payment.Online _,Payment.Practice _ -> Optional.empty();
            case null -> hold.basket().items().stream().anyMatch(ReceiptRows::isCard)
                    ? Optional.of("giftCard") : Optional.empty();
        };
    }

    private static boolean isCard(HeldItem item) {
        return item instanceof HeldItem.Capacity places && ReductionPools.isCard(places.pool());
    }
}
