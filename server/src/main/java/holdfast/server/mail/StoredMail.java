package holdfast.server.mail;

import java.time.Instant;
import java.util.Optional;

/// A mail as it is stored: what it is about, and how its sending goes.
///
/// @param cause the event's version that moved, a reminder's start, or the payment, as in `pay_1`
///              or with a refund `pay_1/ref_1`; empty otherwise
/// @param tries how often it was taken for sending
/// @param answer what the receiving server said last
public record StoredMail(
        String workspace, String id, String hold, MailKind kind, int version, String cause,
        String recipient, String state, int tries, Instant madeAt, Instant dueAt,
        Optional<Instant> sentAt, Optional<String> answer) {

    /// The payment that it is about.
    public Optional<String> payment() {
        return kind.isAboutPayment() ? Optional.of(cause.replaceFirst("/.*", ""))
                : Optional.empty();
    }

    /// Whether it is about this refund.
    boolean isAbout(String refund) {
        return cause.endsWith("/" + refund);
    }
}
