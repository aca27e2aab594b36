package holdfast.server.mail;

import java.util.Optional;
import java.util.stream.Stream;

/// The kinds of mails, as they are stored and as the API names them.
public enum MailKind {
    BOOKED("booked"),
    EXCHANGED("exchanged"),
    MOVED("moved"),
    CANCELLED("cancelled"),
    REMINDER("reminder"),
    /// How to make a bank transfer.
    TRANSFER("transfer"),
    /// A bank transfer is still missing.
    PAYMENT_LATE("paymentLate"),
    /// A payment ended without money, and there is no booking.
    PAYMENT_FAILED("paymentFailed"),
    /// A booking could not be charged.
    PAYMENT_OWED("paymentOwed"),
    /// Paid too late or twice: all of it goes back.
    PAID_LATE("paidLate"),
    REFUNDED("refunded"),
    /// The rest of a booking was paid.
    REST_PAID("restPaid"),
    STAFF_COPY("staffCopy");

    private final String word;

    MailKind(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public boolean isAboutPayment() {
        return switch (this) {
            case TRANSFER, PAYMENT_LATE, PAYMENT_FAILED, PAYMENT_OWED, PAID_LATE, REFUNDED,
                    REST_PAID ->
                    true;
            case BOOKED, EXCHANGED, MOVED, CANCELLED, REMINDER, STAFF_COPY -> false;
        };
    }

    public static Optional<MailKind> of(String word) {
        return Stream.of(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }
}
