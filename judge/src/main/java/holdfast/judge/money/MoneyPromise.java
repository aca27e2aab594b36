package holdfast.judge.money;

/// What must be true of money once everything has come to rest.
public enum MoneyPromise {
    AT_REST("every payment has come to an end, or can still be paid"),
    CHARGED_IS_BOOKED("what was charged and not refunded belongs to a booking"),
    RESERVED_IS_FREED("nothing stays reserved, except for what is owed"),
    BOOKED_IS_CHARGED("each booking by a payment was charged once, except for what is owed"),
    REFUNDED_WAS_CHARGED("no more is refunded than was charged"),
    RECORDED("what was charged and refunded is what the payment says"),
    EVENT_ONCE("each event of the provider is received once"),
    SOLD_ONCE("no seat and no place is sold twice");

    private final String words;

    MoneyPromise(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
