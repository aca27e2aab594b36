package holdfast.server.storefront;

import holdfast.Hold;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.Contact;
import holdfast.server.booking.PricedHolds;
import holdfast.server.booking.References;
import holdfast.server.catalog.Money;
import holdfast.server.payment.BookingCancellations;
import holdfast.server.payment.ItemCancellations;
import holdfast.server.payment.PaymentRow;
import holdfast.server.payment.Payments;
import holdfast.server.tickets.TicketUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The page of a booking: right after it was made, and later by its link.
public final class BookingPage {
    private final ItemLines lines;
    private final RulesText rules;
    private final PaidText paid;
    private final BookingCancellations cancellations;
    private final ItemCancellations items;
    private final CustomerHistory history;
    private final Payments payments;
    private final Storefront storefront;

    BookingPage(Storefront storefront, ItemLines lines, RulesText rules, PaidText paid,
            BookingCancellations cancellations, ItemCancellations items, Payments payments) {
        this.storefront = storefront;
        this.items = items;
        this.history = new CustomerHistory(storefront.engine(), lines, payments);
        this.payments = payments;
        this.paid = paid;
        this.cancellations = cancellations;
        this.lines = lines;
        this.rules = rules;
    }

    public record View(Key key, ItemLines.Sum sum, Contact contact, PaidText.Shown paid, Now now,
            Terms terms, Rest rest, List<ItemTerms> items, List<CustomerHistory.Line> history) {
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

        /// The item that was cancelled just now, in words; empty if none was.
        public String itemCancelled() {
            return now.said().equals("itemCancelled") && !history.isEmpty()
                    ? history.getLast().text() : "";
        }

        /// Whether an item was not cancelled, because the booking had changed.
        public boolean itemKept() {
            return now.said().equals("itemKept");
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
    ///             `restPaid`, `restFailed`, `itemCancelled`, `itemKept`, or empty
    public record Now(
            boolean live, int tickets, String said, RulesText.Said exchange,
            RulesText.Said cancel) {}

    /// What a customer may do with one item.
    ///
    /// @param change whether it can be changed
    /// @param cancel whether it can be cancelled while the others stay
    /// @param words  until when it can be cancelled or could be; empty if the booking has no other
    /// @param notes  what cancelling it costs and gives back, in sentences
    /// @param seen   the fee as a number, which the form sends back
    public record ItemTerms(
            boolean change, boolean cancel, String words, List<String> notes, long seen) {}

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
    public record Key(String id, String reference, String word, int version) {}

    View view(Visitor visitor, Hold booking, String word) {
        BookingNote note = BookingNote.of(booking)
                .orElseThrow(() -> new IllegalStateException(booking.id() + " was not booked"));
        // It may be paid by this look, so that the rest of the page must be read after it.
        Rest rest = rest(visitor, booking);
        PaidText.Shown money = paid.of(visitor, booking);
        return new View(new Key(booking.id(), References.of(booking.id()), word,
                booking.version()),
                lines.of(visitor, booking), note.contact(), money,
                new Now(booking instanceof Hold.Booked, TicketUnit.of(booking).size(),
                        visitor.request().query("said").orElse(""),
                        rules.exchanging(visitor, booking), rules.cancelling(visitor, booking)),
                terms(visitor, booking), rest,
                items(visitor, booking, !money.returned().isEmpty()),
                history.of(visitor, booking));
    }

    /// @param charged whether a payment gives back what is refunded
    private List<ItemTerms> items(Visitor visitor, Hold booking, boolean charged) {
        if (!(booking instanceof Hold.Booked)) {
            return List.of();
        }
        Map<Integer, ItemCancellations.Quote> quotes = items
                .quotes(visitor.workspace(), booking, visitor.now()).stream()
                .collect(Collectors.toMap(ItemCancellations.Quote::item, quote -> quote));
        List<PricedHolds.Line> all = lines.lines(visitor, booking);
        return IntStream.range(0, all.size()).mapToObj(at -> item(visitor,
                rules.exchanging(visitor, booking, List.of(all.get(at))).given(),
                rules.cancelling(visitor, all.get(at)),
                Optional.ofNullable(quotes.get(at)), charged)).toList();
    }

    private static ItemTerms item(Visitor visitor, boolean change, RulesText.Said cancel,
            Optional<ItemCancellations.Quote> quote, boolean charged) {
        if (quote.isEmpty()) {
            return new ItemTerms(change, false, "", List.of(), 0);
        }
        ItemCancellations.Quote costs = quote.get();
        List<String> notes = new ArrayList<>();
        note(visitor, notes, "booking.cancel.fee", costs.fee());
        note(visitor, notes, charged ? "booking.cancel.returned" : "booking.item.returned",
                costs.refund());
        note(visitor, notes, "booking.item.owed", costs.owed());
        return new ItemTerms(change, cancel.given(), cancel.words(), notes,
                costs.fee().amount());
    }

    private static void note(Visitor visitor, List<String> notes, String key, Money amount) {
        if (amount.amount() > 0) {
            notes.add(visitor.say(key, visitor.language().money(amount)));
        }
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
        return quote.map(each -> new Terms(fees, money(visitor, each.more()),
                money(visitor, each.refund()), money(visitor, each.due()), each.fee().amount()))
                .orElse(new Terms(fees, "", "", "", 0));
    }

    private static String money(Visitor visitor, Money amount) {
        return amount.amount() > 0 ? visitor.language().money(amount) : "";
    }
}
