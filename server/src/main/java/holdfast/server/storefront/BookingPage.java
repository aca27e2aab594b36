package holdfast.server.storefront;

import holdfast.Hold;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.Contact;
import holdfast.server.booking.References;
import holdfast.server.catalog.Money;
import holdfast.server.payment.BookingCancellations;
import holdfast.server.payment.PaymentRow;
import holdfast.server.payment.Payments;
import holdfast.server.tickets.TicketUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The page of a booking: right after it was made, and later by its link.
public final class BookingPage {
    private final ItemLines lines;
    private final RulesText rules;
    private final PaidText paid;
    private final BookingCancellations cancellations;
    private final Payments payments;
    private final Storefront storefront;

    BookingPage(Storefront storefront, ItemLines lines, RulesText rules, PaidText paid,
            BookingCancellations cancellations, Payments payments) {
        this.storefront = storefront;
        this.payments = payments;
        this.paid = paid;
        this.cancellations = cancellations;
        this.lines = lines;
        this.rules = rules;
    }

    public record View(Key key, ItemLines.Sum sum, Contact contact, PaidText.Shown paid, Now now,
            Terms terms, Rest rest) {
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

        public boolean restPaid() {
            return now.said().equals("restPaid") && rest.amount().isEmpty();
        }

        public boolean restFailed() {
            return now.said().equals("restFailed") && !rest.amount().isEmpty();
        }
    }

    /// The state of the booking.
    ///
    /// @param live whether it is booked; a cancelled one is still shown
    /// @param tickets how many tickets it has
    /// @param said the result of the last step: `thanks` for a new one, `exchanged`, `paid`,
    ///             `restPaid`, `restFailed`, or empty
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

    /// What is still to be paid of a booking that can be paid online.
    ///
    /// @param amount    empty if there is nothing
    /// @param words     until when
    /// @param page      the page of the payment that is under way; empty if there is none
    /// @param providers with which one can pay, each with the text of its button
    public record Rest(String amount, String words, String page, Map<String, String> providers) {
        static final Rest NONE = new Rest("", "", "", Map.of());
    }

    /// The booking, and the token that opens it.
    public record Key(String id, String reference, String word) {}

    View view(Visitor visitor, Hold booking, String word) {
        BookingNote note = BookingNote.of(booking)
                .orElseThrow(() -> new IllegalStateException(booking.id() + " was not booked"));
        // It may be paid by this look, so that the rest of the page must be read after it.
        Rest rest = rest(visitor, booking);
        return new View(new Key(booking.id(), References.of(booking.id()), word),
                lines.of(visitor, booking), note.contact(),
                paid.of(visitor, booking),
                new Now(booking instanceof Hold.Booked, TicketUnit.of(booking).size(),
                        visitor.request().query("said").orElse(""),
                        rules.exchanging(visitor, booking), rules.cancelling(visitor, booking)),
                terms(visitor, booking), rest);
    }

    private Rest rest(Visitor visitor, Hold booking) {
        Optional<PaymentRow> live = payments.liveRest(visitor.workspace(), booking.id())
                .map(payments::look);
        Optional<Money> due = payments.rest(visitor.workspace(), booking);
        if (due.isEmpty()) {
            return Rest.NONE;
        }
        String amount = visitor.language().money(due.get());
        String page = live.filter(row -> row.state().inMotion())
                .map(row -> storefront.payment(visitor, booking.id())).orElse("");
        Map<String, String> providers = new LinkedHashMap<>();
        payments.offered(visitor.workspace(), due.get()).keySet().forEach(name -> providers.put(
                name, name.equals(CheckoutPage.TRANSFER)
                        ? visitor.say("booking.rest.transfer", amount)
                        : visitor.say("booking.rest.pay", amount,
                                visitor.say(CheckoutPage.title(name)))));
        String until = rules.restUntil(visitor, booking)
                .map(by -> visitor.say("booking.rest.until", amount, by))
                .orElseGet(() -> visitor.say(providers.isEmpty() ? "booking.rest.later"
                        : "booking.rest.onSite", amount));
        return new Rest(amount, until, page, page.isEmpty() ? providers : Map.of());
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
