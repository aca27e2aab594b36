package holdfast.server.storefront;

import holdfast.Hold;
import holdfast.server.payment.NextStep;
import holdfast.server.payment.PaymentRow;
import holdfast.server.payment.PaymentState;
import holdfast.server.payment.Payments;
import holdfast.server.payment.Refund;
import holdfast.server.tickets.QrPicture;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The page of a payment: what the customer has to do or to wait for, and where the money is.
public final class PayPage {
    private final Payments payments;
    private final ItemLines lines;
    private final ProblemPage trouble;

    PayPage(Payments payments, ItemLines lines, ProblemPage trouble) {
        this.payments = payments;
        this.lines = lines;
        this.trouble = trouble;
    }

    /// What the customer sees of a payment's state. A booked one is shown by the booking's page.
    public enum State {
        OPENING, OPEN, DECLINED, TRANSFER, CLOSING, BOOKING,
        /// The provider refused to begin; the hold is there.
        REFUSED,
        /// Not paid; the hold is there.
        CLOSED,
        /// Not paid, and the hold has ended.
        ENDED,
        /// Paid too late: the reserved amount is freed.
        FREED,
        /// Paid too late: the amount is being refunded.
        RETURNING,
        /// The same, by hand.
        BY_HAND, RETURNED;

        /// How its messages begin.
        public String key() {
            return "pay." + name().toLowerCase(Locale.ROOT);
        }

        boolean late() {
            return this == FREED || this == RETURNING || this == BY_HAND || this == RETURNED;
        }

        boolean waiting() {
            return this == OPENING || this == CLOSING || this == BOOKING;
        }

        boolean unpaid() {
            return this == OPEN || this == DECLINED || this == TRANSFER;
        }
    }

    /// The page's data.
    ///
    /// @param url     the provider's page; empty if there is none to go to
    /// @param going   whether the browser is sent there at once
    /// @param rest    whether it pays the rest of a booking
    /// @param choices what is still free instead of what the customer paid too late
    public record View(
            State state, Explanation words, ItemLines.Sum sum, Key key, String url, boolean going,
            boolean rest, Optional<Transfer> transfer, ProblemPage.Choices choices) {

        /// After how many seconds a script asks again; empty for a state that stays.
        public String pause() {
            return switch (state) {
                case OPENING, CLOSING, BOOKING -> "2";
                case OPEN, DECLINED -> "3";
                case TRANSFER, RETURNING -> "30";
                case REFUSED, CLOSED, ENDED, FREED, BY_HAND, RETURNED -> "";
            };
        }

        /// The same for browsers without scripts: a page on which one reads is not loaded anew.
        public String refresh() {
            return state.waiting() ? pause() + "; url=" + key.self() : "";
        }

        public boolean waiting() {
            return state.waiting();
        }

        public boolean unpaid() {
            return state.unpaid();
        }

        public boolean late() {
            return state.late();
        }

        public boolean toCheckout() {
            return state == State.CLOSED || state == State.REFUSED;
        }

        public boolean again() {
            return state == State.ENDED || late();
        }
    }

    public record Explanation(String title, String text, String amount, String until) {}

    /// The hold, the token that opens the page, and its own address.
    ///
    /// @param checkout where the customer chooses another way to pay
    public record Key(String id, String word, String self, String checkout) {}

    /// What a bank transfer needs.
    ///
    /// @param qr the QR code as SVG, which banking apps read
    public record Transfer(
            String holder, String iban, String bic, String reference, String qr) {
        /// As it is printed: four characters at a time.
        public String spaced() {
            return iban.replaceAll("(.{4})(?!$)", "$1 ");
        }
    }

    /// The payment that decides what is shown: the last one of a booking's rest, the live one, or the
    /// last one.
    static Optional<PaymentRow> deciding(List<PaymentRow> all) {
        return all.stream().filter(row -> row.agreed().rest()).reduce((_, last) -> last)
                .or(() -> decidingBooking(all));
    }

    private static Optional<PaymentRow> decidingBooking(List<PaymentRow> all) {
        return all.stream().filter(row -> isLive(row.state())).findFirst()
                .or(() -> all.isEmpty() ? Optional.empty() : Optional.of(all.getLast()));
    }

    private static boolean isLive(PaymentState state) {
        return switch (state) {
            case OPENING, OPEN, CLOSING, AUTHORISED, TAKEN, CAPTURING, SETTLED, OWED -> true;
            case RELEASING, RETURNING, CLOSED, RETURNED -> false;
        };
    }

    View view(Visitor visitor, PaymentRow row, Hold hold, Key key) {
        State state = state(row, hold);
        String amount = visitor.language().money(row.agreed().amount());
        String until = until(visitor, row, hold);
        Optional<NextStep> next = NextStep.of(row);
        String url = next.orElse(null) instanceof NextStep.Redirect(String to) ? to : "";
        boolean going = state == State.OPEN
                && visitor.request().query("go").isPresent() && !url.isEmpty();
        boolean rest = row.agreed().rest();
        String words = going ? "pay.going" : state.key();
        String text = rest && !going ? words.replaceFirst("pay", "pay.rest") : words;
        return new View(state, new Explanation(visitor.say(
                (state == State.BOOKING ? text : words) + ".title", amount, until),
                visitor.say(text + ".text", amount, until), amount, until),
                lines.of(visitor, hold), key, url, going, rest,
                next.orElse(null) instanceof NextStep.Transfer account
                        ? Optional.of(transfer(account)) : Optional.empty(),
                new ProblemPage.Choices(ChoicePurpose.into(visitor),
                        state.late() ? trouble.instead(visitor, hold) : List.of()));
    }

    private static Transfer transfer(NextStep.Transfer account) {
        return new Transfer(account.holder(), account.iban(), account.bic(), account.reference(),
                QrPicture.bytes(account.payload()).svg());
    }

    private State state(PaymentRow row, Hold hold) {
        return switch (row.state()) {
            case OPENING -> State.OPENING;
            case OPEN -> row.agreed().provider().equals(CheckoutPage.TRANSFER) ? State.TRANSFER
                    : row.isDeclined() ? State.DECLINED : State.OPEN;
            case CLOSING -> State.CLOSING;
            case AUTHORISED, TAKEN, CAPTURING, SETTLED, OWED -> State.BOOKING;
            case RELEASING -> State.FREED;
            case RETURNING -> payments.refunds(row).stream()
                    .anyMatch(refund -> refund.state() == Refund.State.DUE) ? State.BY_HAND
                            : State.RETURNING;
            case RETURNED -> State.RETURNED;
            case CLOSED -> closed(row, hold);
        };
    }

    private State closed(PaymentRow row, Hold hold) {
        if (payments.isFreed(row)) {
            return State.FREED;
        }
        if (!(hold instanceof Hold.Held)) {
            return State.ENDED;
        }
        return row.link().ref().isEmpty() ? State.REFUSED : State.CLOSED;
    }

    /// The end of the day matters to a transfer, the minute to a card.
    private String until(Visitor visitor, PaymentRow row, Hold hold) {
        ZonedDateTime at = row.link().deadline().atZone(lines.zone(visitor, hold));
        return row.agreed().provider().equals(CheckoutPage.TRANSFER)
                ? visitor.language().moment(at) : visitor.language().time(at.toLocalTime());
    }
}
