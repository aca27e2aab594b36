package holdfast.server.payment;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;

/// Every legal transition of a payment. A test compares it with the table in docs/payments.md.
///
/// The claims are given away only after the provider has closed; the money is captured only after
/// the claims are booked; money goes back only by a refund that was written before.
final class Saga {
    private static final Map<PaymentState, Map<PaymentEvent, PaymentState>> NEXT = Map.ofEntries(
            entry(PaymentState.OPENING, Map.of(
                    PaymentEvent.OPENED, PaymentState.OPEN,
                    PaymentEvent.REFUSED, PaymentState.CLOSED,
                    // The customer has no address yet, so no money can come.
                    PaymentEvent.LEAVE, PaymentState.CLOSED,
                    PaymentEvent.KEY_ENDED, PaymentState.CLOSED)),
            entry(PaymentState.OPEN, Map.of(
                    PaymentEvent.LEAVE, PaymentState.CLOSING,
                    PaymentEvent.AUTHORISED, PaymentState.AUTHORISED,
                    PaymentEvent.TAKEN, PaymentState.TAKEN)),
            entry(PaymentState.CLOSING, Map.of(
                    PaymentEvent.CLOSED, PaymentState.CLOSED,
                    PaymentEvent.AUTHORISED, PaymentState.AUTHORISED,
                    PaymentEvent.TAKEN, PaymentState.TAKEN)),
            entry(PaymentState.AUTHORISED, Map.of(
                    PaymentEvent.BOOKED, PaymentState.CAPTURING,
                    PaymentEvent.UNAVAILABLE, PaymentState.RELEASING)),
            entry(PaymentState.TAKEN, Map.of(
                    PaymentEvent.BOOKED, PaymentState.SETTLED,
                    PaymentEvent.UNAVAILABLE, PaymentState.RETURNING)),
            entry(PaymentState.CAPTURING, Map.of(
                    PaymentEvent.CAPTURED, PaymentState.SETTLED,
                    PaymentEvent.CAPTURE_FAILED, PaymentState.OWED)),
            entry(PaymentState.OWED, Map.of(
                    PaymentEvent.CAPTURE_AGAIN, PaymentState.CAPTURING,
                    // A request that had no answer may be carried out late.
                    PaymentEvent.CAPTURED, PaymentState.SETTLED,
                    // The booking was cancelled: what is still reserved is freed.
                    PaymentEvent.UNAVAILABLE, PaymentState.RELEASING,
                    PaymentEvent.RELEASED, PaymentState.CLOSED)),
            entry(PaymentState.RELEASING, Map.of(
                    PaymentEvent.RELEASED, PaymentState.CLOSED,
                    PaymentEvent.CAPTURED, PaymentState.RETURNING)),
            entry(PaymentState.RETURNING, Map.of(
                    PaymentEvent.RETURNED, PaymentState.RETURNED)),
            // The provider has money although it had closed, or a bank transfer came too late.
            entry(PaymentState.CLOSED, Map.of(
                    PaymentEvent.AUTHORISED, PaymentState.AUTHORISED,
                    PaymentEvent.TAKEN, PaymentState.TAKEN,
                    PaymentEvent.SURPLUS_AUTHORISED, PaymentState.RELEASING,
                    PaymentEvent.SURPLUS_TAKEN, PaymentState.RETURNING)),
            entry(PaymentState.SETTLED, Map.of()),
            entry(PaymentState.RETURNED, Map.of()));

    private Saga() {}

    /// The state after an event; empty where the event is not legal in this state.
    static Optional<PaymentState> after(PaymentState state, PaymentEvent event) {
        return Optional.ofNullable(NEXT.getOrDefault(state, Map.of()).get(event));
    }
}
