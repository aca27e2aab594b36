package holdfast.server.storefront;

import holdfast.Hold;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.Contact;
import holdfast.server.booking.References;
import holdfast.server.catalog.Money;
import holdfast.server.payment.BookingCancellations;
import holdfast.server.tickets.TicketUnit;
import java.util.List;
import java.util.Optional;

/// The page of a booking: right after it was made, and later by its link.
public final class BookingPage {
    private final ItemLines lines;
    private final RulesText rules;
    private final PaidText paid;
    private final BookingCancellations cancellations;

    BookingPage(ItemLines lines, RulesText rules, PaidText paid,
            BookingCancellations cancellations) {
        this.paid = paid;
        this.cancellations = cancellations;
        this.lines = lines;
        this.rules = rules;
    }

    public record View(Key key, ItemLines.Sum sum, Contact contact, PaidText.Shown paid, Now now,
            Terms terms) {
        public boolean live() {
            return now.live();
        }

        public boolean thanks() {
            return now.said().equals("thanks");
        }

        /// Whether the customer tried to change what is paid.
        public boolean already() {
            return now.said().equals("paid");
        }

        /// Whether the fee was another one when the customer cancelled.
        public boolean feeChanged() {
            return now.said().equals("fee");
        }

        public boolean exchanged() {
            return now.said().equals("exchanged");
        }
    }

    /// The state of the booking.
    ///
    /// @param live whether it is booked; a cancelled one is still shown
    /// @param tickets how many tickets it has
    /// @param said the result of the last step: `thanks` for a new one, `exchanged`, `paid`, or
    ///             empty
    public record Now(
            boolean live, int tickets, String said, RulesText.Said exchange,
            RulesText.Said cancel) {}

    /// What it costs to cancel.
    ///
    /// @param fees     the fees that were agreed, in sentences
    /// @param fee      what cancelling costs now; empty if it costs nothing
    /// @param returned what comes back
    /// @param due      what of the fee is still to be paid
    /// @param seen     the fee as a number, which the form sends back
    public record Terms(
            List<String> fees, String fee, String returned, String due, long seen) {}

    /// The booking, and the token that opens it.
    public record Key(String id, String reference, String word) {}

    View view(Visitor visitor, Hold booking, String word) {
        BookingNote note = BookingNote.of(booking)
                .orElseThrow(() -> new IllegalStateException(booking.id() + " was not booked"));
        return new View(new Key(booking.id(), References.of(booking.id()), word),
                lines.of(visitor, booking), note.contact(),
                paid.of(visitor, booking),
                new Now(booking instanceof Hold.Booked, TicketUnit.of(booking).size(),
                        visitor.request().query("said").orElse(""),
                        rules.exchanging(visitor, booking), rules.cancelling(visitor, booking)),
                terms(visitor, booking));
    }

    private Terms terms(Visitor visitor, Hold booking) {
        List<String> fees = rules.fees(visitor, booking);
        Optional<BookingCancellations.Quote> quote = booking instanceof Hold.Booked
                ? cancellations.quote(visitor.workspace(), booking, visitor.now())
                : Optional.empty();
        return quote.map(each -> new Terms(fees, money(visitor, each.fee()),
                money(visitor, each.refund()), money(visitor, each.due()), each.fee().amount()))
                .orElse(new Terms(fees, "", "", "", 0));
    }

    private static String money(Visitor visitor, Money amount) {
        return amount.amount() > 0 ? visitor.language().money(amount) : "";
    }
}
