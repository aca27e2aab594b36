package holdfast.server.payment;

/// What can happen to a payment.
enum PaymentEvent {
    /// The provider has opened it: the customer can pay.
    OPENED,
    /// The provider will not open it.
    REFUSED,
    /// The opening's key no longer counts, and the customer never got the address.
    KEY_ENDED,
    /// The deadline has passed, or the customer or staff cancelled.
    LEAVE,
    /// The provider has closed it: no money can come.
    CLOSED,
    /// The amount is reserved.
    AUTHORISED,
    /// The amount was charged at once.
    TAKEN,
    /// Another payment of the hold is live, and the amount is reserved here too.
    SURPLUS_AUTHORISED,
    /// Another payment of the hold is live, and the amount was charged here too.
    SURPLUS_TAKEN,
    /// The hold is a booking by this payment.
    BOOKED,
    /// The hold has ended and its claims cannot be taken again, or its booking was cancelled before
    /// it was charged.
    UNAVAILABLE,
    /// The reserved amount is charged.
    CAPTURED,
    /// It cannot be charged.
    CAPTURE_FAILED,
    /// Staff asks to charge it again.
    CAPTURE_AGAIN,
    /// The reserved amount is free again, or the booking was cancelled before it was paid.
    RELEASED,
    /// All of it was refunded.
    RETURNED
}
