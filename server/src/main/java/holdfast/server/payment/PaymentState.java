package holdfast.server.payment;

import java.util.Locale;

/// The states of a payment. docs/payments.md says what each of them means.
public enum PaymentState {
    OPENING,
    OPEN,
    CLOSING,
    AUTHORISED,
    TAKEN,
    CAPTURING,
    SETTLED,
    OWED,
    RELEASING,
    RETURNING,
    CLOSED,
    RETURNED;

    /// The text in the table and in the API.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static PaymentState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /// Whether the worker has something to do until the payment leaves this state.
    public boolean inMotion() {
        return switch (this) {
            case OPENING, OPEN, CLOSING, AUTHORISED, TAKEN, CAPTURING, RELEASING, RETURNING -> true;
            case SETTLED, OWED, CLOSED, RETURNED -> false;
        };
    }

    /// Whether the customer can still pay, so that the claims must not be given away.
    public boolean canBePaid() {
        return switch (this) {
            case OPENING, OPEN, CLOSING -> true;
            case AUTHORISED, TAKEN, CAPTURING, SETTLED, OWED, RELEASING, RETURNING, CLOSED,
                    RETURNED ->
                    false;
        };
    }
}
