package holdfast.server.payment;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// A refund of a payment, written before the provider is asked for it.
public record Refund(
        String workspace, String id, String payment, long amount, State state, Origin origin,
        Optional<String> reason, String madeBy, Instant madeAt, Optional<String> ref,
        Optional<String> why) {

    /// Whether it was made because the whole booking was cancelled.
    public boolean isOfWholeBooking() {
        return id.equals(ofWholeBooking(payment));
    }

    static String ofWholeBooking(String payment) {
        return "ref_" + payment.substring("pay_".length());
    }

    public enum State {
        /// Written; the provider has not answered yet.
        ASKED,
        /// The provider has it and is not done.
        SENT,
        /// Staff pays it by hand.
        DUE,
        DONE,
        FAILED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /// Who wanted it.
    public enum Origin {
        STAFF,
        /// The booking was cancelled.
        CANCELLED,
        /// The claims were gone when the customer paid.
        UNAVAILABLE,
        /// It was made in the provider's dashboard.
        PROVIDER;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Origin of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
