package holdfast.server.storefront;

import holdfast.Hold;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.Contact;
import holdfast.server.booking.References;
import holdfast.server.tickets.TicketUnit;

/// The page of a booking: right after it was made, and later by its link.
public final class BookingPage {
    private final ItemLines lines;
    private final RulesText rules;
    private final PaidText paid;

    BookingPage(ItemLines lines, RulesText rules, PaidText paid) {
        this.paid = paid;
        this.lines = lines;
        this.rules = rules;
    }

    public record View(Key key, ItemLines.Sum sum, Contact contact, PaidText.Shown paid, Now now) {
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
                        rules.exchanging(visitor, booking), rules.cancelling(visitor, booking)));
    }
}
