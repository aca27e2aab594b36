package holdfast.server.outbox;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The kinds of changes of bookings and payments, as they are stored and as the API names them.
public enum ChangeKind {
    BOOKED("booked", "booking.booked"),
    EXCHANGED("exchanged", "booking.exchanged"),
    /// The event of the booking takes place at another time.
    MOVED("moved", "booking.moved"),
    CANCELLED("cancelled", "booking.cancelled"),
    /// The customer got an account and a reference for a bank transfer.
    TRANSFER_BEGUN("transferBegun", "payment.transferBegun", "transfer"),
    /// A bank transfer is missing shortly before its last day.
    TRANSFER_MISSING("transferMissing", "payment.transferMissing", "paymentLate"),
    /// Booked and charged.
    PAYMENT_SETTLED("paymentSettled", "payment.settled", "restPaid"),
    /// Booked, and it could not be charged.
    PAYMENT_OWED("paymentOwed", "payment.owed", "paymentOwed"),
    /// It ended without money.
    PAYMENT_FAILED("paymentFailed", "payment.failed", "paymentFailed"),
    /// Paid too late or twice: all of it goes back.
    PAYMENT_RETURNED("paymentReturned", "payment.returned", "paidLate"),
    /// The provider has a refund, or staff has paid it.
    PAYMENT_REFUNDED("paymentRefunded", "payment.refunded", "refunded");

    private final String word;
    private final String type;
    private final String mail;

    ChangeKind(String word, String type) {
        this(word, type, word);
    }

    ChangeKind(String word, String type, String mail) {
        this.word = word;
        this.type = type;
        this.mail = mail;
    }

    public String word() {
        return word;
    }

    /// The type of a webhook's message about it.
    public String type() {
        return type;
    }

    public boolean isOfBooking() {
        return type.startsWith("booking.");
    }

    public static Optional<ChangeKind> of(String word) {
        return Stream.of(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }

    public static List<String> words() {
        return Stream.of(values()).map(ChangeKind::word).toList();
    }

    /// The kinds of changes of bookings.
    static String[] ofBookings() {
        return Stream.of(values()).filter(ChangeKind::isOfBooking).map(ChangeKind::word)
                .toArray(String[]::new);
    }

    /// The kinds of mails about payments by the kinds of their changes. Of a settled payment there
    /// is one only if it paid the rest of a booking: otherwise the confirmation says it.
    static Map<String, String> paymentMails() {
        Map<String, String> mails = new TreeMap<>();
        Stream.of(values()).filter(kind -> !kind.isOfBooking())
                .forEach(kind -> mails.put(kind.word, kind.mail));
        return mails;
    }
}
