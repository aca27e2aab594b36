package holdfast.server.payment;

import holdfast.server.catalog.Money;
import java.time.Instant;
import java.util.Optional;

/// A payment as it is stored. It never changes; a change makes another one, which is written if the
/// version is still the same.
public record PaymentRow(
        String workspace, String id, int version, Agreed agreed, Retake retake, Link link,
        Sums sums, Motion motion, Marks marks) {

    static final String DECLINED = "declined: ";

    /// What never changes.
    ///
    /// @param rest whether it pays the rest of a booking, and does not make one
    public record Agreed(
            String hold, String provider, Money amount, String returnTo, String madeBy,
            Instant madeAt, boolean rest) {}

    /// The hold that took the same claims again after the first one had ended.
    ///
    /// @param hold  the hold that took the claims again
    /// @param times how often it was tried
    public record Retake(Optional<String> hold, int times) {
        static final Retake NONE = new Retake(Optional.empty(), 0);
    }

    /// The payment at its provider.
    ///
    /// @param next what the customer needs next, as JSON
    public record Link(
            Optional<String> ref, Optional<String> charge, Optional<String> next,
            Instant deadline) {}

    /// What was charged and given back.
    ///
    /// @param refunded what was refunded and what is being refunded
    public record Sums(long captured, long refunded) {
        static final Sums NONE = new Sums(0, 0);
    }

    /// Whether and how the payment shall be left.
    public enum Leave {
        NO(""),
        /// The hold is cancelled once the provider has closed.
        CANCEL("cancel"),
        /// The hold is kept.
        KEEP("keep");

        private final String word;

        Leave(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        static Leave of(String word) {
            return word.isEmpty() ? NO : valueOf(word.toUpperCase(java.util.Locale.ROOT));
        }
    }

    /// Where it is and when it goes on.
    ///
    /// @param stuck whether it needs staff
    /// @param dueAt when the worker looks at it; {@link Instant#MAX} is never
    public record Motion(
            PaymentState state, Leave leave, boolean stuck, Optional<String> why, int tries,
            Instant dueAt) {
        Motion due(Instant at) {
            return new Motion(state, leave, stuck, why, tries, at);
        }

        Motion leave(Leave other) {
            return new Motion(state, other, stuck, why, tries, dueAt);
        }

        Motion failed(String reason, boolean needsStaff, Instant next) {
            return new Motion(state, leave, needsStaff, Optional.of(reason), tries + 1, next);
        }
    }

    /// What is kept beside it.
    ///
    /// @param contact      the customer's contact as JSON; empty once the person is forgotten
    /// @param cancelledAt  when its booking was cancelled
    /// @param keepAtCancel how much of it a cancellation of the booking keeps; empty for nothing
    public record Marks(
            Optional<String> contact, Optional<Instant> cancelledAt,
            Optional<Long> keepAtCancel, Optional<Instant> forgivenAt,
            Optional<String> dispute) {}

    public PaymentState state() {
        return motion.state();
    }

    /// Whether the customer tried to pay, was declined, and can try again.
    public boolean isDeclined() {
        return state() == PaymentState.OPEN
                && motion.why().filter(why -> why.startsWith(DECLINED)).isPresent();
    }

    /// Whether it could not be charged and is not given up.
    public boolean isOwed() {
        return state() == PaymentState.OWED && marks.forgivenAt().isEmpty();
    }

    /// The hold that is or becomes the booking.
    public String hold() {
        return retake.hold().orElse(agreed.hold());
    }

    ProviderClient.Refs refs() {
        return new ProviderClient.Refs(link.ref().orElse(""), link.charge());
    }

    /// What was charged and not refunded.
    public Money left() {
        return new Money(sums.captured() - sums.refunded(), agreed.amount().currency());
    }

    PaymentRow retake(Retake other) {
        return new PaymentRow(workspace, id, version, agreed, other, link, sums, motion, marks);
    }

    PaymentRow link(Link other) {
        return new PaymentRow(workspace, id, version, agreed, retake, other, sums, motion, marks);
    }

    PaymentRow sums(Sums other) {
        return new PaymentRow(workspace, id, version, agreed, retake, link, other, motion, marks);
    }

    PaymentRow motion(Motion other) {
        return new PaymentRow(workspace, id, version, agreed, retake, link, sums, other, marks);
    }

    PaymentRow marks(Marks other) {
        return new PaymentRow(workspace, id, version, agreed, retake, link, sums, motion, other);
    }

    /// The same after an event, due at once.
    ///
    /// @throws IllegalStateException where the event is not legal
    PaymentRow after(PaymentEvent event, Optional<String> why, Instant now) {
        PaymentState next = Saga.after(state(), event).orElseThrow(
                () -> new IllegalStateException(id + " is " + state() + ", not so after " + event));
        return motion(new Motion(next, motion.leave(), next == PaymentState.OWED, why, 0, now));
    }
}
