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
    PAYMENT_FAILED("paymentFailed"),
    PAYMENT_LATE("paymentLate"),
    STAFF_COPY("staffCopy");

    private final String word;

    MailKind(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static Optional<MailKind> of(String word) {
        return Stream.of(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }
}
