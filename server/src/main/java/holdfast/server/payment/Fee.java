package holdfast.server.payment;

import holdfast.server.catalog.Money;
import java.time.Instant;

/// A fee that was charged for a booking.
public record Fee(
        String hold, Kind kind, Money amount, State state, String by, Instant at) {

    public enum Kind {
        CANCELLED("cancelled"),
        /// The customer did not come.
        NO_SHOW("noShow");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        static Kind of(String word) {
            return word.equals(CANCELLED.word) ? CANCELLED : NO_SHOW;
        }
    }

    public enum State {
        CHARGED("charged"),
        /// Staff has received what was due.
        RECEIVED("received"),
        WAIVED("waived");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        static State of(String word) {
            return valueOf(word.toUpperCase(java.util.Locale.ROOT));
        }
    }
}
