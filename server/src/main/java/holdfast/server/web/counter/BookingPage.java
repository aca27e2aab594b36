package holdfast.server.web.counter;

import holdfast.Hold;
import holdfast.server.checkout.Contact;
import holdfast.server.checkout.Particulars;
import holdfast.server.checkout.Payment;
import holdfast.server.checkout.References;

/// A booking: right after it was made, and later by its link.
public final class BookingPage {
    private final Lines lines;
    private final Rulebook rules;

    BookingPage(Lines lines, Rulebook rules) {
        this.lines = lines;
        this.rules = rules;
    }

    public record View(Key key, Lines.Sum sum, Contact contact, String payment, Now now) {
        public boolean live() {
            return now.live();
        }

        public boolean thanks() {
            return now.said().equals("thanks");
        }

        public boolean exchanged() {
            return now.said().equals("exchanged");
        }
    }

    /// How it stands.
    ///
    /// @param live whether it stands; a cancelled one is still shown
    /// @param said what was done just now: `thanks` for a new one, `exchanged`, or nothing
    public record Now(boolean live, String said, Rulebook.Said exchange, Rulebook.Said cancel) {}

    /// Which booking, and the word that opens it.
    public record Key(String id, String reference, String word) {}

    View view(Guest guest, Hold booking, String word) {
        Particulars particulars = Particulars.of(booking)
                .orElseThrow(() -> new IllegalStateException(booking.id() + " was not booked"));
        return new View(new Key(booking.id(), References.of(booking.id()), word),
                lines.of(guest, booking), particulars.contact(),
                particulars.payment().map(payment -> words(guest, payment)).orElse(""),
                new Now(booking instanceof Hold.Booked,
                        guest.call().query("said").orElse(""),
                        rules.exchanging(guest, booking), rules.cancelling(guest, booking)));
    }

    private static String words(Guest guest, Payment payment) {
        return switch (payment) {
            case Payment.OnSite later -> guest.say("booking.paid.onSite");
            case Payment.External paid -> guest.say("booking.paid.external");
            case Payment.Practice card -> guest.say("booking.paid.practice");
        };
    }
}
